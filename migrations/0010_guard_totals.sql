-- What a participant's referrals and rewards come to is kept by triggers alone, so that nothing can change them and leave
-- it as it was. Each takes off what the old row came to and adds what the new one comes to, in one written row.
CREATE TRIGGER referrals_add_to_totals AFTER INSERT ON referrals BEGIN
  INSERT INTO participant_totals (program_id, participant_id, signed_up, activated, converted, rewarded, active_trials,
    retained, churned, recent)
  SELECT NEW.program_id, NEW.referrer_id,
    coalesce(t.signed_up, 0) + (NEW.stage = 'signed_up'),
    coalesce(t.activated, 0) + (NEW.stage = 'activated'),
    coalesce(t.converted, 0) + (NEW.stage = 'converted'),
    coalesce(t.rewarded, 0) + (NEW.stage = 'rewarded'),
    coalesce(t.active_trials, 0) + (NEW.stage = 'activated' AND NEW.churned_at_ms IS NULL),
    coalesce(t.retained, 0) + (NEW.retained_at_ms IS NOT NULL),
    coalesce(t.churned, 0) + (NEW.churned_at_ms IS NOT NULL),
    (SELECT json_group_array(json_array(id, stage, at_ms)) FROM (SELECT id, stage, at_ms FROM (
      SELECT value ->> 0 AS id, value ->> 1 AS stage, value ->> 2 AS at_ms,
        CASE value ->> 1 WHEN 'signed_up' THEN 1 WHEN 'activated' THEN 2 WHEN 'converted' THEN 3 ELSE 4 END AS place
      FROM json_each(coalesce(t.recent, '[]')) WHERE value ->> 0 <> NEW.id
      UNION ALL SELECT NEW.id AS id, 'signed_up' AS stage, NEW.signed_up_at_ms AS at_ms, 1 AS place
      UNION ALL SELECT NEW.id, 'activated', NEW.activated_at_ms, 2
      UNION ALL SELECT NEW.id, 'converted', NEW.converted_at_ms, 3
      UNION ALL SELECT NEW.id, 'churned', NEW.churned_at_ms, 4)
      WHERE at_ms IS NOT NULL ORDER BY at_ms DESC, id DESC, place DESC LIMIT 10))
  FROM (SELECT 1) LEFT JOIN participant_totals t ON t.program_id = NEW.program_id AND t.participant_id = NEW.referrer_id
  WHERE true ON CONFLICT (program_id, participant_id) DO UPDATE SET
    signed_up = excluded.signed_up, activated = excluded.activated, converted = excluded.converted, rewarded = excluded.rewarded, active_trials = excluded.active_trials,
    retained = excluded.retained, churned = excluded.churned, recent = excluded.recent;
END;
--> statement-breakpoint
CREATE TRIGGER referrals_move_totals AFTER UPDATE OF stage, signed_up_at_ms, activated_at_ms, converted_at_ms, retained_at_ms, churned_at_ms ON referrals
WHEN NEW.referrer_id = OLD.referrer_id AND (NEW.stage IS NOT OLD.stage OR NEW.signed_up_at_ms IS NOT OLD.signed_up_at_ms
  OR NEW.activated_at_ms IS NOT OLD.activated_at_ms OR NEW.converted_at_ms IS NOT OLD.converted_at_ms
  OR NEW.retained_at_ms IS NOT OLD.retained_at_ms OR NEW.churned_at_ms IS NOT OLD.churned_at_ms)
