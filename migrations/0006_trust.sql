CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`removed_at_ms` integer,
	CONSTRAINT "members_role" CHECK(role IN ('owner', 'admin', 'support', 'analyst'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `members_email` ON `members` (`email`) WHERE removed_at_ms IS NULL;--> statement-breakpoint
CREATE TABLE `assessments` (
	`referral_id` text NOT NULL,
	`id` text NOT NULL,
	`moment` text NOT NULL,
	`version` integer NOT NULL,
	`score` integer NOT NULL,
	`risk` text NOT NULL,
	`action` text NOT NULL,
	`signals` text NOT NULL,
	`rules` text NOT NULL,
	`allowed_by` text,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`referral_id`, `id`),
	FOREIGN KEY (`referral_id`) REFERENCES `referrals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "assessments_moment" CHECK(moment IN ('decision', 'release')),
	CONSTRAINT "assessments_risk" CHECK(risk IN ('low', 'medium', 'high')),
	CONSTRAINT "assessments_action" CHECK(action IN ('approve', 'hold', 'review', 'reject'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `fraud_list_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`program_id` text NOT NULL,
	`effect` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`note` text,
	`created_by` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer,
	CONSTRAINT "fraud_list_entries_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "fraud_list_entries_effect" CHECK(effect IN ('allow', 'block')),
	CONSTRAINT "fraud_list_entries_kind" CHECK(kind IN ('email', 'domain', 'participant', 'address', 'pattern'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `fraud_list_entries_natural` ON `fraud_list_entries` (`mode`,`kind`,`value`,`program_id`);--> statement-breakpoint
CREATE INDEX `fraud_list_entries_newest` ON `fraud_list_entries` (`mode`,`id`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`program_id` text NOT NULL,
	`referral_id` text NOT NULL,
	`status` text NOT NULL,
	`assessment_id` text,
	`score` integer NOT NULL,
	`held_until_ms` integer,
	`note` text,
	`decided_by` text,
	`decided_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`program_id`) REFERENCES `programs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`referral_id`) REFERENCES `referrals`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reviews_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "reviews_status_known" CHECK(status IN ('open', 'approved', 'rejected'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `reviews_referral` ON `reviews` (`referral_id`);--> statement-breakpoint
CREATE INDEX `reviews_status` ON `reviews` (`mode`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `reviews_program` ON `reviews` (`program_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `reviews_score` ON `reviews` (`mode`,`score`,`id`) WHERE status = 'open';--> statement-breakpoint
CREATE INDEX `reviews_program_score` ON `reviews` (`program_id`,`score`,`id`) WHERE status = 'open';--> statement-breakpoint
ALTER TABLE `api_keys` ADD `member_id` text REFERENCES members(id);--> statement-breakpoint
ALTER TABLE `api_keys` ADD `rotated_to` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `last_used_at_ms` integer;--> statement-breakpoint
CREATE INDEX `api_keys_member` ON `api_keys` (`member_id`,`id`) WHERE member_id IS NOT NULL;--> statement-breakpoint
ALTER TABLE `click_counts` ADD `embedded` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `participants` ADD `erased_at_ms` integer;--> statement-breakpoint
CREATE INDEX `participants_mailbox` ON `participants` (`mode`,`normalized_email`) WHERE normalized_email IS NOT NULL;--> statement-breakpoint
CREATE INDEX `participants_payment` ON `participants` (`mode`,`payment_fingerprint`) WHERE payment_fingerprint IS NOT NULL;--> statement-breakpoint
ALTER TABLE `referrals` ADD `visitor_id` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `via` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `address_hash` text;--> statement-breakpoint
ALTER TABLE `rewards` ADD `risk_days` integer;--> statement-breakpoint
CREATE INDEX `rewards_taken_back` ON `rewards` (`referral_id`) WHERE redeemed_quantity + reversed_quantity > quantity;