import { describe, expect, test } from "vitest";
import { decideBinding, refusalOfReferrer } from "#domain/binding";
import type { BindingFacts, SignupEvidence } from "#domain/binding";
import { dayMs } from "#domain/day";
import { aDocument, aLink, aParticipant, nowMs } from "#support/domain-factories";

const none: SignupEvidence = { typedCode: null, touches: null, urlCode: null };
const touch = (code: string, agoMs = 0) => ({ code, atMs: nowMs - agoMs, channel: "link" as const });

function facts(fields: Partial<BindingFacts> = {}): BindingFacts {
  const document = aDocument();
  return {
    programId: "prg_1",
    promised: document,
    current: document,
    referee: aParticipant("mike"),
    links: new Map(["ann", "bob"].map((name) => [name.toUpperCase(), aLink(name)])),
    owners: new Map(["ann", "bob"].map((name) => [`ptc_${name}`, aParticipant(name)])),
    ownersBelowReferee: new Set(),
    ...fields,
  };
}

function referrerOf(evidence: Partial<SignupEvidence>, fields: Partial<BindingFacts> = {}): string {
  const binding = decideBinding({ ...none, ...evidence }, facts(fields), nowMs);
  return binding.ok ? `${binding.value.evidence} ${binding.value.referrerId}` : binding.refusal.reason;
}

describe("evidence, strongest first", () => {
  test.each([
    [{ typedCode: "BOB", touches: [touch("ANN")], urlCode: "ANN" }, "typed ptc_bob"],
    [{ touches: [touch("ANN")], urlCode: "BOB" }, "journey ptc_ann"],
    [{ typedCode: "NOBODY", touches: [touch("ANN")] }, "journey ptc_ann"],
    [{ touches: [], urlCode: "BOB" }, "url ptc_bob"],
    [{ urlCode: "NOBODY" }, "code_unknown"],
    [{}, "no_evidence"],
  ])("%j gives %s", (evidence, expected) => {
    expect(referrerOf(evidence)).toBe(expected);
  });
  test("a journey outside the window is not replaced by the code that it brought along", () => {
    expect(referrerOf({ touches: [touch("ANN", 31 * dayMs)], urlCode: "ANN" })).toBe("outside_window");
  });
});

describe("the window", () => {
  test.each([
    [30 * dayMs - 1, "journey ptc_ann"],
    [30 * dayMs, "outside_window"],
    [0, "journey ptc_ann"],
    [-1, "after_signup"],
  ])("a click %i ms before the signup: %s", (agoMs, expected) => {
    expect(referrerOf({ touches: [touch("ANN", agoMs)] })).toBe(expected);
  });
  test("what lies outside enters no model", () => {
    expect(referrerOf({ touches: [touch("ANN", 30 * dayMs), touch("BOB", 1)] })).toBe("journey ptc_bob");
  });
});

describe("a referee who existed before", () => {
  test("the click is credited to nobody", () => {
    const referee = aParticipant("mike", { registeredAtMs: nowMs - 2 });
    expect(referrerOf({ touches: [touch("ANN", 1)] }, { referee })).toBe("existing_participant");
    expect(referrerOf({ touches: [touch("ANN", 2)] }, { referee })).toBe("journey ptc_ann");
  });
  test("a code, which comes without a click, may be entered for a day", () => {
    const registered = (agoMs: number) => ({ referee: aParticipant("mike", { registeredAtMs: nowMs - agoMs }) });
    expect(referrerOf({ typedCode: "ANN" }, registered(dayMs))).toBe("typed ptc_ann");
    expect(referrerOf({ typedCode: "ANN" }, registered(dayMs + 1))).toBe("existing_participant");
  });
});

describe("an owner who may not earn", () => {
  const both = { touches: [touch("ANN", 2), touch("BOB", 1)] };

  test.each([
    ["himself", { referee: aParticipant("ann") }],
    ["below the referee", { ownersBelowReferee: new Set(["ptc_ann"]) }],
    ["suspended", { owners: owners({ status: "suspended" }) }],
    ["no longer what the program demands", { owners: owners({ kind: "couple" }), current: onlySuppliers() }],
  ])("%s: the next one is credited, and alone nobody is", (_why, fields) => {
    expect(referrerOf(both, fields)).toBe("journey ptc_bob");
    expect(referrerOf({ touches: [touch("ANN")] }, fields)).toMatch(/^(self_referral|referral_cycle|referrer_\w+)$/);
    expect(referrerOf({ typedCode: "ANN", touches: [touch("BOB")] }, fields)).not.toContain("ptc_");
  });

  function owners(ann: Parameters<typeof aParticipant>[1]) {
    return new Map([
      ["ptc_ann", aParticipant("ann", ann)],
      ["ptc_bob", aParticipant("bob")],
    ] as const);
  }
  function onlySuppliers() {
    return aDocument({ eligibility: { referrer: { eq: ["referrer.kind", "supplier"] } } });
  }
});

describe("a link that was paused or has expired", () => {
  const links = (fields: Parameters<typeof aLink>[1]) => ({ links: new Map([["ANN", aLink("ann", fields)]]) });

  test("keeps the touches that were made, and takes no code any more", () => {
    for (const fields of [{ status: "paused" as const }, { expiresAtMs: nowMs }]) {
      expect(referrerOf({ touches: [touch("ANN")] }, links(fields))).toBe("journey ptc_ann");
      expect(referrerOf({ typedCode: "ANN" }, links(fields))).toMatch(/^code_(paused|expired)$/);
    }
  });
  test("of another program says nothing here", () => {
    expect(referrerOf({ typedCode: "ANN" }, links({ programId: "prg_2" }))).toBe("code_other_program");
  });
});

test("every touch is kept with its weight or the reason why it has none, oldest first", () => {
  const binding = decideBinding(
    { ...none, touches: [touch("BOB", 1), touch("NOBODY", 2), touch("ANN", 3)] },
    facts(),
    nowMs,
  );
  if (!binding.ok) throw new Error("not bound");
  expect(binding.value.touches.map(({ code, weight, drop }) => [code, weight, drop])).toEqual([
    ["ANN", 1_000_000, null],
    ["NOBODY", 0, "code_unknown"],
    ["BOB", 0, null],
  ]);
});

test("a referrer in good standing is not refused", () => {
  expect(refusalOfReferrer(aParticipant("ann"), aDocument())).toBeNull();
  expect(refusalOfReferrer(aParticipant("ann", { status: "inactive" }), aDocument())).toBe("referrer_suspended");
});
