import type { StoredTables } from "#support/stored-tables";
import type { ModelState, ModelReferral } from "#support/reference-history";

/** The stored state in the words of the reference model, everything in a fixed order. */
export function viewAsModel(tables: StoredTables): ModelState {
  const names = new Map(tables.participants.map(({ id, externalId }) => [id, externalId]));
  const name = (id: string) => names.get(id) ?? id;
  const referees = new Map(tables.referrals.map(({ id, refereeId }) => [id, name(refereeId)]));
  const payments = new Map(tables.payments.map((payment) => [payment.paymentRef, payment]));
  return inOrder({
    referrals: tables.referrals.map((row) => ({
      referee: name(row.refereeId),
      referrer: name(row.referrerId),
      // Safe because invitations are no evidence in the sets.
      evidence: row.evidence as ModelReferral["evidence"],
      stage: row.stage,
      times: {
        link_created: row.linkCreatedAtMs,
        link_clicked: row.linkClickedAtMs ?? undefined,
        signup_started: row.signupStartedAtMs ?? undefined,
        signed_up: row.signedUpAtMs,
        activated: row.activatedAtMs ?? undefined,
        converted: row.convertedAtMs ?? undefined,
        rewarded: row.rewardedAtMs ?? undefined,
      },
      churnedAtMs: row.churnedAtMs ?? undefined,
      weights: tables.touches
        .filter(({ referralId, drop }) => referralId === row.id && drop === null)
        .toSorted((a, b) => a.position - b.position)
        .map(({ code, weight }): [string, number] => [code, weight]),
    })),
    conversions: tables.conversions.map(({ referralId, paymentRef }) => {
      const payment = payments.get(paymentRef);
      if (payment === undefined) throw new Error(`conversion without payment: ${paymentRef}`);
      const { amountMinor, currency, verified, refundedMinor } = payment;
      return { paymentRef, referee: referees.get(referralId) ?? "", amountMinor, currency, verified, refundedMinor };
    }),
    rewards: tables.rewards.map((row) => ({
      rule: row.ruleKey,
      grant: row.grantIndex,
      referee: referees.get(row.referralId ?? "") ?? "",
      subject: row.subject.replace(`:${row.referralId}`, ""),
      side: row.side,
      beneficiary: name(row.beneficiaryId),
      unit: row.unit,
      quantity: row.quantity,
      reversed: row.reversedQuantity,
      // Safe because nothing in the sets holds, denies, redeems or expires a reward.
      state: row.state as "available" | "reversed",
      earnedAtMs: row.earnedAtMs,
    })),
    balances: Object.fromEntries(
      tables.accounts.flatMap(({ ownerId, unit, balance }) =>
        balance === 0 ? [] : [[`${name(ownerId)} ${unit}`, balance]],
      ),
    ),
  });
}

export function inOrder({ referrals, conversions, rewards, balances }: ModelState): ModelState {
  return {
    referrals: referrals.toSorted((a, b) => compare(a.referee, b.referee)),
    conversions: conversions.toSorted((a, b) => compare(a.paymentRef, b.paymentRef)),
    rewards: rewards.toSorted((a, b) => compare(keyOf(a), keyOf(b))),
    balances,
  };
}

function keyOf({ referee, rule, grant, subject, beneficiary }: ModelState["rewards"][number]): string {
  return [referee, rule, grant, subject, beneficiary].join(" ");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
