import { expect, test } from "vitest";
import { generateCorpus } from "#bench/fraud-corpus";
import type { Corpus, Happening } from "#bench/fraud-world/corpus";
import { mailboxOf } from "#bench/fraud-world/mailboxes";
import { deedsOf, isOnePerson, signs } from "#support/fraud-corpus-signs";

const honest = [
  "ordinary people",
  "couples in one household",
  "a photographers' office",
  "a wedding fair on one Wi-Fi",
  "campus",
  "mobile carrier NAT",
  "bursts after a newsletter",
];
const abusers = [
  "self-referral rings",
  "gmail dots and plus tags",
  "disposable mail",
  "velocity farms",
  "scripted regular timing",
  "click stuffing",
  "cookie stuffing by image and iframe",
  "refund after redemption",
];
const seeds = [1, 2, 3, 20_260_105];
const corpora = seeds.map(generateCorpus);
const dayMs = 86_400_000;

test("a seed gives the same corpus every time", () => {
  expect(generateCorpus(7)).toEqual(generateCorpus(7));
});

test("another seed gives other people, at other times, in other numbers", () => {
  const [one, two] = [generateCorpus(8), generateCorpus(9)];
  const ids = new Set(idsOf(one));
  expect(idsOf(two).filter((id) => ids.has(id))).toEqual([]);
  expect(one.happenings.map(({ atMs }) => atMs)).not.toEqual(two.happenings.map(({ atMs }) => atMs));
  expect(countsOf(one)).not.toEqual(countsOf(two));
});

test.each(corpora)(
  "about 9,800 referrals in thirteen weeks, one in twenty abuse, over 40 % of the honest ones hard",
  (corpus) => {
    const labels = [...corpus.labels.values()];
    const good = labels.filter(({ isAbuse }) => !isAbuse);
    expect(labels.length).toBeGreaterThanOrEqual(9600);
    expect(labels.length).toBeLessThanOrEqual(10_000);
    expect(Math.abs((labels.length - good.length) / labels.length - 0.05)).toBeLessThan(0.005);
    expect(good.filter(({ population }) => population !== "ordinary people").length / good.length).toBeGreaterThan(0.4);
    const spanMs = (corpus.happenings.at(-1)?.atMs ?? 0) - (corpus.happenings[0]?.atMs ?? 0);
    expect(spanMs / dayMs).toBeGreaterThan(85);
    expect(spanMs / dayMs).toBeLessThan(95);
  },
);

test.each(corpora)("every population is there, and each is abuse as a whole or honest as a whole", (corpus) => {
  const found = new Map(
    [...corpus.labels.values()].map(({ population, isAbuse }) => [`${population}/${isAbuse}`, true]),
  );
  const expected = [...honest.map((name) => `${name}/false`), ...abusers.map((name) => `${name}/true`)];
  expect([...found.keys()].toSorted()).toEqual(expected.toSorted());
  expect(Math.min(...Object.values(countsOf(corpus)))).toBeGreaterThan(9);
});

test.each(corpora)("of every population of abusers at least 25 pay", ({ happenings, labels }) => {
  const payers = new Set(happenings.flatMap((happening) => (happening.type === "payment" ? happening.refereeId : [])));
  for (const abuse of abusers) {
    const paid = [...payers].filter((id) => labels.get(id)?.population === abuse);
    expect(paid.length, abuse).toBeGreaterThanOrEqual(25);
  }
});

test.each(corpora)("happenings come in time order, and are whole numbers of milliseconds and minor units", (corpus) => {
  const times = corpus.happenings.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.filter((atMs) => !Number.isSafeInteger(atMs))).toEqual([]);
  const amounts = corpus.happenings.flatMap((happening) => ("amountMinor" in happening ? [happening.amountMinor] : []));
  expect(amounts.filter((amount) => !Number.isSafeInteger(amount) || amount <= 0)).toEqual([]);
});

test.each(corpora)("everybody and every payment that a happening names is known by then", (corpus) => {
  const known = new Map(corpus.people.map(({ id, registeredAtMs }) => [id, registeredAtMs ?? 0]));
  const signedUp = new Set<string>();
  const payments = new Map<string, number>();
  const redeemed = new Set<string>();
  for (const happening of corpus.happenings) {
    if ("referrerId" in happening && !((known.get(happening.referrerId) ?? Infinity) < happening.atMs))
      expect.fail(`${happening.referrerId} refers before he is there`);
    if (happening.type === "signup") {
      expect(signedUp.has(happening.refereeId)).toBe(false);
      expect(known.get(happening.refereeId)).toBe(happening.atMs);
      expect(happening.refereeId).not.toBe(happening.referrerId);
      signedUp.add(happening.refereeId);
    } else if ("refereeId" in happening) expect(signedUp.has(happening.refereeId)).toBe(true);
    if (happening.type === "payment") payments.set(happening.paymentRef, happening.amountMinor);
    if (happening.type === "refund") {
      expect(payments.get(happening.paymentRef) ?? 0).toBeGreaterThanOrEqual(happening.amountMinor);
    }
    if (happening.type === "redeemed") {
      expect(redeemed.has(happening.refereeId)).toBe(false);
      redeemed.add(happening.refereeId);
    }
  }
  expect([...signedUp].toSorted()).toEqual([...corpus.labels.keys()].toSorted());
});

