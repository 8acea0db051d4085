-- The movement that made a reward available carried the reward's id until now.
UPDATE rewards SET transaction_id = 'txn_' || substr(id, 5) WHERE state IN ('available', 'redeemed', 'expired', 'reversed');
--> statement-breakpoint
-- Nothing is used that was used or taken back before (invariant 9).
CREATE TRIGGER rewards_refuse_overuse BEFORE UPDATE OF redeemed_quantity ON rewards
WHEN NEW.redeemed_quantity < 0 OR (NEW.redeemed_quantity > OLD.redeemed_quantity AND NEW.redeemed_quantity + NEW.reversed_quantity > NEW.quantity)
BEGIN SELECT RAISE(ABORT, 'reward_overused'); END;
--> statement-breakpoint
-- The way up from a new referrer must not lead back to the referee either (invariant 12).
CREATE TRIGGER referrals_refuse_cycle_by_update BEFORE UPDATE OF referrer_id ON referrals WHEN EXISTS (
  WITH RECURSIVE above (id) AS (
    SELECT NEW.referrer_id
    UNION
    SELECT r.referrer_id FROM referrals r JOIN above ON r.referee_id = above.id AND r.program_id = NEW.program_id
  )
  SELECT 1 FROM above WHERE id = NEW.referee_id
) BEGIN SELECT RAISE(ABORT, 'referral_cycle'); END;
