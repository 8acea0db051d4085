import { describe, expect, test } from "vitest";
import { bindReferral, keepReferral } from "#domain/bind-referral";
import { dayMs } from "#domain/day";
import {
  aLink,
  aParticipant,
  aProgram,
  aReferral,
  anEvent,
  eventFacts,
  nowMs,
  programInput,
  stored,
} from "#support/domain-factories";

const signup = stored(anEvent({ code: "ANN", codeSource: "typed", context: { fair: "Leeds" } }));
const codes = (plan: { clauses: { code: string }[] }) => plan.clauses.map(({ code }) => code);

describe("bindReferral", () => {
  test("a signup begins the referral with what came before it", () => {
    const { plan, referrer, promised } = bindReferral(programInput([signup]));
    expect(plan.referral).toMatchObject({
      isNew: true,
      referral: { referrerId: "ptc_ann", stage: "signed_up", signedUpAtMs: nowMs },
    });
    expect(plan.referral?.referral).toMatchObject({
      linkCreatedAtMs: aLink("ann").createdAtMs,
      linkClickedAtMs: null,
      source: { context: { fair: "Leeds" } },
    });
    expect(plan.touches).toMatchObject([{ position: 0, weight: 1_000_000, channel: "direct" }]);
    expect([referrer?.id, promised?.version]).toEqual(["ptc_ann", 1]);
  });
  test("link_clicked is the first click on the credited link, not on somebody else's", () => {
    const touches = [
      { code: "BOB", atMs: nowMs - 3, channel: "link" as const },
      { code: "ANN", atMs: nowMs - 2, channel: "link" as const },
      { code: "ANN", atMs: nowMs - 1, channel: "link" as const },
    ];
    const facts = eventFacts({
      links: new Map([
        ["ANN", aLink("ann")],
        ["BOB", aLink("bob")],
      ]),
      owners: new Map([
        ["ptc_ann", aParticipant("ann")],
        ["ptc_bob", aParticipant("bob")],
      ]),
    });
    const program = aProgram({}, { attribution: { model: "last_touch", window_days: 30 } });
    const { plan } = bindReferral(
      programInput([stored(anEvent())], { facts, program, evidence: { typedCode: null, urlCode: null, touches } }),
    );
    expect(plan.referral?.referral).toMatchObject({ referrerId: "ptc_ann", linkClickedAtMs: nowMs - 2 });
  });
  test("every other event waits", () => {
    expect(codes(bindReferral(programInput([stored(anEvent({ type: "activated" }))])).plan)).toEqual(["event_parked"]);
  });
  test("a paused program binds nobody", () => {
    const { plan } = bindReferral(programInput([signup], { program: aProgram({ status: "paused" }) }));
    expect([plan.referral, plan.clauses]).toMatchObject([
      null,
      [{ code: "referral_refused", reason: "program_paused" }],
    ]);
  });
  test("a signup without evidence is explained and binds nobody", () => {
    const { plan } = bindReferral(programInput([stored(anEvent())]));
    expect(plan.clauses).toMatchObject([{ code: "referral_refused", reason: "no_evidence" }]);
  });
  test("the version in force at the signup makes the promises, the current one says who is eligible", () => {
    const [first] = aProgram().versions;
    const program = aProgram({
      currentVersion: 2,
      versions: [first!, { ...first!, version: 2, publishedAtMs: nowMs + 1 }],
    });
    expect(bindReferral(programInput([signup], { program, nowMs: nowMs + dayMs }))).toMatchObject({
      promised: { version: 1 },
      current: { version: 2 },
    });
  });
});

test("a referral that stands is kept, whoever the next signup names", () => {
  const facts = eventFacts({ referrals: [aReferral()] });
  const { plan, referrer } = keepReferral(programInput([signup], { facts }), aReferral());
  expect(plan).toMatchObject({
    referral: { isNew: false, isChanged: false },
    clauses: [{ code: "referral_kept", referrerId: "ptc_ann" }],
  });
  expect(referrer?.id).toBe("ptc_ann");
});
