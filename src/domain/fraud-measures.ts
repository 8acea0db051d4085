import { dayMs } from "#domain/day";
import type { FraudHistory, PastReferral } from "#domain/fraud-history";
import type { Participant } from "#domain/participant";
import { shareOf } from "#domain/money";
import { similarityOf, trigramsOf, wholeRatio } from "#domain/trigram";
import type { Trigrams } from "#domain/trigram";

/**
 * What a signal found, in the unit of its threshold, and what it was found by: ids and a code, nothing personal.
 * Null where there was nothing to measure.
 */
export type Measure = { measure: number | null; participants: string[]; note: string | null };

/** The most referrals of the referrer in any 24 hours that hold this signup. */
export function measureVelocity(history: FraudHistory): Measure {
  const times = timeline(history).map(({ signedUpAtMs }) => signedUpAtMs);
  const own = history.referral.signedUpAtMs;
  let most = { from: own, count: 0 };
  let end = 0;
  for (const [start, from] of times.entries()) {
    if (from > own) break;
    while (end < times.length && (times[end] ?? Infinity) < from + dayMs) end += 1;
    if (own < from + dayMs && end - start > most.count) most = { from, count: end - start };
  }
  const among = history.others.filter(
    ({ signedUpAtMs }) => signedUpAtMs >= most.from && signedUpAtMs < most.from + dayMs,
  );
  return found(most.count, among.map(idOf));
}

/** Among so many others one is alike by chance: names and mailboxes are drawn from few. */
const othersForNamesake = 5;

/**
 * How alike the referee's name or mailbox is to the referrer's or to other referees', in millionths. Of more others
 * the best ones are left out, one of each ten: in a crowd somebody has a name like everybody's.
 */
export function measureSimilarity({ referral, referrer, others }: FraudHistory): Measure {
  const own = readOnce(referral.referee);
  const people = others.map(({ referee }) => referee).filter(({ id }) => id !== referral.referee.id);
  // Of equals always the same is told: that with the smallest id.
  const alike = people
    .map((person) => likeness(own, person))
    .sort((a, b) => b.measure - a.measure || (a.id < b.id ? -1 : 1));
  const among = alike[Math.floor(people.length / othersForNamesake)];
  const withReferrer = referrer.id === referral.referee.id ? undefined : likeness(own, referrer);
  const best = [withReferrer, among]
    .filter((one) => one !== undefined)
    .sort((a, b) => b.measure - a.measure || (a.id < b.id ? -1 : 1))[0];
  return best === undefined || best.measure === 0 ? found(0) : found(best.measure, [best.id], best.note);
}

function likeness(own: Read, person: Participant): { id: string; measure: number; note: string } {
  const name = similarityOf(own.name, trigramsOf(person.name ?? ""));
  const email = mailboxSimilarity(own, person);
  return { id: person.id, measure: Math.max(name, email), note: name >= email ? "name" : "email" };
}

/** How many of the referrer's referees came from this one's address on its day. */
export function measureAddressClustering({ referral, others }: FraudHistory): Measure {
  const { addressHash, referee } = referral;
  if (addressHash === null) return nothing;
  const there = others.filter((other) => other.addressHash === addressHash);
  const ids = new Set(there.map(idOf).filter((id) => id !== referee.id));
  return found(ids.size + 1, [...ids]);
}

/** So many signups in a row are compared: fewer are regular by chance too often. */
export const timingRun = 6;

/**
 * How regular the intervals are in the most regular run of signups around this one, in millionths: 1 less the mean
 * deviation of the intervals from their mean, as a share of it. Signups of one moment were reported so, and say nothing.
 */
export function measureTiming(history: FraudHistory): Measure {
  const all = timeline(history);
  const place = all.findIndex(({ referee }) => referee.id === history.referral.referee.id);
  let best = nothing;
  for (let start = Math.max(0, place - timingRun + 1); start <= place; start += 1) {
    const run = all.slice(start, start + timingRun);
    if (run.length < timingRun) break;
    const measure = regularityOf(run.map(({ signedUpAtMs }) => signedUpAtMs));
    if (measure === null || measure <= (best.measure ?? -1)) continue;
    const ids = run.map(idOf).filter((id) => id !== history.referral.referee.id);
    best = found(measure, ids);
  }
  return best;
}

/** Whole seconds from the earliest touch to the first payment; without a touch nobody knows. */
export function measureConversionSpeed({ referral: { clickedAtMs, paidAtMs } }: FraudHistory): Measure {
  if (clickedAtMs === null || paidAtMs === null || paidAtMs < clickedAtMs) return nothing;
  return found(Math.floor((paidAtMs - clickedAtMs) / 1000));
}

export const nothing: Measure = { measure: null, participants: [], note: null };
const mostParticipants = 10;

/** Few names are enough for a reviewer; in the order of their ids, whatever order they were found in. */
export function found(measure: number, participants: readonly string[] = [], note: string | null = null): Measure {
  return { measure, participants: participants.toSorted().slice(0, mostParticipants), note };
}

export function idOf({ referee }: PastReferral): string {
  return referee.id;
}

/** All the referrer's referrals, this one among them, by time and then by id. */
function timeline({ referral, others }: FraudHistory): PastReferral[] {
  return [...others, referral].sort((a, b) => a.signedUpAtMs - b.signedUpAtMs || (idOf(a) < idOf(b) ? -1 : 1));
}

/** In integers throughout: each interval times their number, against their sum. */
function regularityOf(timesMs: readonly number[]): number | null {
  const intervals = timesMs.slice(1).map((time, index) => time - (timesMs[index] ?? time));
  const sum = intervals.reduce((total, interval) => total + interval, 0);
  if (sum === 0) return null;
  const deviation = intervals.reduce((total, interval) => total + Math.abs(interval * intervals.length - sum), 0);
  return shareOf(wholeRatio, Math.max(0, sum * intervals.length - deviation), sum * intervals.length);
}

type Read = { name: Trigrams; local: Trigrams; whole: Trigrams; domain: string };

function readOnce(person: Participant): Read {
  const { local, domain } = mailboxOf(person);
  return {
    name: trigramsOf(person.name ?? ""),
    local: trigramsOf(local),
    whole: trigramsOf(`${local}@${domain}`),
    domain,
  };
}

/** Of one provider's mailboxes only what stands before the @ tells; `info@` of two firms is not alike. */
function mailboxSimilarity(own: Read, person: Participant): number {
  const { local, domain } = mailboxOf(person);
  return own.domain === domain
    ? similarityOf(own.local, trigramsOf(local))
    : similarityOf(own.whole, trigramsOf(`${local}@${domain}`));
}

function mailboxOf({ email, normalizedEmail }: Participant): { local: string; domain: string } {
  const mailbox = normalizedEmail ?? email ?? "";
  const at = mailbox.lastIndexOf("@");
  return { local: mailbox.slice(0, Math.max(at, 0)), domain: mailbox.slice(at + 1) };
}
