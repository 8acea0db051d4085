import type { FraudFacts } from "#domain/fraud-facts";
import { domainsOf, findAddress, findPerson } from "#domain/fraud-list";
import type { FraudListEntry, ListFinding } from "#domain/fraud-list";
import { isSelfReferral } from "#domain/participant";

/** Rules that no score is asked for. The last one speaks of a payment: whoever promises for it tells it. */
export const fraudRules = [
  "self_referral",
  "duplicate_person",
  "disposable_domain",
  "blocked_email",
  "blocked_domain",
  "blocked_participant",
  "blocked_pattern",
  "blocked_address",
  "ineligible_referrer",
  "over_review_value",
] as const;
export type FraudRule = (typeof fraudRules)[number];

/** What is done about a referral, the mildest first. */
export const fraudActions = ["approve", "hold", "review", "reject"] as const;
export type FraudAction = (typeof fraudActions)[number];

/** A rule that speaks: what it asks for by itself, whom it is about, and the ids that show why. */
export type RuleHit = {
  rule: FraudRule;
  action: Exclude<FraudAction, "approve">;
  about: "referrer" | "referee" | "address" | "payment";
  evidence: string[];
};

export type FraudLists = {
  entries: readonly FraudListEntry[];
  /** Domains of throw-away mail, in lower case. A program adds by blocking a domain and excepts by allowing one. */
  disposable: ReadonlySet<string>;
  /** Entries end by this clock. */
  nowMs: number;
};

/** What the lists say of those whom a referral is about. */
export type ListFindings = Record<"referrer" | "referee" | "address", ListFinding>;

/** An allowed person beats a blocked address too: the address says nothing of who uses it. */
export function findListed({ referrer, referee, addressHash }: FraudFacts, lists: FraudLists): ListFindings {
  const { entries, nowMs } = lists;
  const person = findPerson(referee, entries, nowMs);
  const address = findAddress(addressHash, entries, nowMs);
  return {
    referrer: findPerson(referrer, entries, nowMs),
    referee: person,
    address:
      person.effect === "allow" && address.effect === "block" ? { effect: "none" as const, entry: null } : address,
  };
}

/** Every rule that speaks, in their order. */
export function findRuleHits(facts: FraudFacts, listed: ListFindings, { disposable }: FraudLists): RuleHit[] {
  const { referrer, referee, referrerRefusal } = facts;
  const hits: RuleHit[] = [];
  if (isSelfReferral(referrer, referee)) hits.push(rejected("self_referral", "referee", [referrer.id]));
  hits.push(...findDuplicates(facts), ...findDisposable(facts, listed.referee, disposable));
  for (const about of ["referrer", "referee"] as const) hits.push(...findBlocked(about, listed[about]));
  hits.push(...findBlocked("address", listed.address));
  if (referrerRefusal !== null) hits.push(rejected("ineligible_referrer", "referrer", [referrerRefusal]));
  return hits.sort((a, b) => fraudRules.indexOf(a.rule) - fraudRules.indexOf(b.rule));
}

export function severest(actions: readonly FraudAction[]): FraudAction {
  return fraudActions.findLast((action) => actions.includes(action)) ?? "approve";
}

/** Who came first may be honest: of two with one mailbox only the later is turned away unseen. */
function findDuplicates({ sameMailbox, referee }: FraudFacts): RuleHit[] {
  const others = sameMailbox.filter(({ id }) => id !== referee.id);
  if (others.length === 0) return [];
  const evidence = others.map(({ id }) => id).sort();
  const action = others.some(({ isEarlier }) => isEarlier) ? "reject" : "review";
  return [{ rule: "duplicate_person", action, about: "referee", evidence }];
}

function findDisposable({ referee }: FraudFacts, listed: ListFinding, disposable: ReadonlySet<string>): RuleHit[] {
  if (listed.effect === "allow" || referee.email === null) return [];
  const domain = domainsOf(referee.email).find((name) => disposable.has(name));
  return domain === undefined ? [] : [rejected("disposable_domain", "referee", [])];
}

/** An address alone never rejects anyone, so a blocked one asks for no more than a hold. */
function findBlocked(about: keyof ListFindings, listed: ListFinding): RuleHit[] {
  if (listed.effect !== "block") return [];
  const { id, kind } = listed.entry;
  if (kind === "address") return [{ rule: "blocked_address", action: "hold", about, evidence: [id] }];
  return [rejected(`blocked_${kind}`, about, [id])];
}

function rejected(rule: FraudRule, about: RuleHit["about"], evidence: string[]): RuleHit {
  return { rule, action: "reject", about, evidence };
}