test.each(corpora)("a sign-up by a click follows a click of that browser on that referrer's link", (corpus) => {
  const clicked = new Set<string>();
  const orphans = corpus.happenings.filter((happening) => {
    if (happening.type === "click") clicked.add(`${happening.visitor}/${happening.referrerId}`);
    if (happening.type !== "signup" || happening.codeSource === "typed") return false;
    return !clicked.has(`${happening.visitor}/${happening.referrerId}`);
  });
  expect(orphans).toEqual([]);
});

test.each(corpora)("no honest referral is a self-referral or a cycle by the specification", (corpus) => {
  const people = new Map(corpus.people.map((person) => [person.id, person]));
  const referredBy = new Map<string, string>();
  const refused = corpus.happenings.filter((happening) => {
    if (happening.type !== "signup") return false;
    referredBy.set(happening.refereeId, happening.referrerId);
    const [referrer, referee] = [people.get(happening.referrerId), people.get(happening.refereeId)];
    if (referrer === undefined || referee === undefined) return true;
    const isCycle = referredBy.get(referrer.id) === referee.id;
    return !corpus.labels.get(referee.id)?.isAbuse && (isCycle || isOnePerson(referrer, referee));
  });
  expect(refused).toEqual([]);
});

test.each(abusers)("%s: eight of ten do what the name says, and one in eight or so does it unseen", (population) => {
  const deeds = corpora.flatMap((corpus) => deedsOf(corpus, population));
  const isSeen = signs[population] ?? (() => false);
  const referrals = (list: readonly { signups: unknown[] }[]) =>
    list.reduce((sum, { signups }) => sum + signups.length, 0);
  const hidden = deeds.filter((deed) => !isSeen(deed));
  expect(1 - hidden.length / deeds.length).toBeGreaterThanOrEqual(0.8);
  // Careful dealers repeat as others do; they hide among friends who stay.
  if (population !== "refund after redemption") expect(referrals(hidden) / referrals(deeds)).toBeGreaterThan(0.08);
  expect(referrals(hidden) / referrals(deeds)).toBeLessThan(0.2);
});

test("no two accounts have one address, and only abusers share a mailbox", () => {
  for (const { people, labels } of corpora) {
    expect(new Set(people.map(({ email }) => email)).size).toBe(people.length);
    const groups = Object.values(Object.groupBy(people, ({ email }) => mailboxOf(email)));
    const sharing = groups.flatMap((group) => (group !== undefined && group.length > 1 ? group : []));
    expect(sharing.length).toBeGreaterThan(10);
    expect(sharing.flatMap(({ id }) => labels.get(id) ?? []).filter(({ isAbuse }) => !isAbuse)).toEqual([]);
  }
});

test("ids are all of one make, and their order says nothing of the population", () => {
  for (const corpus of corpora) {
    const ids = [...idsOf(corpus), ...corpus.happenings.flatMap((happening) => tokensOf(happening))];
    expect(ids.filter((id) => !/^[a-z2-9]{14}$/.test(id))).toEqual([]);
    expect(idsOf(corpus)).toEqual(idsOf(corpus).toSorted());
    // Of people in the order of the list, as many abusers are in the first half as in the second, but for chance.
    const flags = idsOf(corpus).flatMap((id) => corpus.labels.get(id)?.isAbuse ?? []);
    const early = flags.slice(0, flags.length / 2).filter(Boolean).length / flags.filter(Boolean).length;
    expect(Math.abs(early - 0.5)).toBeLessThan(0.18);
  }
});

test("no word of a name gives a population away", () => {
  for (const population of [...honest, ...abusers]) {
    const [inside, outside] = [true, false].map((wanted) =>
      corpora.map((corpus) => peopleOf(corpus, (label) => (label.population === population) === wanted)),
    );
    const others = new Set(outside?.flat().flatMap(({ name }) => name.split(" ")));
    const marked = inside?.flat().filter(({ name }) => name.split(" ").every((word) => !others.has(word)));
    expect(marked?.length).toBeLessThan(0.1 * (inside?.flat().length ?? 0));
  }
});

