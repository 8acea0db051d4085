CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`mode` text NOT NULL,
	`name` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer,
	`revoked_at_ms` integer,
	CONSTRAINT "api_keys_mode" CHECK(mode IN ('live', 'test'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`at_ms` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`object_id` text NOT NULL,
	`request_id` text NOT NULL,
	`detail` text,
	CONSTRAINT "audit_log_mode" CHECK(mode IN ('live', 'test'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_log_object` ON `audit_log` (`object_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_test` ON `audit_log` (`mode`,`seq`) WHERE mode = 'test';--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`api_key_id` text NOT NULL,
	`key_hash` text NOT NULL,
	`request_hash` text NOT NULL,
	`status` integer,
	`body` text,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`api_key_id`, `key_hash`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `idempotency_keys_created` ON `idempotency_keys` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `conversions` (
	`program_id` text NOT NULL,
	`payment_ref` text NOT NULL,
	`id` text NOT NULL,
	`mode` text NOT NULL,
	`referral_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`program_id`, `payment_ref`),
	CONSTRAINT "conversions_mode" CHECK(mode IN ('live', 'test'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `conversions_ordinal` ON `conversions` (`referral_id`,`ordinal`);--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`event_id` text NOT NULL,
	`type` text NOT NULL,
	`content_hash` text NOT NULL,
	`program_id` text,
	`referee_id` text,
	`payment_ref` text,
	`occurred_at_ms` integer NOT NULL,
	`received_at_ms` integer NOT NULL,
	`verified` integer NOT NULL,
	`payload` text NOT NULL,
	`status` text NOT NULL,
	`refusal` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`answer` text,
	`actor` text NOT NULL,
	CONSTRAINT "events_mode" CHECK(mode IN ('live', 'test'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `events_mode_id` ON `events` (`mode`,`event_id`);--> statement-breakpoint
CREATE INDEX `events_referee` ON `events` (`referee_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_payment` ON `events` (`mode`,`payment_ref`) WHERE payment_ref IS NOT NULL;--> statement-breakpoint
CREATE INDEX `events_pending` ON `events` (`seq`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `events_unsettled` ON `events` (`mode`,`status`,`seq`) WHERE status = 'parked' OR status = 'refused';--> statement-breakpoint
CREATE INDEX `events_test` ON `events` (`mode`,`seq`) WHERE mode = 'test';--> statement-breakpoint
CREATE TABLE `explanations` (
	`referee_id` text NOT NULL,
	`program_id` text NOT NULL,
	`event_seq` integer NOT NULL,
	`clauses` text NOT NULL,
	`decided_at_ms` integer NOT NULL,
	PRIMARY KEY(`referee_id`, `program_id`, `event_seq`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `fact_guards` (
	`stale` integer PRIMARY KEY NOT NULL,
	CONSTRAINT "facts_stale" CHECK(stale = 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `payments` (
	`mode` text NOT NULL,
	`payment_ref` text NOT NULL,
	`referee_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`refunded_minor` integer NOT NULL,
	`verified` integer NOT NULL,
	`occurred_at_ms` integer NOT NULL,
	PRIMARY KEY(`mode`, `payment_ref`),
	CONSTRAINT "payments_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "payment_refund_bounds" CHECK(refunded_minor BETWEEN 0 AND amount_minor)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `accounts` (
	`owner_id` text NOT NULL,
	`program_id` text NOT NULL,
	`unit` text NOT NULL,
	`balance` integer NOT NULL,
	PRIMARY KEY(`owner_id`, `program_id`, `unit`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `entries` (
	`transaction_id` text NOT NULL,
	`side` integer NOT NULL,
	`owner_id` text NOT NULL,
	`program_id` text NOT NULL,
	`unit` text NOT NULL,
	`amount` integer NOT NULL,
	`balance_after` integer,
	`position` integer,
	PRIMARY KEY(`transaction_id`, `side`),
	FOREIGN KEY (`transaction_id`) REFERENCES `transactions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "entries_side" CHECK(side IN (-1, 1)),
	CONSTRAINT "entries_amount_sign" CHECK(amount * side > 0),
	CONSTRAINT "entries_position" CHECK((position IS NULL) = (balance_after IS NULL))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `entries_owner` ON `entries` (`owner_id`,`position`) WHERE position IS NOT NULL;--> statement-breakpoint
CREATE TABLE `transactions` (
	`id` text PRIMARY KEY NOT NULL,
	`program_id` text NOT NULL,
	`type` text NOT NULL,
	`reward_id` text,
	`reverses_id` text,
	`description` text NOT NULL,
	`metadata` text,
	`at_ms` integer NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `address_salts` (
	`day` integer PRIMARY KEY NOT NULL,
	`salt` text DEFAULT (lower(hex(randomblob(32)))) NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `click_counts` (
	`code` text NOT NULL,
	`day` integer NOT NULL,
	`channel` text NOT NULL,
	`shard` text NOT NULL,
	`human` integer NOT NULL,
	`repeat` integer NOT NULL,
	`bot` integer NOT NULL,
	`preview` integer NOT NULL,
	`prefetch` integer NOT NULL,
	PRIMARY KEY(`code`, `day`, `channel`, `shard`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `codes` (
	`code` text PRIMARY KEY NOT NULL,
	`link_id` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`link_id`) REFERENCES `links`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `codes_link` ON `codes` (`link_id`);--> statement-breakpoint
CREATE TABLE `edge_changes` (
	`seq` integer PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `links` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`program_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`code` text NOT NULL,
	`is_default` integer,
	`channel` text NOT NULL,
	`campaign` text,
	`destination_url` text,
	`message` text,
	`context` text,
	`status` text NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	FOREIGN KEY (`program_id`) REFERENCES `programs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`participant_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "links_mode" CHECK(mode IN ('live', 'test'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `links_default` ON `links` (`program_id`,`participant_id`,`is_default`) WHERE is_default IS NOT NULL;--> statement-breakpoint
CREATE INDEX `links_participant` ON `links` (`participant_id`,`id`);--> statement-breakpoint
CREATE INDEX `links_program` ON `links` (`program_id`,`id`);--> statement-breakpoint
CREATE INDEX `links_test` ON `links` (`mode`,`id`) WHERE mode = 'test';--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`type` text NOT NULL,
	`payload` text NOT NULL,
	`due_at_ms` integer NOT NULL,
	`status` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "outbox_mode" CHECK(mode IN ('live', 'test'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at_ms`) WHERE status = 'due';--> statement-breakpoint
CREATE TABLE `participants` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`kind` text NOT NULL,
	`external_id` text NOT NULL,
	`name` text,
	`email` text,
	`normalized_email` text,
	`organization` text,
	`category` text,
	`location` text,
	`avatar_url` text,
	`profile` text,
	`status` text NOT NULL,
	`payment_fingerprint` text,
	`registered_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "participants_mode" CHECK(mode IN ('live', 'test'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `participants_external` ON `participants` (`mode`,`external_id`,`kind`);--> statement-breakpoint
CREATE INDEX `participants_kind` ON `participants` (`mode`,`kind`,`id`);--> statement-breakpoint
CREATE INDEX `participants_unusual` ON `participants` (`mode`,`status`,`id`) WHERE status = 'suspended' OR status = 'inactive';--> statement-breakpoint
CREATE INDEX `participants_test` ON `participants` (`mode`,`id`) WHERE mode = 'test';--> statement-breakpoint
CREATE TABLE `program_versions` (
	`program_id` text NOT NULL,
	`version` integer NOT NULL,
	`document` text NOT NULL,
	`published_at_ms` integer NOT NULL,
	`published_by` text NOT NULL,
	PRIMARY KEY(`program_id`, `version`),
	FOREIGN KEY (`program_id`) REFERENCES `programs`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `programs` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`key` text NOT NULL,
	`status` text NOT NULL,
	`draft` text NOT NULL,
	`current_version` integer,
	`clock_ms` integer,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "programs_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "programs_clock_only_in_test" CHECK(clock_ms IS NULL OR mode = 'test')
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `programs_mode_key` ON `programs` (`mode`,`key`);--> statement-breakpoint
CREATE TABLE `referrals` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`program_id` text NOT NULL,
	`referee_id` text NOT NULL,
	`referrer_id` text NOT NULL,
	`link_id` text NOT NULL,
	`evidence` text NOT NULL,
	`channel` text NOT NULL,
	`campaign` text,
	`model` text NOT NULL,
	`version` integer NOT NULL,
	`stage` text NOT NULL,
	`link_created_at_ms` integer NOT NULL,
	`link_clicked_at_ms` integer,
	`signup_started_at_ms` integer,
	`signed_up_at_ms` integer NOT NULL,
	`activated_at_ms` integer,
	`converted_at_ms` integer,
	`rewarded_at_ms` integer,
	`retained_at_ms` integer,
	`churned_at_ms` integer,
	`source` text,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`program_id`) REFERENCES `programs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`referee_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`referrer_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`link_id`) REFERENCES `links`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "referrals_mode" CHECK(mode IN ('live', 'test'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `referrals_referee` ON `referrals` (`referee_id`,`program_id`);--> statement-breakpoint
CREATE INDEX `referrals_referrer` ON `referrals` (`referrer_id`,`id`);--> statement-breakpoint
CREATE INDEX `referrals_program` ON `referrals` (`program_id`,`id`);--> statement-breakpoint
CREATE INDEX `referrals_test` ON `referrals` (`mode`,`id`) WHERE mode = 'test';--> statement-breakpoint
CREATE TABLE `touches` (
	`referral_id` text NOT NULL,
	`position` integer NOT NULL,
	`code` text NOT NULL,
	`link_id` text,
	`owner_id` text,
	`at_ms` integer NOT NULL,
	`channel` text NOT NULL,
	`campaign` text,
	`variant` text,
	`weight` integer NOT NULL,
	`dropped` text,
	PRIMARY KEY(`referral_id`, `position`),
	FOREIGN KEY (`referral_id`) REFERENCES `referrals`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `reward_transitions` (
	`reward_id` text NOT NULL,
	`position` integer NOT NULL,
	`from_state` text,
	`to_state` text NOT NULL,
	`reason` text NOT NULL,
	`actor` text NOT NULL,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`reward_id`, `position`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rewards` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`program_id` text NOT NULL,
	`referral_id` text,
	`rule_key` text NOT NULL,
	`grant_index` integer NOT NULL,
	`subject` text NOT NULL,
	`beneficiary_id` text NOT NULL,
	`side` text NOT NULL,
	`kind` text NOT NULL,
	`unit` text NOT NULL,
	`quantity` integer NOT NULL,
	`reversed_quantity` integer DEFAULT 0 NOT NULL,
	`worth_minor` integer,
	`worth_currency` text,
	`state` text NOT NULL,
	`position` integer NOT NULL,
	`version` integer NOT NULL,
	`earned_at_ms` integer NOT NULL,
	`release_at_ms` integer,
	`expires_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`program_id`) REFERENCES `programs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`referral_id`) REFERENCES `referrals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`beneficiary_id`) REFERENCES `participants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "rewards_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "rewards_state" CHECK(state IN ('pending', 'available', 'redeemed', 'denied', 'voided', 'expired', 'reversed')),
	CONSTRAINT "rewards_reversal_bounds" CHECK(reversed_quantity BETWEEN 0 AND quantity),
	CONSTRAINT "rewards_quantity_positive" CHECK(quantity > 0)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `rewards_natural` ON `rewards` (`program_id`,`rule_key`,`grant_index`,`subject`,`beneficiary_id`);--> statement-breakpoint
CREATE INDEX `rewards_beneficiary` ON `rewards` (`beneficiary_id`,`id`);--> statement-breakpoint
CREATE INDEX `rewards_referral` ON `rewards` (`referral_id`,`id`);--> statement-breakpoint
CREATE INDEX `rewards_program` ON `rewards` (`program_id`,`id`);--> statement-breakpoint
CREATE INDEX `rewards_test` ON `rewards` (`mode`,`id`) WHERE mode = 'test';