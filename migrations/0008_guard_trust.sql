-- Somebody must be able to make owners: whatever two owners do to each other at once, one of them stays.
CREATE TRIGGER members_refuse_no_owner BEFORE UPDATE ON members
WHEN OLD.role = 'owner' AND OLD.removed_at_ms IS NULL AND (NEW.role <> 'owner' OR NEW.removed_at_ms IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM members WHERE role = 'owner' AND removed_at_ms IS NULL AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'last_owner'); END;
--> statement-breakpoint
-- The audit log names them by way of their keys.
CREATE TRIGGER members_refuse_delete BEFORE DELETE ON members BEGIN SELECT RAISE(ABORT, 'append_only: members'); END;
--> statement-breakpoint
-- What scoring said explains what was done by it. It may go when its time is over, and is never anything else.
CREATE TRIGGER assessments_refuse_update BEFORE UPDATE ON assessments
BEGIN SELECT RAISE(ABORT, 'append_only: assessments'); END;
