CREATE TABLE `audit_seals` (
	`last_seq` integer PRIMARY KEY NOT NULL,
	`first_seq` integer NOT NULL,
	`digests` text NOT NULL,
	`hash` text NOT NULL,
	`sealed_at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `job_runs` (
	`job` text NOT NULL,
	`id` text NOT NULL,
	`actor` text NOT NULL,
	`due_at_ms` integer NOT NULL,
	`started_at_ms` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`outcome` text NOT NULL,
	`counts` text NOT NULL,
	`error` text,
	PRIMARY KEY(`job`, `id`),
	CONSTRAINT "job_runs_outcome" CHECK(outcome IN ('done', 'more', 'failed'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `jobs` (
	`name` text PRIMARY KEY NOT NULL,
	`watermark_ms` integer NOT NULL,
	`lease_run_id` text,
	`lease_until_ms` integer,
	`failures` integer DEFAULT 0 NOT NULL,
	`memory` text
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `email_suppressions` (
	`mode` text NOT NULL,
	`address_hash` text NOT NULL,
	`reason` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`mode`, `address_hash`),
	CONSTRAINT "email_suppressions_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "email_suppressions_reason" CHECK(reason IN ('unsubscribed', 'bounced', 'complained', 'by_hand'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `emails` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`message_id` text NOT NULL,
	`template` text NOT NULL,
	`program_id` text,
	`participant_id` text,
	`status` text NOT NULL,
	`reason` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at_ms` integer NOT NULL,
	`provider_id` text,
	`created_at_ms` integer NOT NULL,
	`sent_at_ms` integer,
	CONSTRAINT "emails_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "emails_status" CHECK(status IN ('due', 'sent', 'kept', 'skipped', 'dead'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `emails_due` ON `emails` (`due_at_ms`) WHERE status = 'due';--> statement-breakpoint
CREATE INDEX `emails_participant` ON `emails` (`participant_id`,`id`);--> statement-breakpoint
CREATE INDEX `emails_test` ON `emails` (`mode`,`id`) WHERE mode = 'test';--> statement-breakpoint
CREATE INDEX `emails_unsent` ON `emails` (`mode`,`status`,`id`) WHERE status = 'kept' OR status = 'skipped' OR status = 'dead';--> statement-breakpoint
CREATE TABLE `webhook_attempts` (
	`endpoint_id` text NOT NULL,
	`message_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`at_ms` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`url` text NOT NULL,
	`request_headers` text NOT NULL,
	`response_status` integer,
	`response_body` text,
	`error` text,
	PRIMARY KEY(`endpoint_id`, `message_id`, `attempt`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`endpoint_id` text NOT NULL,
	`message_id` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at_ms` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	`finished_at_ms` integer,
	PRIMARY KEY(`endpoint_id`, `message_id`),
	CONSTRAINT "webhook_deliveries_status" CHECK(status IN ('due', 'done', 'dead'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`endpoint_id`,`due_at_ms`) WHERE status = 'due';--> statement-breakpoint
CREATE INDEX `webhook_deliveries_dead` ON `webhook_deliveries` (`status`,`endpoint_id`,`message_id`) WHERE status = 'dead';--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`url` text NOT NULL,
	`description` text,
	`types` text,
	`status` text NOT NULL,
	`disabled_reason` text,
	`disabled_at_ms` integer,
	`secret_kid` text NOT NULL,
	`secret_version` integer NOT NULL,
	`previous_kid` text,
	`previous_until_ms` integer,
	`failing_since_ms` integer,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "webhook_endpoints_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "webhook_endpoints_status" CHECK(status IN ('enabled', 'disabled')),
	CONSTRAINT "webhook_endpoints_disabled_reason" CHECK(disabled_reason IN ('by_hand', 'gone', 'failing'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `fulfilment_calls` (
	`reward_id` text NOT NULL,
	`position` integer NOT NULL,
	`action` text NOT NULL,
	`quantity` integer NOT NULL,
	`idempotency_key` text NOT NULL,
	`external_id` text,
	`response_status` integer,
	`error` text,
	`at_ms` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	PRIMARY KEY(`reward_id`, `position`),
	CONSTRAINT "fulfilment_calls_action" CHECK(action IN ('credit', 'debit', 'coupon', 'withdraw_coupon'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `fulfilments` (
	`reward_id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`program_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`form` text NOT NULL,
	`status` text NOT NULL,
	`customer_id` text,
	`given_quantity` integer DEFAULT 0 NOT NULL,
	`calls` integer DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at_ms` integer NOT NULL,
	`reason` text,
	`detail` text,
	`created_at_ms` integer NOT NULL,
	`updated_at_ms` integer NOT NULL,
	CONSTRAINT "fulfilments_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "fulfilments_form" CHECK(form IN ('balance', 'coupon', 'webhook')),
	CONSTRAINT "fulfilments_status" CHECK(status IN ('due', 'waiting', 'done', 'dead')),
	CONSTRAINT "fulfilments_given" CHECK(given_quantity >= 0)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `fulfilments_due` ON `fulfilments` (`due_at_ms`) WHERE status = 'due';--> statement-breakpoint
CREATE INDEX `fulfilments_waiting` ON `fulfilments` (`participant_id`) WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX `fulfilments_unsettled` ON `fulfilments` (`mode`,`status`,`reward_id`) WHERE status = 'waiting' OR status = 'dead';--> statement-breakpoint
CREATE INDEX `fulfilments_test` ON `fulfilments` (`mode`,`reward_id`) WHERE mode = 'test';--> statement-breakpoint
CREATE TABLE `provider_customers` (
	`mode` text NOT NULL,
	`provider` text NOT NULL,
	`customer_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`place` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`mode`, `provider`, `customer_id`),
	CONSTRAINT "provider_customers_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "provider_customers_provider" CHECK(provider IN ('stripe', 'whop'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `provider_customers_participant` ON `provider_customers` (`participant_id`,`provider`,`place`,`customer_id`);--> statement-breakpoint
CREATE TABLE `provider_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`provider` text NOT NULL,
	`delivery_id` text NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	`received_at_ms` integer NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`waits_for` text,
	`event_ids` text DEFAULT '[]' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at_ms` integer NOT NULL,
	CONSTRAINT "provider_deliveries_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "provider_deliveries_provider" CHECK(provider IN ('stripe', 'whop')),
	CONSTRAINT "provider_deliveries_status" CHECK(status IN ('pending', 'applied', 'ignored', 'unmapped', 'refused'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `provider_deliveries_natural` ON `provider_deliveries` (`mode`,`provider`,`delivery_id`);--> statement-breakpoint
CREATE INDEX `provider_deliveries_due` ON `provider_deliveries` (`due_at_ms`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `provider_deliveries_waiting` ON `provider_deliveries` (`mode`,`provider`,`waits_for`) WHERE status = 'unmapped';--> statement-breakpoint
CREATE INDEX `provider_deliveries_unsettled` ON `provider_deliveries` (`mode`,`status`,`id`) WHERE status = 'unmapped' OR status = 'refused';--> statement-breakpoint
CREATE INDEX `provider_deliveries_test` ON `provider_deliveries` (`mode`,`id`) WHERE mode = 'test';--> statement-breakpoint
CREATE TABLE `provider_payments` (
	`mode` text NOT NULL,
	`provider` text NOT NULL,
	`external_id` text NOT NULL,
	`payment_ref` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`mode`, `provider`, `external_id`),
	CONSTRAINT "provider_payments_mode" CHECK(mode IN ('live', 'test')),
	CONSTRAINT "provider_payments_provider" CHECK(provider IN ('stripe', 'whop'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `outbox` ADD `attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `links_expiring` ON `links` (`expires_at_ms`);