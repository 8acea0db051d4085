CREATE TABLE `closed_months` (
	`program_id` text NOT NULL,
	`month` text NOT NULL,
	`closed_at_ms` integer NOT NULL,
	`rewarded_at_ms` integer,
	PRIMARY KEY(`program_id`, `month`),
	FOREIGN KEY (`program_id`) REFERENCES `programs`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `closed_months_unrewarded` ON `closed_months` (`closed_at_ms`) WHERE rewarded_at_ms IS NULL;--> statement-breakpoint
CREATE TABLE `month_leaders` (
	`program_id` text NOT NULL,
	`month` text NOT NULL,
	`category` text NOT NULL,
	`rank` integer NOT NULL,
	`participant_id` text NOT NULL,
	`conversions` integer NOT NULL,
	`first_conversion_at_ms` integer NOT NULL,
	PRIMARY KEY(`program_id`, `month`, `category`, `rank`),
	CONSTRAINT "month_leaders_rank" CHECK(rank > 0)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `month_leaders_participant` ON `month_leaders` (`participant_id`,`program_id`);--> statement-breakpoint
CREATE TABLE `participant_totals` (
	`program_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`signed_up` integer DEFAULT 0 NOT NULL,
	`activated` integer DEFAULT 0 NOT NULL,
	`converted` integer DEFAULT 0 NOT NULL,
	`rewarded` integer DEFAULT 0 NOT NULL,
	`active_trials` integer DEFAULT 0 NOT NULL,
	`retained` integer DEFAULT 0 NOT NULL,
	`churned` integer DEFAULT 0 NOT NULL,
	`pending` integer DEFAULT 0 NOT NULL,
	`available` integer DEFAULT 0 NOT NULL,
	`redeemed` integer DEFAULT 0 NOT NULL,
	`denied` integer DEFAULT 0 NOT NULL,
	`voided` integer DEFAULT 0 NOT NULL,
	`expired` integer DEFAULT 0 NOT NULL,
	`reversed` integer DEFAULT 0 NOT NULL,
	`earned` text DEFAULT '{}' NOT NULL,
	`worth` text DEFAULT '{}' NOT NULL,
	`recent` text DEFAULT '[]' NOT NULL,
	PRIMARY KEY(`program_id`, `participant_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `participants` ADD `board_name` text;--> statement-breakpoint
ALTER TABLE `participants` ADD `board_opt_out` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `rewards_kept` ON `rewards` (`beneficiary_id`,`program_id`,`id`) WHERE kind IN ('badge', 'feature', 'discount');