BEGIN
  UPDATE participant_totals SET
    signed_up = signed_up - (OLD.stage = 'signed_up') + (NEW.stage = 'signed_up'),
    activated = activated - (OLD.stage = 'activated') + (NEW.stage = 'activated'),
    converted = converted - (OLD.stage = 'converted') + (NEW.stage = 'converted'),
    rewarded = rewarded - (OLD.stage = 'rewarded') + (NEW.stage = 'rewarded'),
    active_trials = active_trials - (OLD.stage = 'activated' AND OLD.churned_at_ms IS NULL) + (NEW.stage = 'activated' AND NEW.churned_at_ms IS NULL),
    retained = retained - (OLD.retained_at_ms IS NOT NULL) + (NEW.retained_at_ms IS NOT NULL),
    churned = churned - (OLD.churned_at_ms IS NOT NULL) + (NEW.churned_at_ms IS NOT NULL),
    recent = (SELECT json_group_array(json_array(id, stage, at_ms)) FROM (SELECT id, stage, at_ms FROM (
      SELECT value ->> 0 AS id, value ->> 1 AS stage, value ->> 2 AS at_ms,
        CASE value ->> 1 WHEN 'signed_up' THEN 1 WHEN 'activated' THEN 2 WHEN 'converted' THEN 3 ELSE 4 END AS place
      FROM json_each(coalesce(participant_totals.recent, '[]')) WHERE value ->> 0 <> NEW.id
      UNION ALL SELECT NEW.id AS id, 'signed_up' AS stage, NEW.signed_up_at_ms AS at_ms, 1 AS place
      UNION ALL SELECT NEW.id, 'activated', NEW.activated_at_ms, 2
      UNION ALL SELECT NEW.id, 'converted', NEW.converted_at_ms, 3
      UNION ALL SELECT NEW.id, 'churned', NEW.churned_at_ms, 4)
      WHERE at_ms IS NOT NULL ORDER BY at_ms DESC, id DESC, place DESC LIMIT 10))
  WHERE program_id = NEW.program_id AND participant_id = NEW.referrer_id;
END;
--> statement-breakpoint
-- Of somebody who is made another's, the one has nothing any more and the other everything.
CREATE TRIGGER referrals_pass_totals_on AFTER UPDATE OF referrer_id ON referrals WHEN NEW.referrer_id <> OLD.referrer_id
BEGIN
  UPDATE participant_totals SET
    signed_up = signed_up - (OLD.stage = 'signed_up'),
    activated = activated - (OLD.stage = 'activated'),
    converted = converted - (OLD.stage = 'converted'),
    rewarded = rewarded - (OLD.stage = 'rewarded'),
    active_trials = active_trials - (OLD.stage = 'activated' AND OLD.churned_at_ms IS NULL),
    retained = retained - (OLD.retained_at_ms IS NOT NULL),
    churned = churned - (OLD.churned_at_ms IS NOT NULL),
    recent = (SELECT json_group_array(json_array(id, stage, at_ms)) FROM (SELECT id, stage, at_ms FROM (
      SELECT value ->> 0 AS id, value ->> 1 AS stage, value ->> 2 AS at_ms,
        CASE value ->> 1 WHEN 'signed_up' THEN 1 WHEN 'activated' THEN 2 WHEN 'converted' THEN 3 ELSE 4 END AS place
      FROM json_each(coalesce(participant_totals.recent, '[]')) WHERE value ->> 0 <> OLD.id)
      WHERE at_ms IS NOT NULL ORDER BY at_ms DESC, id DESC, place DESC LIMIT 10))
  WHERE program_id = OLD.program_id AND participant_id = OLD.referrer_id;
  INSERT INTO participant_totals (program_id, participant_id, signed_up, activated, converted, rewarded, active_trials,
    retained, churned, recent)
  SELECT NEW.program_id, NEW.referrer_id,
    coalesce(t.signed_up, 0) + (NEW.stage = 'signed_up'),
    coalesce(t.activated, 0) + (NEW.stage = 'activated'),
    coalesce(t.converted, 0) + (NEW.stage = 'converted'),
    coalesce(t.rewarded, 0) + (NEW.stage = 'rewarded'),
    coalesce(t.active_trials, 0) + (NEW.stage = 'activated' AND NEW.churned_at_ms IS NULL),
    coalesce(t.retained, 0) + (NEW.retained_at_ms IS NOT NULL),
    coalesce(t.churned, 0) + (NEW.churned_at_ms IS NOT NULL),
    (SELECT json_group_array(json_array(id, stage, at_ms)) FROM (SELECT id, stage, at_ms FROM (
      SELECT value ->> 0 AS id, value ->> 1 AS stage, value ->> 2 AS at_ms,
        CASE value ->> 1 WHEN 'signed_up' THEN 1 WHEN 'activated' THEN 2 WHEN 'converted' THEN 3 ELSE 4 END AS place
      FROM json_each(coalesce(t.recent, '[]')) WHERE value ->> 0 <> NEW.id
      UNION ALL SELECT NEW.id AS id, 'signed_up' AS stage, NEW.signed_up_at_ms AS at_ms, 1 AS place
      UNION ALL SELECT NEW.id, 'activated', NEW.activated_at_ms, 2
      UNION ALL SELECT NEW.id, 'converted', NEW.converted_at_ms, 3
      UNION ALL SELECT NEW.id, 'churned', NEW.churned_at_ms, 4)
      WHERE at_ms IS NOT NULL ORDER BY at_ms DESC, id DESC, place DESC LIMIT 10))
  FROM (SELECT 1) LEFT JOIN participant_totals t ON t.program_id = NEW.program_id AND t.participant_id = NEW.referrer_id
  WHERE true ON CONFLICT (program_id, participant_id) DO UPDATE SET
    signed_up = excluded.signed_up, activated = excluded.activated, converted = excluded.converted, rewarded = excluded.rewarded, active_trials = excluded.active_trials,
    retained = excluded.retained, churned = excluded.churned, recent = excluded.recent;
