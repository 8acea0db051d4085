import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { decideGrant } from "#domain/decide-grant";
import type { GrantFacts, HandGrant } from "#domain/decide-grant";
import type { NewId } from "#domain/id";
import { aDocument, aParticipant, aReferral, aReward, nowMs } from "#support/domain-factories";

// Safe because each id is made with the prefix that was asked for.
const newId = ((prefix: string) => `${prefix}_1`) as NewId;
const setting = { actor: "key:key_1", nowMs, newId, rewardsEnabled: true };
const ann = aParticipant("ann");
const input: HandGrant = {
  program: "demo",
  participant: "ptc_ann",
  grant: { kind: "credit", amount_minor: 500, currency: "GBP" },
  reason: "goodwill",
  operationId: "op-1",
};

function facts(fields: Partial<GrantFacts> = {}): GrantFacts {
  const program = {
    id: "prg_1",
    mode: "live",
    key: "demo",
    status: "active",
    currentVersion: 2,
    clockMs: null,
  } as const;
  const document = aDocument({ fulfilment: { credit: "wallet", badge: "webhook" } });
  return { program, document, participant: ann, referral: null, earlier: null, ...fields };
}

describe("decideGrant", () => {
  test("gives it at once, with the reason in its history and no place under any limit", () => {
    const decided = decideGrant({ ...input, expiresDays: 30 }, facts(), setting);
    expect(decided.ok && decided.value).toMatchObject({
      programId: "prg_1",
      changed: [],
      counts: [],
      rewards: [
        {
          id: "rwd_1",
          ruleKey: "manual",
          subject: "op-1",
          beneficiaryId: "ptc_ann",
          side: "referrer",
          kind: "credit",
          unit: "GBP",
          quantity: 500,
          state: "available",
          position: 1,
          version: 2,
          places: null,
          expiresAtMs: nowMs + 30 * dayMs,
          transactionId: "txn_1",
        },
      ],
      steps: [{ transition: { reason: "granted_by_hand", note: "goodwill" }, posting: { type: "adjustment" } }],
      messages: [{ type: "reward.available" }],
    });
  });

  test("a badge moves no value", () => {
    const decided = decideGrant({ ...input, grant: { kind: "badge", badge: "Ambassador" } }, facts(), setting);
    expect(decided.ok && decided.value).toMatchObject({
      rewards: [{ kind: "badge", label: "Ambassador", transactionId: "txn_1" }],
      steps: [{ posting: null }],
    });
  });

  test("the referral it names says on which side the participant stands", () => {
    const referral = aReferral({ referrerId: "ptc_other", refereeId: "ptc_ann" });
    const decided = decideGrant({ ...input, referralId: referral.id }, facts({ referral }), setting);
    expect(decided.ok && decided.value?.rewards).toMatchObject([{ side: "referee", referralId: referral.id }]);
  });

  const earlier = {
    reward: aReward({ ruleKey: "manual", subject: "op-1", referralId: null, quantity: 500, worthMinor: 500 }),
    reason: "goodwill",
  };

  test("the same operation again grants nothing new, whatever has become of the program", () => {
    expect(decideGrant(input, facts({ earlier }), setting)).toEqual({ ok: true, value: null });
    const paused = { ...setting, rewardsEnabled: false };
    expect(decideGrant(input, facts({ earlier, document: null }), paused)).toEqual({ ok: true, value: null });
  });

  test.each<[string, Partial<HandGrant>]>([
    ["amount", { grant: { kind: "credit", amount_minor: 501, currency: "GBP" } }],
    ["kind", { grant: { kind: "points", quantity: 500 } }],
    ["reason", { reason: "another" }],
    ["expiry", { expiresDays: 1 }],
  ])("the same operation with another %s is refused", (_name, changed) => {
    expect(decideGrant({ ...input, ...changed }, facts({ earlier }), setting)).toMatchObject({
      refusal: { code: "operation_content_differs", operationId: "op-1" },
    });
  });

  test("the same operation for another participant is refused", () => {
    const participant = { ...ann, id: "ptc_bob" };
    expect(decideGrant(input, facts({ earlier, participant }), setting)).toMatchObject({
      refusal: { code: "operation_content_differs" },
    });
  });

  const foreign = aReferral({ referrerId: "ptc_other", refereeId: "ptc_another" });
  test.each<[string, Partial<HandGrant>, Partial<GrantFacts>, object]>([
    ["no program", {}, { program: null }, { code: "not_found", what: "program" }],
    ["no participant", {}, { participant: null }, { code: "not_found", what: "participant" }],
    ["no referral", { referralId: "ref_x" }, {}, { code: "not_found", what: "referral" }],
    ["nothing published", {}, { document: null }, { code: "program_unpublished", program: "demo" }],
    [
      "a suspended participant",
      {},
      { participant: { ...ann, status: "suspended" } },
      { code: "participant_suspended" },
    ],
    ["a foreign referral", { referralId: foreign.id }, { referral: foreign }, { issues: [{ path: "referral_id" }] }],
    [
      "a kind that the program cannot give",
      { grant: { kind: "points", quantity: 1 } },
      {},
      { issues: [{ path: "grant.kind", message: expect.stringContaining("credit, badge") as string }] },
    ],
  ])("refuses %s", (_name, changed, about, refusal) => {
    expect(decideGrant({ ...input, ...changed }, facts(about), setting)).toMatchObject({ ok: false, refusal });
  });

  test("of a badge names one of the catalogue, where the program has one", () => {
    const badges = [{ key: "star", name: "Star", icon: "star", description: "A star", color: "#00ff00" }];
    const document = aDocument({ fulfilment: { badge: "wallet" }, badges });
    const give = (badge: string) =>
      decideGrant({ ...input, grant: { kind: "badge", badge } }, facts({ document }), setting);
    expect(give("star")).toMatchObject({ ok: true, value: { rewards: [{ label: "star" }] } });
    expect(give("Star")).toMatchObject({
      refusal: { issues: [{ path: "grant.badge", message: "must be the key of a badge of the program: star" }] },
    });
  });

  test("refuses while rewards are switched off", () => {
    expect(decideGrant(input, facts(), { ...setting, rewardsEnabled: false })).toMatchObject({
      refusal: { code: "rewards_disabled" },
    });
  });

  test("by Stripe is of money, which a month has by its worth or a coupon needs not", () => {
    const given = (grant: HandGrant["grant"], months?: "coupon") => {
      const ways = aDocument({ fulfilment: { credit: "stripe", free_month: "stripe" } });
      const document = months === undefined ? ways : { ...ways, stripe: { free_month: months } };
      const decided = decideGrant({ ...input, grant }, facts({ document }), setting);
      return decided.ok || decided.refusal.code !== "invalid_request" ? null : decided.refusal.issues[0]?.path;
    };
    const month = { kind: "free_month", quantity: 1 } as const;
    expect(given({ kind: "credit", amount_minor: 500, currency: "credits" })).toBe("grant.currency");
    expect(given({ kind: "credit", amount_minor: 500, currency: "GBP" })).toBeNull();
    expect(given(month)).toBe("grant.worth");
    expect(given({ ...month, worth: { amount_minor: 4900, currency: "GBP" } })).toBeNull();
    expect(given(month, "coupon")).toBeNull();
  });
});
