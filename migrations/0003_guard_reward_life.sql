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
--> statement-breakpoint
-- Paid conversions are counted from now on: those of before are counted here, under the criterion that asks nothing else.
INSERT INTO qualifications (referral_id, criterion, status, due_at_ms)
SELECT DISTINCT c.referral_id, '[false,0,null,null,null]', 'counted', NULL
FROM conversions c JOIN payments p ON p.mode = c.mode AND p.payment_ref = c.payment_ref
WHERE p.refunded_minor < p.amount_minor AND NOT EXISTS (
  SELECT 1 FROM events e
  WHERE e.mode = p.mode AND e.payment_ref = p.payment_ref AND e.type = 'dispute_lost' AND e.status IN ('parked', 'applied')
);
--> statement-breakpoint
INSERT INTO counters (program_id, scope, ends_at_ms, name, used)
SELECT r.program_id, r.referrer_id, 9007199254740991, 'count:[false,0,null,null,null]', count(*)
FROM qualifications q JOIN referrals r ON r.id = q.referral_id
GROUP BY r.program_id, r.referrer_id;
