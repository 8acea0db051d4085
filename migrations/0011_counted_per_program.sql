DROP INDEX `rewards_counted`;--> statement-breakpoint
CREATE INDEX `rewards_counted` ON `rewards` (`beneficiary_id`,`program_id`,`ordinal`) WHERE ordinal IS NOT NULL;