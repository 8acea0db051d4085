-- Ledger entries, reward history, audit rows and published versions are facts: corrections are new rows.
CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'append_only: entries'); END;
--> statement-breakpoint
CREATE TRIGGER entries_refuse_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'append_only: entries'); END;
--> statement-breakpoint
CREATE TRIGGER transactions_refuse_update BEFORE UPDATE ON transactions BEGIN SELECT RAISE(ABORT, 'append_only: transactions'); END;
--> statement-breakpoint
CREATE TRIGGER transactions_refuse_delete BEFORE DELETE ON transactions BEGIN SELECT RAISE(ABORT, 'append_only: transactions'); END;
--> statement-breakpoint
CREATE TRIGGER reward_transitions_refuse_update BEFORE UPDATE ON reward_transitions BEGIN SELECT RAISE(ABORT, 'append_only: reward_transitions'); END;
--> statement-breakpoint
CREATE TRIGGER reward_transitions_refuse_delete BEFORE DELETE ON reward_transitions BEGIN SELECT RAISE(ABORT, 'append_only: reward_transitions'); END;
--> statement-breakpoint
CREATE TRIGGER audit_log_refuse_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'append_only: audit_log'); END;
--> statement-breakpoint
CREATE TRIGGER audit_log_refuse_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'append_only: audit_log'); END;
--> statement-breakpoint
CREATE TRIGGER program_versions_refuse_update BEFORE UPDATE ON program_versions BEGIN SELECT RAISE(ABORT, 'append_only: program_versions'); END;
--> statement-breakpoint
CREATE TRIGGER program_versions_refuse_delete BEFORE DELETE ON program_versions BEGIN SELECT RAISE(ABORT, 'append_only: program_versions'); END;
--> statement-breakpoint
CREATE TRIGGER codes_refuse_delete BEFORE DELETE ON codes BEGIN SELECT RAISE(ABORT, 'append_only: codes'); END;
--> statement-breakpoint
-- The giving side is written first; the receiving side completes the transaction and must undo it exactly (invariant 1).
CREATE TRIGGER entries_refuse_unbalanced BEFORE INSERT ON entries WHEN NEW.side = 1 AND NOT EXISTS (
  SELECT 1 FROM entries
  WHERE transaction_id = NEW.transaction_id AND side = -1 AND program_id = NEW.program_id AND unit = NEW.unit AND amount = -NEW.amount
) BEGIN SELECT RAISE(ABORT, 'unbalanced_transaction'); END;
--> statement-breakpoint
-- Walks up from the referrer: if the referee is found, somebody would come to refer himself (invariant 12).
CREATE TRIGGER referrals_refuse_cycle BEFORE INSERT ON referrals WHEN EXISTS (
  WITH RECURSIVE above (id) AS (
    SELECT NEW.referrer_id
    UNION
    SELECT r.referrer_id FROM referrals r JOIN above ON r.referee_id = above.id AND r.program_id = NEW.program_id
  )
  SELECT 1 FROM above WHERE id = NEW.referee_id
) BEGIN SELECT RAISE(ABORT, 'referral_cycle'); END;