END;
--> statement-breakpoint
-- What a reward is worth goes down with its quantity, rounded down.
CREATE TRIGGER rewards_add_to_totals AFTER INSERT ON rewards BEGIN
  INSERT INTO participant_totals (program_id, participant_id, pending, available, redeemed, denied, voided,
    expired, reversed, earned, worth)
  SELECT NEW.program_id, NEW.beneficiary_id,
    coalesce(t.pending, 0) + (NEW.state = 'pending'),
    coalesce(t.available, 0) + (NEW.state = 'available'),
    coalesce(t.redeemed, 0) + (NEW.state = 'redeemed'),
    coalesce(t.denied, 0) + (NEW.state = 'denied'),
    coalesce(t.voided, 0) + (NEW.state = 'voided'),
    coalesce(t.expired, 0) + (NEW.state = 'expired'),
    coalesce(t.reversed, 0) + (NEW.state = 'reversed'),
    (SELECT json_group_object(unit, amount) FROM (SELECT unit, CAST(sum(amount) AS INTEGER) AS amount FROM (
      SELECT key AS unit, value AS amount FROM json_each(coalesce(t.earned, '{}'))
      UNION ALL SELECT NEW.unit, iif(NEW.state IN ('available', 'redeemed'), NEW.quantity - NEW.reversed_quantity, 0))
      WHERE unit IS NOT NULL GROUP BY unit HAVING sum(amount) <> 0)),
    (SELECT json_group_object(unit, amount) FROM (SELECT unit, CAST(sum(amount) AS INTEGER) AS amount FROM (
      SELECT key AS unit, value AS amount FROM json_each(coalesce(t.worth, '{}'))
      UNION ALL SELECT NEW.worth_currency, iif(NEW.state IN ('available', 'redeemed'),
        NEW.worth_minor / NEW.quantity * (NEW.quantity - NEW.reversed_quantity)
          + NEW.worth_minor % NEW.quantity * (NEW.quantity - NEW.reversed_quantity) / NEW.quantity, 0))
      WHERE unit IS NOT NULL GROUP BY unit HAVING sum(amount) <> 0))
  FROM (SELECT 1) LEFT JOIN participant_totals t ON t.program_id = NEW.program_id AND t.participant_id = NEW.beneficiary_id
  WHERE true ON CONFLICT (program_id, participant_id) DO UPDATE SET
    pending = excluded.pending, available = excluded.available, redeemed = excluded.redeemed, denied = excluded.denied, voided = excluded.voided,
    expired = excluded.expired, reversed = excluded.reversed, earned = excluded.earned, worth = excluded.worth;
