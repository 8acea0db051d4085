import { famousDisposableDomains, obscureDisposableDomains } from "#bench/fraud-world/throwaway";
import type { Corpus, Happening, Person } from "#bench/fraud-world/corpus";
import { mailboxOf } from "#bench/fraud-world/mailboxes";

type Of<Type extends Happening["type"]> = Extract<Happening, { type: Type }>;

/** One referrer of one population, with all that happened to him and to those whom he referred there. */
export type Deed = {
  referrer: Person;
  signups: Of<"signup">[];
  referees: Person[];
  clicks: Of<"click">[];
  redemptions: Of<"redeemed">[];
  refunds: { refereeId: string; atMs: number }[];
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const disposable = new Set([...famousDisposableDomains, ...obscureDisposableDomains]);

/** What the name of a population of abusers says, as far as it can be seen in what one referrer did. */
export const signs: Record<string, (deed: Deed) => boolean> = {
  "self-referral rings": (deed) => share(deed.referees, (referee) => countSigns(deed, referee) >= 2) >= 0.5,
  "gmail dots and plus tags": ({ referrer, referees }) => {
    const boxes = [referrer, ...referees].map(({ email }) => mailboxOf(email));
    return share(referees, ({ email }) => boxes.filter((box) => box === mailboxOf(email)).length > 1) > 0.9;
  },
  "disposable mail": ({ referees }) => share(referees, ({ email }) => isDisposable(email)) >= 0.5,
  "velocity farms": ({ signups }) =>
    mostWithin(signups, dayMs) >= 12 && new Set(signups.map(({ address }) => address)).size <= signups.length / 2,
  "scripted regular timing": ({ signups }) => signups.length > 4 && spreadOfGaps(signups) < 0.1,
  "click stuffing": ({ clicks, signups }) => clicks.length > 50 * signups.length,
  "cookie stuffing by image and iframe": ({ clicks, signups }) => {
    const stuffed = clicks.filter(({ via }) => via === "image" || via === "iframe");
    const visitors = new Set(stuffed.map(({ visitor }) => visitor));
    return stuffed.length > clicks.length / 2 && share(signups, ({ visitor }) => visitors.has(visitor ?? "")) > 0.5;
  },
  "refund after redemption": ({ redemptions, refunds }) =>
    refunds.filter(({ refereeId, atMs }) =>
      redemptions.some((redeemed) => redeemed.refereeId === refereeId && redeemed.atMs < atMs),
    ).length > 1,
};

/** What Attribution calls a self-referral. */
export function isOnePerson(a: Person, b: Person): boolean {
  const [one, other] = [a, b].map(({ organization }) => organization?.trim().toLowerCase());
  return (
    a.id === b.id ||
    mailboxOf(a.email) === mailboxOf(b.email) ||
    (one !== undefined && one === other) ||
    (a.paymentFingerprint !== null && a.paymentFingerprint === b.paymentFingerprint)
  );
}

/** Everybody who referred somebody in the population; rings as a whole, by whoever began them. */
export function deedsOf({ people, happenings, labels }: Corpus, population: string): Deed[] {
  const known = new Map(people.map((person) => [person.id, person]));
  const deeds = new Map<string, Deed>();
  const ownerOf = new Map<string, string>();
  const payerOf = new Map<string, string>();
  const signups = happenings.filter((happening) => happening.type === "signup");
  for (const signup of signups.filter(({ refereeId }) => labels.get(refereeId)?.population === population)) {
    const rootId = ownerOf.get(signup.referrerId) ?? signup.referrerId;
    const deed = deeds.get(rootId) ?? startDeed(personOf(known, rootId));
    ownerOf.set(signup.refereeId, rootId).set(rootId, rootId);
    deed.signups.push(signup);
    deed.referees.push(personOf(known, signup.refereeId));
    deeds.set(rootId, deed);
  }
  for (const happening of happenings) {
    if (happening.type === "payment") payerOf.set(happening.paymentRef, happening.refereeId);
    const refereeId = happening.type === "refund" ? (payerOf.get(happening.paymentRef) ?? "") : "";
    if (happening.type === "click") deeds.get(ownerOf.get(happening.referrerId) ?? "")?.clicks.push(happening);
    if (happening.type === "redeemed") deeds.get(ownerOf.get(happening.refereeId) ?? "")?.redemptions.push(happening);
    if (happening.type === "refund")
      deeds.get(ownerOf.get(refereeId) ?? "")?.refunds.push({ refereeId, atMs: happening.atMs });
  }
  return [...deeds.values()];
}

function startDeed(referrer: Person): Deed {
  return { referrer, signups: [], referees: [], clicks: [], redemptions: [], refunds: [] };
}

function personOf(known: ReadonlyMap<string, Person>, id: string): Person {
  const person = known.get(id);
  if (person === undefined) throw new Error(`nobody is ${id}`);
  return person;
}

/** In how many ways one of a ring resembles another of it, the first included. */
function countSigns({ referrer, referees, signups, clicks }: Deed, referee: Person): number {
  const others = [referrer, ...referees].filter(({ id }) => id !== referee.id);
  const own = signups.filter(({ refereeId }) => refereeId === referee.id);
  const rest = [...signups.filter(({ refereeId }) => refereeId !== referee.id), ...clicksOf(clicks, own)];
  const words = new Set(others.flatMap(({ name }) => name.toLowerCase().split(" ")));
  const agents = agentsOf(clicks);
  return [
    others.some(({ paymentFingerprint: card }) => card !== null && card === referee.paymentFingerprint),
    others.some(({ email }) => stemOf(email) === stemOf(referee.email)),
    others.some(({ organization }) => organization !== null && organization === referee.organization),
    referee.name
      .toLowerCase()
      .split(" ")
      .some((word) => word.length > 2 && words.has(word)),
    own.some(({ address }) => rest.some((other) => other.address === address)),
    own.some(({ visitor }) => visitor !== null && rest.some((other) => other.visitor === visitor)),
    own.some(({ visitor }) => rest.some((other) => isOneAgent(agents, visitor, other.visitor))),
  ].filter(Boolean).length;
}

/** A mailbox without its domain and without what one adds to have another. */
function stemOf(email: string): string {
  const local = mailboxOf(email).split("@")[0] ?? "";
  return local.replace(/[._](work|home)$|xx$/, "").replace(/[._\d]/g, "");
}

/** Of the link, by somebody else than this one. */
function clicksOf(clicks: Of<"click">[], own: Of<"signup">[]): Of<"click">[] {
  return clicks.filter(
    ({ visitor, atMs }) => !own.some((signup) => signup.visitor === visitor || Math.abs(signup.atMs - atMs) < hourMs),
  );
}

function agentsOf(clicks: Of<"click">[]): Map<string, string> {
  return new Map(clicks.map(({ visitor, agent }) => [visitor, agent]));
}

function isOneAgent(agents: ReadonlyMap<string, string>, one: string | null, other: string | null): boolean {
  const agent = agents.get(one ?? "");
  return agent !== undefined && one !== other && agent === agents.get(other ?? "");
}

function isDisposable(email: string): boolean {
  const labels = (email.split("@")[1] ?? "").split(".");
  return labels.some((_, index) => disposable.has(labels.slice(index).join(".")));
}

function mostWithin(signups: Of<"signup">[], spanMs: number): number {
  return Math.max(
    ...signups.map(({ atMs }) => signups.filter((other) => other.atMs >= atMs && other.atMs < atMs + spanMs).length),
  );
}

/** The standard deviation of the intervals over their mean. */
function spreadOfGaps(signups: Of<"signup">[]): number {
  const gaps = signups.slice(1).map(({ atMs }, index) => atMs - (signups[index]?.atMs ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length) / mean;
}

function share<T>(list: readonly T[], isSo: (entry: T) => boolean): number {
  return list.filter(isSo).length / list.length;
}