test("whatever opens the links of abusers opens those of honest people, but for what says that it is a script", () => {
  for (const { happenings, labels } of corpora) {
    const clicks = happenings.filter((happening) => happening.type === "click");
    const signups = happenings.filter((happening) => happening.type === "signup");
    const abusing = new Set(
      signups.flatMap(({ refereeId, referrerId }) => (labels.get(refereeId)?.isAbuse ? [referrerId] : [])),
    );
    const [bad, good] = [true, false].map((wanted) =>
      clicks.filter(({ referrerId }) => abusing.has(referrerId) === wanted),
    );
    const known = new Set(good?.map(({ agent }) => agent));
    const strange = bad?.filter(({ agent }) => !known.has(agent) && !/Headless|python|X11/.test(agent));
    expect(strange?.length).toBeLessThan(0.03 * (bad?.length ?? 0));
  }
});

test("what is a sign of abuse is found with honest people too, and not with every abuser", () => {
  for (const corpus of corpora) {
    const share = sharedCards(corpus);
    expect(share(false)).toBeGreaterThan(20);
    expect(share(true)).toBeGreaterThan(10);
    const frames = corpus.happenings.filter((happening) => happening.type === "click" && happening.via === "iframe");
    const referrers = new Set(frames.flatMap((happening) => ("referrerId" in happening ? [happening.referrerId] : [])));
    expect(referrers.size).toBeGreaterThan(5);
    for (const isAbuse of [true, false]) {
      const hasty = hastyPayers(corpus).filter((id) => corpus.labels.get(id)?.isAbuse === isAbuse);
      expect(hasty.length).toBeGreaterThan(8);
    }
  }
});

test("honest exhibitors have twelve sign-ups and more in a day", () => {
  for (const corpus of corpora) {
    const days = new Map<string, number>();
    for (const happening of corpus.happenings) {
      if (happening.type !== "signup" || corpus.labels.get(happening.refereeId)?.population !== honest[3]) continue;
      const key = `${happening.referrerId}/${Math.floor(happening.atMs / dayMs)}`;
      days.set(key, (days.get(key) ?? 0) + 1);
    }
    expect([...days.values()].filter((count) => count >= 12).length).toBeGreaterThan(2);
  }
});

test("one network has one address in a day, and another one after midnight", () => {
  for (const { happenings } of corpora) {
    const days = new Map<string, number>();
    const strays = happenings.filter((happening) => {
      if (!("address" in happening)) return false;
      const day = Math.floor(happening.atMs / dayMs);
      const known = days.get(happening.address) ?? day;
      days.set(happening.address, day);
      return known !== day;
    });
    expect(strays).toEqual([]);
  }
});

test("after each refund of that population its reward has been used", () => {
  for (const { happenings, labels } of corpora) {
    const used = new Set<string>();
    const payer = new Map<string, string>();
    const refunded = new Set<string>();
    for (const happening of happenings) {
      if (happening.type === "redeemed") used.add(happening.refereeId);
      if (happening.type === "payment") payer.set(happening.paymentRef, happening.refereeId);
      if (happening.type !== "refund") continue;
      const id = payer.get(happening.paymentRef) ?? "";
      refunded.add(id);
      if (labels.get(id)?.population === "refund after redemption") expect(used.has(id)).toBe(true);
    }
    const planned = [...labels].filter(([, { population }]) => population === "refund after redemption");
    expect(planned.filter(([id]) => !refunded.has(id))).toEqual([]);
  }
});

function idsOf({ people }: Corpus): string[] {
  return people.map(({ id }) => id);
}

function countsOf({ labels }: Corpus): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { population } of labels.values()) counts[population] = (counts[population] ?? 0) + 1;
  return counts;
}

function peopleOf({ people, labels }: Corpus, isWanted: (label: { population: string }) => boolean) {
  return people.filter(({ id }) => {
    const label = labels.get(id);
    return label !== undefined && isWanted(label);
  });
}

function tokensOf(happening: Happening): string[] {
  return [
    ...("visitor" in happening && happening.visitor !== null ? [happening.visitor] : []),
    ...("paymentRef" in happening ? [happening.paymentRef] : []),
  ];
}

/** How many of the referred, abusers or honest, pay with a card that somebody else pays with. */
function sharedCards({ people, labels }: Corpus): (isAbuse: boolean) => number {
  const groups = Object.groupBy(people, ({ paymentFingerprint }) => paymentFingerprint ?? "");
  return (isAbuse) =>
    people.filter(({ id, paymentFingerprint }) => {
      if (paymentFingerprint === null || labels.get(id)?.isAbuse !== isAbuse) return false;
      return (groups[paymentFingerprint]?.length ?? 0) > 1;
    }).length;
}

/** Who pays within a quarter of an hour of signing up. */
function hastyPayers({ happenings }: Corpus): string[] {
  const signedUp = new Map<string, number>();
  return happenings.flatMap((happening) => {
    if (happening.type === "signup") signedUp.set(happening.refereeId, happening.atMs);
    if (happening.type !== "payment") return [];
    return happening.atMs - (signedUp.get(happening.refereeId) ?? 0) < dayMs / 96 ? [happening.refereeId] : [];
  });
}
