import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import {
  decideApproval,
  decideClaim,
  decideExpiry,
  decideRelease,
  decideRevocation,
  planSteps,
} from "#domain/decide-step";
import type { JudgedFacts } from "#domain/decide-step";
import type { NewId } from "#domain/id";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import type { Reward } from "#domain/reward";
import type { RewardStep } from "#domain/change-reward";
import { aDocument, aReward, nowMs } from "#support/domain-factories";

let made = 0;
// Safe because each id is made with the prefix that was asked for.
const setting = { actor: "key:key_1", nowMs, newId: ((prefix: string) => `${prefix}_${++made}`) as NewId };

/** A manual reward of GBP 10.00, all of which is in the account. */
function facts(reward: Partial<Reward> = {}, rest: Partial<JudgedFacts> = {}): JudgedFacts {
  const program = {
    id: "prg_1",
    mode: "test" as const,
    key: "demo",
    status: "active" as const,
    currentVersion: 1,
    clockMs: null,
  };
  return {
    reward: aReward({ claim: "manual", ...reward }),
    program,
    document: aDocument(),
    balance: 1000,
    beneficiary: { id: "ptc_ann", status: "active" },
    others: [],
    finding: "approve",
    ...rest,
  };
}

function stepsOf(result: Result<RewardStep[], Refusal>) {
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
  return result.value.map(({ change, quantity, posting, transition }) => ({
    change,
    moved: posting === null ? 0 : quantity,
    reason: transition.reason,
    note: transition.note,
  }));
}

const held = { state: "pending", releaseAtMs: nowMs } as const;

describe("decideRelease", () => {
  test("releases at the very end of the hold, and not a millisecond before", () => {
    expect(stepsOf(decideRelease(facts(held), setting))).toEqual([
      { change: "release", moved: 1000, reason: "hold_ended", note: null },
    ]);
    expect(stepsOf(decideRelease(facts({ ...held, releaseAtMs: nowMs + 1 }), setting))).toEqual([]);
  });

  test.each([["needsReview"], ["disputed"]])("leaves what also waits otherwise (%s)", (what) => {
    expect(stepsOf(decideRelease(facts({ ...held, [what]: true }), setting))).toEqual([]);
  });

  test("gives what a refund during the hold has left, and its days run from there", () => {
    const decided = decideRelease(facts({ ...held, reversedQuantity: 400, expiresDays: 30 }), setting);
    expect(stepsOf(decided)[0]?.moved).toBe(600);
    expect(decided.ok && decided.value[0]?.reward.expiresAtMs).toBe(nowMs + 30 * dayMs);
  });
});

describe("what scoring says at the end of a hold", () => {
  const due = { state: "pending", releaseAtMs: nowMs, transactionId: null } as const;

  test.each([
    ["hold", "refer", "risk_stands", "pending"],
    ["review", "refer", "risk_stands", "pending"],
    ["reject", "void", "fraud_rejected", "voided"],
  ] as const)("%s: the reward is not released (%s)", (finding, change, reason, state) => {
    const decided = decideRelease(facts(due, { finding }), setting);
    expect(stepsOf(decided)).toEqual([{ change, moved: 0, reason, note: null }]);
    expect(decided.ok && decided.value[0]?.reward).toMatchObject({ state, needsReview: change === "refer" });
    expect(stepsOf(decideRelease(facts({ ...due, releaseAtMs: nowMs + 1 }, { finding }), setting))).toEqual([]);
  });

  test("is heeded by a claim, and by a person who approves it is not", () => {
    for (const [finding, reason] of [
      ["review", "in_review"],
      ["reject", "voided"],
    ] as const)
      expect(decideClaim(facts(due, { finding }), setting)).toMatchObject({
        refusal: { code: "reward_not_claimable", reason },
      });
    const waiting = facts({ ...due, needsReview: true }, { finding: "reject" });
    expect(stepsOf(decideApproval(waiting, "known", setting)).map(({ change }) => change)).toEqual([
      "approve",
      "release",
    ]);
  });
});

