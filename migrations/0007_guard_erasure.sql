-- What a person wrote as a reason may go when one of those whom it may be about is erased; nothing else of a history ever changes.
DROP TRIGGER reward_transitions_refuse_update;
--> statement-breakpoint
CREATE TRIGGER reward_transitions_refuse_update BEFORE UPDATE ON reward_transitions
WHEN NOT (
  NEW.note IS NULL AND NEW.reward_id IS OLD.reward_id AND NEW.position IS OLD.position AND NEW.from_state IS OLD.from_state
  AND NEW.to_state IS OLD.to_state AND NEW.reason IS OLD.reason AND NEW.actor IS OLD.actor AND NEW.at_ms IS OLD.at_ms
  AND EXISTS (
    SELECT 1 FROM rewards r LEFT JOIN referrals f ON f.id = r.referral_id
      JOIN participants p ON p.id IN (r.beneficiary_id, f.referrer_id, f.referee_id)
    WHERE r.id = OLD.reward_id AND p.erased_at_ms IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'append_only: reward_transitions'); END;
--> statement-breakpoint
-- Whatever was decided before an erasure and is written after it must not say again who somebody was.
CREATE TRIGGER participants_refuse_return BEFORE UPDATE ON participants WHEN OLD.erased_at_ms IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'facts_stale: participant erased'); END;
--> statement-breakpoint
CREATE TRIGGER links_refuse_erased BEFORE INSERT ON links
WHEN (SELECT erased_at_ms FROM participants WHERE id = NEW.participant_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'facts_stale: participant erased'); END;
--> statement-breakpoint
CREATE TRIGGER links_refuse_return BEFORE UPDATE ON links
WHEN (NEW.status <> 'paused' OR NEW.message IS NOT NULL OR NEW.context IS NOT NULL OR NEW.destination_url IS NOT NULL)
  AND (SELECT erased_at_ms FROM participants WHERE id = NEW.participant_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'facts_stale: participant erased'); END;
--> statement-breakpoint
CREATE TRIGGER provider_customers_refuse_erased BEFORE INSERT ON provider_customers
WHEN (SELECT erased_at_ms FROM participants WHERE id = NEW.participant_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'facts_stale: participant erased'); END;
--> statement-breakpoint
CREATE TRIGGER fulfilments_refuse_erased BEFORE UPDATE OF customer_id ON fulfilments
WHEN NEW.customer_id IS NOT NULL AND (SELECT erased_at_ms FROM participants WHERE id = NEW.participant_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'facts_stale: participant erased'); END;
--> statement-breakpoint
CREATE TRIGGER operations_refuse_erased BEFORE INSERT ON operations
WHEN NEW.kind = 'transaction' AND (SELECT erased_at_ms FROM participants WHERE id = NEW.participant_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'facts_stale: participant erased'); END;