END;
--> statement-breakpoint
CREATE TRIGGER rewards_move_totals AFTER UPDATE OF state, unit, quantity, reversed_quantity, worth_minor, worth_currency ON rewards
WHEN NEW.state <> OLD.state OR NEW.unit <> OLD.unit OR NEW.quantity <> OLD.quantity OR NEW.reversed_quantity <> OLD.reversed_quantity
  OR NEW.worth_minor IS NOT OLD.worth_minor OR NEW.worth_currency IS NOT OLD.worth_currency
BEGIN
  UPDATE participant_totals SET
    pending = pending - (OLD.state = 'pending') + (NEW.state = 'pending'),
    available = available - (OLD.state = 'available') + (NEW.state = 'available'),
    redeemed = redeemed - (OLD.state = 'redeemed') + (NEW.state = 'redeemed'),
    denied = denied - (OLD.state = 'denied') + (NEW.state = 'denied'),
    voided = voided - (OLD.state = 'voided') + (NEW.state = 'voided'),
    expired = expired - (OLD.state = 'expired') + (NEW.state = 'expired'),
    reversed = reversed - (OLD.state = 'reversed') + (NEW.state = 'reversed'),
    earned = (SELECT json_group_object(unit, amount) FROM (SELECT unit, CAST(sum(amount) AS INTEGER) AS amount FROM (
      SELECT key AS unit, value AS amount FROM json_each(coalesce(participant_totals.earned, '{}'))
      UNION ALL SELECT OLD.unit, -iif(OLD.state IN ('available', 'redeemed'), OLD.quantity - OLD.reversed_quantity, 0)
      UNION ALL SELECT NEW.unit, iif(NEW.state IN ('available', 'redeemed'), NEW.quantity - NEW.reversed_quantity, 0))
      WHERE unit IS NOT NULL GROUP BY unit HAVING sum(amount) <> 0)),
    worth = (SELECT json_group_object(unit, amount) FROM (SELECT unit, CAST(sum(amount) AS INTEGER) AS amount FROM (
      SELECT key AS unit, value AS amount FROM json_each(coalesce(participant_totals.worth, '{}'))
      UNION ALL SELECT OLD.worth_currency, -iif(OLD.state IN ('available', 'redeemed'),
        OLD.worth_minor / OLD.quantity * (OLD.quantity - OLD.reversed_quantity)
          + OLD.worth_minor % OLD.quantity * (OLD.quantity - OLD.reversed_quantity) / OLD.quantity, 0)
      UNION ALL SELECT NEW.worth_currency, iif(NEW.state IN ('available', 'redeemed'),
        NEW.worth_minor / NEW.quantity * (NEW.quantity - NEW.reversed_quantity)
          + NEW.worth_minor % NEW.quantity * (NEW.quantity - NEW.reversed_quantity) / NEW.quantity, 0))
      WHERE unit IS NOT NULL GROUP BY unit HAVING sum(amount) <> 0))
  WHERE program_id = NEW.program_id AND participant_id = NEW.beneficiary_id;
END;
--> statement-breakpoint
-- Whose a reward is, is part of its name and does not change.
CREATE TRIGGER rewards_refuse_other_owner BEFORE UPDATE OF beneficiary_id, program_id ON rewards
WHEN NEW.beneficiary_id <> OLD.beneficiary_id OR NEW.program_id <> OLD.program_id
BEGIN SELECT RAISE(ABORT, 'append_only: rewards'); END;
--> statement-breakpoint
-- What was there before. Counted anew, so that nothing that is written meanwhile counts twice.
INSERT INTO participant_totals (program_id, participant_id, signed_up, activated, converted, rewarded, active_trials, retained, churned)
SELECT program_id, referrer_id,
  sum(r.stage = 'signed_up'),
  sum(r.stage = 'activated'),
  sum(r.stage = 'converted'),
  sum(r.stage = 'rewarded'),
  sum(r.stage = 'activated' AND r.churned_at_ms IS NULL),
  sum(r.retained_at_ms IS NOT NULL),
  sum(r.churned_at_ms IS NOT NULL)