describe("decideExpiry", () => {
  const over = { expiresAtMs: nowMs, redeemedQuantity: 300 };

  test.each([
    ["what is left", 1000, 700],
    ["no more than the account has", 500, 500],
    ["nothing where an earlier clawback took all", 0, 0],
    ["nothing where more than all is owed", -200, 0],
  ])("takes back %s", (_name, balance, moved) => {
    expect(stepsOf(decideExpiry(facts(over, { balance }), setting))).toMatchObject([{ change: "expire", moved }]);
  });

  test("leaves what has time, what has none and what is used", () => {
    for (const fields of [
      { expiresAtMs: nowMs + 1 },
      { expiresAtMs: null },
      { ...over, state: "redeemed" } as const,
      { ...over, state: "expired" } as const,
    ])
      expect(stepsOf(decideExpiry(facts(fields), setting))).toEqual([]);
  });

  test("what an earlier clawback has taken of it cannot expire, and what others have left is theirs", () => {
    const others = [aReward({ id: "rwd_other", quantity: 300, expiresAtMs: nowMs + 1 })];
    const moved = (balance: number) => stepsOf(decideExpiry(facts(over, { balance, others }), setting))[0]?.moved;
    expect(moved(300)).toBe(0);
    expect(moved(700)).toBe(400);
    expect(moved(1000)).toBe(700);
  });

  test("a badge expires without any value moving", () => {
    const badge = facts({ ...over, kind: "badge", unit: "badges", quantity: 1, redeemedQuantity: 0 }, { balance: 0 });
    expect(stepsOf(decideExpiry(badge, setting))).toMatchObject([{ change: "expire", moved: 0 }]);
  });
});

describe("decideClaim", () => {
  test("takes what is left", () => {
    expect(stepsOf(decideClaim(facts({ redeemedQuantity: 300 }), setting))).toEqual([
      { change: "redeem", moved: 700, reason: "claimed", note: null },
    ]);
  });

  test("takes what an earlier clawback leaves of it", () => {
    expect(stepsOf(decideClaim(facts({}, { balance: 250 }), setting))[0]?.moved).toBe(250);
  });

  test("takes nothing that other rewards stand for", () => {
    const others = [aReward({ id: "rwd_other", quantity: 400, expiresAtMs: null })];
    const claim = (balance: number) => decideClaim(facts({ expiresAtMs: nowMs + 1 }, { balance, others }), setting);
    expect(stepsOf(claim(900))[0]?.moved).toBe(500);
    expect(claim(400)).toMatchObject({ refusal: { code: "reward_not_claimable", reason: "balance_owed" } });
  });

  test("is refused to who is suspended, but for what was claimed before", () => {
    const beneficiary = { id: "ptc_ann", status: "suspended" as const };
    const claim = (fields: Partial<Reward>) => decideClaim(facts(fields, { beneficiary }), setting);
    expect(claim({})).toMatchObject({ refusal: { code: "participant_suspended", participant: "ptc_ann" } });
    expect(claim({ state: "redeemed" })).toMatchObject({ refusal: { code: "reward_claimed" } });
  });

  test("releases first what the job has not come to yet", () => {
    const steps = stepsOf(decideClaim(facts(held, { balance: -100 }), setting));
    expect(steps).toMatchObject([
      { change: "release", moved: 1000 },
      { change: "redeem", moved: 900 },
    ]);
  });

  test("is also for kinds that the program has claimed, whatever the rule says", () => {
    const document = aDocument({ fulfilment: { credit: "claim" } });
    expect(stepsOf(decideClaim(facts({ claim: "automatic" }, { document }), setting))).toHaveLength(1);
  });

  test.each<[string, Partial<Reward>, number, Partial<Refusal>]>([
    ["redeemed", { state: "redeemed" }, 0, { code: "reward_claimed" }],
    ["expired", { state: "expired", expiresAtMs: 5 }, 0, { code: "reward_expired", expiredAtMs: 5 }],
    ["over, before the job came", { expiresAtMs: nowMs }, 1000, { code: "reward_expired", expiredAtMs: nowMs }],
    ["given by itself", { claim: "automatic" }, 1000, { code: "reward_not_claimable", reason: "automatic" }],
    ["held", { ...held, releaseAtMs: nowMs + 1 }, 0, { code: "reward_not_claimable", reason: "held" }],
    ["in review", { ...held, needsReview: true }, 0, { code: "reward_not_claimable", reason: "in_review" }],
    ["disputed", { ...held, disputed: true }, 0, { code: "reward_not_claimable", reason: "disputed" }],
    ["denied", { state: "denied" }, 0, { code: "reward_not_claimable", reason: "denied" }],
    ["voided", { state: "voided" }, 0, { code: "reward_not_claimable", reason: "voided" }],
    ["reversed", { state: "reversed" }, 0, { code: "reward_not_claimable", reason: "reversed" }],
    ["owed", {}, 0, { code: "reward_not_claimable", reason: "balance_owed" }],
  ])("refuses what is %s", (_name, fields, balance, refusal) => {
    expect(decideClaim(facts(fields, { balance }), setting)).toMatchObject({ ok: false, refusal });
  });
});

