-- A seal is a fact: one that could be rewritten would hide a rewritten row.
CREATE TRIGGER audit_seals_refuse_update BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, 'append_only: audit_seals'); END;
--> statement-breakpoint
CREATE TRIGGER audit_seals_refuse_delete BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, 'append_only: audit_seals'); END;
