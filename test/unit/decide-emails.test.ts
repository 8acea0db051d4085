import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { decideEmails, isHandedOver, ruleOf } from "#domain/decide-emails";
import { decideDispatch } from "#domain/dispatch";
import type { DispatchFacts, DueMessage } from "#domain/dispatch";
import type { MessageType } from "#domain/plan";
import type { Rule } from "#domain/program";
import type { Reward } from "#domain/reward";
import { aDocument, aReward, aRule, nowMs } from "#support/domain-factories";

function aMessage(type: MessageType, payload: Record<string, unknown> = {}): DueMessage {
  return { id: "msg_1jkq0v4n80000tail", mode: "live", type, payload, createdAtMs: nowMs };
}

function aGround(changes: Partial<DispatchFacts> = {}, rules: Rule[] = [aRule()]): DispatchFacts {
  const document = aDocument({ rules });
  const program = { id: "prg_1", key: "program", current: document, promised: document };
  return { endpoints: [], program, reward: null, ...changes };
}

function templatesOf(type: MessageType, reward: Partial<Reward> | null, rules?: Rule[], payload = {}) {
  const facts = aGround({ reward: reward === null ? null : aReward(reward) }, rules);
  return decideEmails(aMessage(type, payload), facts, nowMs).map(({ template }) => template);
}

test("whoever joins is welcomed, under an id that follows from the message's", () => {
  const message = aMessage("participant.joined", { participant_id: "ptc_ann" });
  expect(decideEmails(message, aGround(), nowMs)).toEqual([
    {
      id: "eml_1jkq0v4n80000tail0",
      template: "welcome",
      programId: "prg_1",
      participantId: "ptc_ann",
      status: "due",
      reason: null,
    },
  ]);
});

test("a reward is told of when it is earned, available and about to expire, and when it ends to nobody", () => {
  expect(templatesOf("reward.pending", { state: "pending" })).toEqual(["earned"]);
  expect(templatesOf("reward.available", { state: "available" })).toEqual(["available"]);
  expect(templatesOf("reward.expiring", { state: "available" })).toEqual(["expiring"]);
  for (const type of ["reward.redeemed", "reward.voided", "reward.expired", "reward.reversed"] as const) {
    expect(templatesOf(type, {})).toEqual([]);
  }
});

test("what is no longer so is not told", () => {
  expect(templatesOf("reward.pending", { state: "voided" })).toEqual([]);
  expect(templatesOf("reward.available", { state: "reversed" })).toEqual([]);
  expect(templatesOf("reward.expiring", { state: "redeemed" })).toEqual([]);
  expect(templatesOf("reward.available", null)).toEqual([]);
  // A reward that a dispute took back was earned long ago.
  expect(templatesOf("reward.pending", { state: "pending", disputed: true })).toEqual([]);
});

test("a reward that waits for a person is told to the team too, while it waits", () => {
  const waiting = { needs_review: true };
  expect(templatesOf("reward.pending", { state: "pending", needsReview: true }, [aRule()], waiting)).toEqual([
    "earned",
    "review_waiting",
  ]);
  expect(templatesOf("reward.pending", { state: "pending", needsReview: false }, [aRule()], waiting)).toEqual([
    "earned",
  ]);
  // After its hold, and so told of as earned before.
  const anew = { ...waiting, again: true };
  expect(templatesOf("reward.pending", { state: "pending", needsReview: true }, [aRule()], anew)).toEqual([
    "review_waiting",
  ]);
});

test("a milestone or tier is told in place of what is available, with the first of what its rule grants", () => {
  const milestone = { title: "Three", description: "Three friends", reward: "a month" };
  const grant = [
    { to: "referee", kind: "points", quantity: 1 },
    { to: "referrer", kind: "free_month", quantity: 1 },
    { to: "referrer", kind: "badge", badge: "Three" },
  ] satisfies Rule["grant"];
  const first = { grantIndex: 1 };
  expect(templatesOf("reward.available", first, [aRule({ grant, milestone })])).toEqual(["milestone"]);
  expect(templatesOf("reward.available", { grantIndex: 2 }, [aRule({ grant, milestone })])).toEqual(["available"]);
  const tier = { key: "gold", title: "Gold" };
  expect(templatesOf("reward.available", first, [aRule({ grant, milestone, tier })])).toEqual(["tier"]);
});

