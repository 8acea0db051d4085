import { expect, test } from "vitest";
import { tellMeeting, tellNoMeeting, tellPair } from "#domain/explain-pair";
import type { Meeting, Pair, PairEvent } from "#domain/explain-pair";
import type { Clause } from "#domain/explanation";
import { nowMs } from "#support/domain-factories";

const nameOf = (id: string) => id.replace("ptc_", "");
const ann = { id: "ptc_ann", status: "active" } as const;
const mike = { id: "ptc_mike", status: "active" } as const;
const pair: Pair = { referrer: ann, referee: mike };
const signup: PairEvent = { type: "signup", programId: null, occurredAtMs: nowMs };

function aMeeting(fields: Partial<Meeting> = {}, clauses: Clause[] = []): Meeting {
  return {
    program: { id: "prg_1", key: "friends", status: "active", currentVersion: 1 },
    hasLink: true,
    referral: null,
    reverse: null,
    clauses: clauses.map((clause) => ({ clause, decidedAtMs: nowMs })),
    ...fields,
  };
}

const codesOf = (told: { code: string }[]) => told.map(({ code }) => code);
const meet = (meeting: Meeting, events: PairEvent[] = [signup], of: Pair = pair) =>
  codesOf(tellMeeting(meeting, of, events, nameOf));

const referral = { id: "ref_1", referrerId: "ptc_carl", signedUpAtMs: nowMs };
const touch = { touchCode: "X", channel: "link", atMs: nowMs } as const;
const ofAnn: Clause = { code: "touch_dropped", ownerId: "ptc_ann", reason: "outside_window", ...touch };
const ofCarl: Clause = {
  code: "touch_weighed",
  ownerId: "ptc_carl",
  weight: 1_000_000,
  model: "first_touch",
  ...touch,
};

test.each<[string, Pair, PairEvent[], string[]]>([
  ["both known", pair, [signup], []],
  ["neither known", { referrer: null, referee: null }, [], ["referrer_unknown", "referee_unknown"]],
  ["one person", { referrer: ann, referee: ann }, [signup], ["same_person"]],
  ["nothing reported", pair, [], ["no_event"]],
  ["no signup", pair, [{ ...signup, type: "payment" }], ["never_signed_up"]],
  ["suspended", { ...pair, referrer: { ...ann, status: "suspended" } }, [signup], ["referrer_not_active"]],
])("of a pair with %s is said what holds everywhere", (_name, of, events, codes) => {
  expect(codesOf(tellPair(of, events, nameOf))).toEqual(codes);
});

test("events without a signup are named once each", () => {
  const events: PairEvent[] = ["payment", "payment", "activated"].map((type) => ({ ...signup, type }) as PairEvent);
  expect(tellPair(pair, events, nameOf)[0]?.text).toBe(
    "No signup of mike was reported, only payment, activated: it waits for the signup.",
  );
});

test("a signup that leads nowhere is said, with the missing link", () => {
  expect(codesOf(tellNoMeeting(pair, [signup], nameOf))).toEqual(["referrer_without_link", "signup_without_evidence"]);
  expect(codesOf(tellNoMeeting({ referrer: null, referee: mike }, [], nameOf))).toEqual([]);
});

test("a referral of the one by the other needs no further word here", () => {
  expect(meet(aMeeting({ referral: { ...referral, referrerId: ann.id }, hasLink: false }))).toEqual([]);
});

test("of another's referral is told which touches of this referrer counted how", () => {
  expect(meet(aMeeting({ referral }, [ofAnn, ofCarl]))).toEqual([
    "credited_to_another",
    "touch_dropped",
    "touch_weighed",
  ]);
  expect(meet(aMeeting({ referral, hasLink: false }, [ofCarl]))).toEqual([
    "referrer_without_link",
    "credited_to_another",
    "touch_weighed",
    "no_touch",
  ]);
});

test("payments and counts are left out of the question who has the credit", () => {
  const counted: Clause = { code: "referral_counted", referrerId: "ptc_carl", count: 1, atMs: nowMs };
  const paid: Clause = { code: "payment_known", paymentRef: "p", atMs: nowMs };
  expect(meet(aMeeting({ referral }, [counted, paid, ofAnn]))).toEqual(["credited_to_another", "touch_dropped"]);
});

test("a refused signup is told by its own clauses", () => {
  const refused: Clause = { code: "referral_refused", reason: "self_referral", atMs: nowMs };
  expect(meet(aMeeting({}, [ofAnn, refused]))).toEqual(["touch_dropped", "referral_refused"]);
});

test("a signup for another program is none here", () => {
  expect(meet(aMeeting(), [{ ...signup, programId: "prg_2" }])).toEqual(["no_signup_here"]);
  expect(meet(aMeeting(), [{ ...signup, programId: "prg_1" }])).toEqual(["signup_without_evidence"]);
});

test("the right order reversed, a pause and a program without a version are said", () => {
  const told = tellMeeting(aMeeting({ reverse: { referrerId: mike.id } }), pair, [], nameOf);
  expect(told[0]).toEqual({
    code: "reverse_referral",
    atMs: null,
    text: "It is the other way round: mike referred ann here.",
  });
  const program = { id: "prg_1", key: "friends", status: "paused", currentVersion: 1 } as const;
  expect(meet(aMeeting({ program }))).toContain("program_paused");
  expect(meet(aMeeting({ program: { ...program, currentVersion: null } }))).toContain("program_unpublished");
});

test("of unknown people the program is told all the same", () => {
  expect(meet(aMeeting(), [], { referrer: null, referee: null })).toEqual([]);
  expect(meet(aMeeting({ hasLink: false }), [], { referrer: ann, referee: null })).toEqual(["referrer_without_link"]);
});