FROM referrals r WHERE true GROUP BY program_id, referrer_id
ON CONFLICT (program_id, participant_id) DO UPDATE SET
  signed_up = excluded.signed_up, activated = excluded.activated, converted = excluded.converted, rewarded = excluded.rewarded, active_trials = excluded.active_trials, retained = excluded.retained, churned = excluded.churned;
--> statement-breakpoint
UPDATE participant_totals SET recent = newest.recent FROM (
  SELECT program_id, referrer_id, json_group_array(json_array(id, stage, at_ms)) AS recent FROM (
    SELECT *, row_number() OVER (PARTITION BY program_id, referrer_id ORDER BY at_ms DESC, id DESC, place DESC) AS nth FROM (
      SELECT id, program_id, referrer_id, 'signed_up' AS stage, signed_up_at_ms AS at_ms, 1 AS place FROM referrals
      UNION ALL SELECT id, program_id, referrer_id, 'activated', activated_at_ms, 2 FROM referrals
      UNION ALL SELECT id, program_id, referrer_id, 'converted', converted_at_ms, 3 FROM referrals
      UNION ALL SELECT id, program_id, referrer_id, 'churned', churned_at_ms, 4 FROM referrals)
    WHERE at_ms IS NOT NULL)
  WHERE nth <= 10 GROUP BY program_id, referrer_id) AS newest
WHERE newest.program_id = participant_totals.program_id AND newest.referrer_id = participant_totals.participant_id;
--> statement-breakpoint
INSERT INTO participant_totals (program_id, participant_id, pending, available, redeemed, denied, voided, expired, reversed)
SELECT program_id, beneficiary_id,
  sum(r.state = 'pending'),
  sum(r.state = 'available'),
  sum(r.state = 'redeemed'),
  sum(r.state = 'denied'),
  sum(r.state = 'voided'),
  sum(r.state = 'expired'),
  sum(r.state = 'reversed')
FROM rewards r WHERE true GROUP BY program_id, beneficiary_id
ON CONFLICT (program_id, participant_id) DO UPDATE SET
  pending = excluded.pending, available = excluded.available, redeemed = excluded.redeemed, denied = excluded.denied, voided = excluded.voided, expired = excluded.expired, reversed = excluded.reversed;
--> statement-breakpoint
UPDATE participant_totals SET earned = given.earned FROM (
  SELECT program_id, beneficiary_id, json_group_object(unit, amount) AS earned FROM (
    SELECT program_id, beneficiary_id, r.unit AS unit, CAST(sum(iif(r.state IN ('available', 'redeemed'), r.quantity - r.reversed_quantity, 0)) AS INTEGER) AS amount
    FROM rewards r WHERE r.unit IS NOT NULL GROUP BY program_id, beneficiary_id, r.unit)
  WHERE amount <> 0 GROUP BY program_id, beneficiary_id) AS given
WHERE given.program_id = participant_totals.program_id AND given.beneficiary_id = participant_totals.participant_id;
--> statement-breakpoint
UPDATE participant_totals SET worth = given.worth FROM (
  SELECT program_id, beneficiary_id, json_group_object(unit, amount) AS worth FROM (
    SELECT program_id, beneficiary_id, r.worth_currency AS unit, CAST(sum(iif(r.state IN ('available', 'redeemed'),
        r.worth_minor / r.quantity * (r.quantity - r.reversed_quantity)
          + r.worth_minor % r.quantity * (r.quantity - r.reversed_quantity) / r.quantity, 0)) AS INTEGER) AS amount
    FROM rewards r WHERE r.worth_currency IS NOT NULL GROUP BY program_id, beneficiary_id, r.worth_currency)
  WHERE amount <> 0 GROUP BY program_id, beneficiary_id) AS given
WHERE given.program_id = participant_totals.program_id AND given.beneficiary_id = participant_totals.participant_id;
