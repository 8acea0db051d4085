import { expect, test } from "vitest";
import { gatherFraudFacts } from "#domain/fraud-facts";
import type { FraudHistory } from "#domain/fraud-history";
import type { FraudListEntry } from "#domain/fraud-list";
import { findListed, findRuleHits, fraudRules, severest } from "#domain/fraud-rules";
import { aHistory, anEntry, aPastReferral, someLists, withEmail } from "#support/fraud-factories";

function hitsOf(fields: Partial<FraudHistory>, entries: FraudListEntry[] = [], disposable: string[] = []) {
  const facts = gatherFraudFacts(aHistory(fields), new Set());
  const lists = someLists(entries, disposable);
  return findRuleHits(facts, findListed(facts, lists), lists);
}

const referee = (email: string) => ({ referral: aPastReferral("mike", { referee: withEmail("mike", email) }) });

test("an honest referral breaks no rule", () => {
  expect(hitsOf({})).toEqual([]);
});

test("one's own mailbox, organisation or card is a self-referral", () => {
  const [hit, ...more] = hitsOf(referee("ann+2@lens.example"));
  expect(hit).toEqual({ rule: "self_referral", action: "reject", about: "referee", evidence: ["ptc_ann"] });
  expect(more).toEqual([]);
});

test("of two with one mailbox the later is rejected, and the earlier one looked at", () => {
  expect(hitsOf({ sameMailbox: [{ id: "ptc_b", isEarlier: false }] })).toMatchObject([
    { rule: "duplicate_person", action: "review", evidence: ["ptc_b"] },
  ]);
  const both = [
    { id: "ptc_b", isEarlier: false },
    { id: "ptc_a", isEarlier: true },
  ];
  expect(hitsOf({ sameMailbox: both })).toMatchObject([{ action: "reject", evidence: ["ptc_a", "ptc_b"] }]);
  expect(hitsOf({ sameMailbox: [{ id: "ptc_mike", isEarlier: true }] })).toEqual([]);
});

test("throw-away mail is rejected, under subdomains too, and blocked domains add to the list", () => {
  expect(hitsOf(referee("m@x.Throw.example"), [], ["throw.example"])).toMatchObject([
    { rule: "disposable_domain", action: "reject", evidence: [] },
  ]);
  expect(hitsOf(referee("m@new.example"), [anEntry("block", "domain", "new.example")], [])).toMatchObject([
    { rule: "blocked_domain", action: "reject", about: "referee" },
  ]);
});

test("an allowed domain is not disposable for that program", () => {
  const allowed = [anEntry("allow", "domain", "throw.example")];
  expect(hitsOf(referee("m@throw.example"), allowed, ["throw.example"])).toEqual([]);
});

test("blocked referrers and referees are rejected, each for himself", () => {
  const entries = [anEntry("block", "participant", "ptc_ann"), anEntry("block", "pattern", "mike@*")];
  expect(hitsOf({}, entries)).toMatchObject([
    { rule: "blocked_participant", about: "referrer", evidence: ["fle_block_participant_ptc_ann"] },
    { rule: "blocked_pattern", about: "referee" },
  ]);
  expect(hitsOf({}, [...entries, anEntry("allow", "email", "mike@home.example")])).toMatchObject([
    { rule: "blocked_participant", about: "referrer" },
  ]);
});

test("a blocked address asks for a hold and no more; an allowed person or address lifts it", () => {
  const block = anEntry("block", "address", "hash_mike");
  expect(hitsOf({}, [block])).toMatchObject([{ rule: "blocked_address", action: "hold", about: "address" }]);
  expect(hitsOf({}, [block, anEntry("allow", "address", "hash_mike")])).toEqual([]);
  expect(hitsOf({}, [block, anEntry("allow", "email", "mike@home.example")])).toEqual([]);
  expect(hitsOf({}, [block, anEntry("allow", "participant", "ptc_ann")])).toHaveLength(1);
});

test("an allowed address vouches for nobody", () => {
  const entries = [anEntry("block", "email", "mike@home.example"), anEntry("allow", "address", "hash_mike")];
  expect(hitsOf({}, entries)).toMatchObject([{ rule: "blocked_email" }]);
});

test("a referrer who may not earn is rejected", () => {
  expect(hitsOf({ referrerRefusal: "referrer_suspended" })).toMatchObject([
    { rule: "ineligible_referrer", action: "reject", evidence: ["referrer_suspended"] },
  ]);
});

test("hits stand in the order of the rules", () => {
  const hits = hitsOf(
    {
      ...referee("ann@lens.example"),
      sameMailbox: [{ id: "ptc_b", isEarlier: true }],
      referrerRefusal: "referrer_ineligible",
    },
    [anEntry("block", "address", "hash_mike"), anEntry("block", "email", "ann@lens.example")],
    ["lens.example"],
  );
  const places = hits.map(({ rule }) => fraudRules.indexOf(rule));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(new Set(hits.map(({ rule }) => rule)).size).toBe(6);
});

test("the severest of several actions is taken", () => {
  expect([severest([]), severest(["hold", "review"]), severest(["reject", "approve"])]).toEqual([
    ...["approve", "review", "reject"],
  ]);
});