test("the rule is the one that promised, or else the one of today", () => {
  const [promised, current] = [aDocument({ rules: [aRule({ expires_days: 1 })] }), aDocument()];
  expect(ruleOf(aReward(), { promised, current })?.expires_days).toBe(1);
  expect(ruleOf(aReward(), { promised: null, current })?.key).toBe("credit");
  expect(ruleOf(aReward({ ruleKey: "manual" }), { promised, current })).toBeNull();
});

test.each(["budget.nearing", "job.failing", "endpoint.disabled", "fulfilment.failed"] as const)(
  "%s goes to the team, with a program or without",
  (type) => {
    expect(decideEmails(aMessage(type), aGround({ program: null }), nowMs)).toMatchObject([
      { participantId: null, programId: null, status: "due" },
    ]);
  },
);

test("of the sandbox everything is kept", () => {
  const message = { ...aMessage("participant.joined", { participant_id: "ptc_ann" }), mode: "test" as const };
  expect(decideEmails(message, aGround(), nowMs)).toMatchObject([{ status: "kept", reason: "test_mode" }]);
});

test("what a program has switched off is not written, and the others keep their ids", () => {
  const facts = aGround({ reward: aReward({ state: "pending", needsReview: true }) });
  const document = aDocument({ emails: { templates: { earned: { enabled: false } } } });
  const program = { id: "prg_1", key: "program", current: document, promised: document };
  const message = aMessage("reward.pending", { needs_review: true });
  const both = decideEmails(message, facts, nowMs);
  expect(decideEmails(message, { ...facts, program }, nowMs)).toEqual([both[1]]);
});

test("nobody is told today what happened more than three days ago", () => {
  const message = aMessage("participant.joined", { participant_id: "ptc_ann" });
  expect(decideEmails(message, aGround(), nowMs + 3 * dayMs)).toHaveLength(1);
  expect(decideEmails(message, aGround(), nowMs + 3 * dayMs + 1)).toEqual([]);
});

test("a message is handed on to endpoints that want its type and to whom it concerns by email", () => {
  const endpoints = [
    { id: "whe_all", types: null },
    { id: "whe_rewards", types: ["reward.available"] },
  ];
  const message = aMessage("participant.joined", { participant_id: "ptc_ann" });
  const { deliveries, emails } = decideDispatch(message, aGround({ endpoints }), nowMs);
  expect(deliveries).toEqual([{ endpointId: "whe_all" }]);
  expect(emails.map(({ template }) => template)).toEqual(["welcome"]);
});

test("what Stripe gets is told once it is there, and what is claimed by hand when it can be claimed", () => {
  const document = aDocument({ fulfilment: { credit: "stripe" } });
  const program = { id: "prg_1", key: "program", current: document, promised: document };
  const told = (type: MessageType, reward: Partial<Reward>) =>
    decideEmails(aMessage(type), aGround({ program, reward: aReward(reward) }), nowMs).map(({ template }) => template);
  expect(told("reward.pending", { state: "pending" })).toEqual(["earned"]);
  expect(told("reward.available", { state: "available" })).toEqual([]);
  // It has come so far before the message was handed on.
  expect(told("reward.available", { state: "redeemed" })).toEqual([]);
  expect(told("reward.redeemed", { state: "redeemed" })).toEqual(["available"]);
  expect(told("reward.redeemed", { state: "reversed" })).toEqual([]);
  expect(told("reward.expiring", { state: "available" })).toEqual([]);
  const manual = { claim: "manual" } as const;
  expect(told("reward.available", { ...manual, state: "available" })).toEqual(["available"]);
  expect(told("reward.expiring", { ...manual, state: "available" })).toEqual(["expiring"]);
  expect(told("reward.redeemed", { ...manual, state: "redeemed" })).toEqual([]);
});

test("a milestone that Stripe gets is told with the handover, and what the main app hands over as before", () => {
  const milestone = { title: "Three", description: "Three friends", reward: "a month" };
  const documentWith = (way: "stripe" | "webhook") =>
    aDocument({ rules: [aRule({ milestone })], fulfilment: { credit: way } });
  const told = (type: MessageType, way: "stripe" | "webhook", state: Reward["state"]) => {
    const document = documentWith(way);
    const program = { id: "prg_1", key: "program", current: document, promised: document };
    const facts = aGround({ program, reward: aReward({ state }) });
    return decideEmails(aMessage(type), facts, nowMs).map(({ template }) => template);
  };
  expect(told("reward.redeemed", "stripe", "redeemed")).toEqual(["milestone"]);
  expect(told("reward.available", "webhook", "available")).toEqual(["milestone"]);
  expect(told("reward.redeemed", "webhook", "redeemed")).toEqual([]);
  expect(isHandedOver(aReward(), null)).toBe(false);
});