describe("decideApproval", () => {
  const inReview = { ...held, needsReview: true };

  test("releases at once where nothing else keeps it", () => {
    expect(stepsOf(decideApproval(facts(inReview), "looked at", setting))).toEqual([
      { change: "approve", moved: 0, reason: "approved", note: "looked at" },
      { change: "release", moved: 1000, reason: "hold_ended", note: null },
    ]);
  });

  test("leaves the rest of the hold, or of a dispute, to time", () => {
    for (const fields of [{ releaseAtMs: nowMs + 1 }, { disputed: true }])
      expect(stepsOf(decideApproval(facts({ ...inReview, ...fields }), "ok", setting))).toHaveLength(1);
  });

  test("refuses what waits for nobody", () => {
    for (const fields of [held, { state: "available" } as const])
      expect(decideApproval(facts(fields), "ok", setting)).toMatchObject({
        refusal: { code: "reward_not_in_review" },
      });
  });
});

describe("decideRevocation", () => {
  test.each([
    ["voids what is pending", { state: "pending" }, { change: "void", moved: 0 }],
    ["reverses what is available", { reversedQuantity: 200 }, { change: "reverse", moved: 800 }],
    ["reverses what is redeemed", { state: "redeemed", redeemedQuantity: 1000 }, { change: "reverse", moved: 1000 }],
  ] as const)("%s", (_name, fields, step) => {
    expect(stepsOf(decideRevocation(facts(fields), "mistake", setting))).toEqual([
      { ...step, reason: "revoked", note: "mistake" },
    ]);
  });

  test.each(["denied", "voided", "expired", "reversed"] as const)("refuses what is %s", (state) => {
    expect(decideRevocation(facts({ state }), "mistake", setting)).toMatchObject({
      refusal: { code: "reward_over", state },
    });
  });
});

describe("planSteps", () => {
  const place = { scope: "ptc_ann", endsAtMs: 9, name: "limit:x" };
  const places = [
    { ...place, amount: 1, byQuantity: false },
    { ...place, name: "budget", amount: 1000, byQuantity: true },
  ];

  test("what is taken back gives its places back, less what it gave before", () => {
    const about = facts({ places, reversedQuantity: 300 });
    const decided = decideRevocation(about, "mistake", setting);
    const plan = planSteps(about, decided.ok ? decided.value : [], setting);
    expect(plan.counts).toEqual([
      { ...place, delta: -1, cap: null, expected: null },
      { ...place, name: "budget", delta: -700, cap: null, expected: null },
    ]);
    expect(plan).toMatchObject({ programId: "prg_1", rewards: [], changed: [{ state: "reversed", position: 2 }] });
    expect(plan.messages).toMatchObject([{ type: "reward.reversed", payload: { reversed_quantity: 1000 } }]);
  });

  test("what is used keeps its places, and no step is no change", () => {
    const about = facts({ places });
    const decided = decideClaim(about, setting);
    expect(planSteps(about, decided.ok ? decided.value : [], setting).counts).toEqual([]);
    expect(planSteps(about, [], setting)).toMatchObject({ changed: [], steps: [], counts: [], messages: [] });
  });
});
