CREATE TABLE `operation_parts` (
	`transaction_id` text NOT NULL,
	`reward_id` text NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`transaction_id`, `reward_id`),
	CONSTRAINT "operation_parts_quantity" CHECK(quantity > 0)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `operations` (
	`mode` text NOT NULL,
	`kind` text NOT NULL,
	`operation_id` text NOT NULL,
	`content_hash` text NOT NULL,
	`program_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`unit` text NOT NULL,
	`quantity` integer NOT NULL,
	`status` text NOT NULL,
	`transaction_id` text NOT NULL,
	`detail` text,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`mode`, `kind`, `operation_id`),
	CONSTRAINT "operations_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "operations_kind" CHECK(kind IN ('withdrawal', 'invoice', 'transaction')),
	CONSTRAINT "operations_status" CHECK(status IN ('done', 'undone'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `operations_participant` ON `operations` (`participant_id`,`at_ms`);--> statement-breakpoint
CREATE TABLE `counters` (
	`program_id` text NOT NULL,
	`scope` text NOT NULL,
	`ends_at_ms` integer NOT NULL,
	`name` text NOT NULL,
	`used` integer NOT NULL,
	PRIMARY KEY(`program_id`, `scope`, `ends_at_ms`, `name`),
	CONSTRAINT "counters_used_positive" CHECK(used >= 0)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `qualifications` (
	`referral_id` text NOT NULL,
	`criterion` text NOT NULL,
	`status` text NOT NULL,
	`due_at_ms` integer,
	`payment_refs` text,
	PRIMARY KEY(`referral_id`, `criterion`),
	CONSTRAINT "qualifications_status" CHECK(status IN ('waiting', 'counted', 'lost'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `qualifications_due` ON `qualifications` (`due_at_ms`) WHERE due_at_ms IS NOT NULL;--> statement-breakpoint
ALTER TABLE `reward_transitions` ADD `note` text;--> statement-breakpoint
ALTER TABLE `rewards` ADD `redeemed_quantity` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rewards` ADD `label` text;--> statement-breakpoint
ALTER TABLE `rewards` ADD `claim` text DEFAULT 'automatic' NOT NULL;--> statement-breakpoint
ALTER TABLE `rewards` ADD `expires_days` integer;--> statement-breakpoint
ALTER TABLE `rewards` ADD `needs_review` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `rewards` ADD `disputed` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `rewards` ADD `ordinal` integer;--> statement-breakpoint
ALTER TABLE `rewards` ADD `criterion` text;--> statement-breakpoint
ALTER TABLE `rewards` ADD `places` text;--> statement-breakpoint
ALTER TABLE `rewards` ADD `transaction_id` text;--> statement-breakpoint
CREATE INDEX `rewards_due` ON `rewards` (`release_at_ms`) WHERE state = 'pending' AND needs_review = 0 AND disputed = 0;--> statement-breakpoint
CREATE INDEX `rewards_expiring` ON `rewards` (`expires_at_ms`) WHERE state = 'available' AND expires_at_ms IS NOT NULL;--> statement-breakpoint
CREATE INDEX `rewards_held` ON `rewards` (`beneficiary_id`,`program_id`,`unit`) WHERE state = 'available';--> statement-breakpoint
CREATE INDEX `rewards_review` ON `rewards` (`mode`,`id`) WHERE state = 'pending' AND needs_review = 1;--> statement-breakpoint
CREATE INDEX `rewards_counted` ON `rewards` (`beneficiary_id`,`ordinal`) WHERE ordinal IS NOT NULL;