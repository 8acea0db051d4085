import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { boardPeriods, periodKeysAt } from "#domain/board-period";
import { dayMs } from "#domain/day";
import type { BoardFilter, BoardPerson, BoardUpdate, Boards } from "#domain/leaderboard";
import { card, naiveBoard } from "#support/board-model";
import type { BoardModel, Stood } from "#support/board-model";

const timeZone = "Europe/London";
const startMs = Date.parse("2026-10-23T21:00:00Z");
const kinds = ["supplier", "couple"];
const categories = ["dj", "venue", null];
const locations = ["London", "Leeds", null];

/** What may happen: a conversion, its reversal, somebody who changes, time that goes by, a recalculation, or a loss. */
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ type: fc.constant("convert"), who: fc.nat(19), referral: fc.nat(299), late: fc.nat(40) }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("reverse"), referral: fc.nat(299) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("move"),
      who: fc.nat(19),
      kind: fc.nat(1),
      category: fc.nat(2),
      location: fc.nat(2),
      isListed: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("wait"), hours: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("recalculate") }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const steps = fc.array(step, { minLength: 20, maxLength: 120 });

test("after any conversions, reversals, moves and rollovers, told twice, late or never, boards are a naive sort of the database", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(steps, fc.infiniteStream(fc.nat(9)), async (all, luck) => {
      const world = await openWorld(`prg_lossy_${(run += 1)}`, { losesUpdates: true });
      for (const next of all) await world.play(next, luck.next().value ?? 0);
      await world.recalculate();
      await world.compare();
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

test("so they are without a recalculation, where every update comes in the end: twice, or after newer ones", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(steps, fc.infiniteStream(fc.nat(9)), async (all, luck) => {
      const world = await openWorld(`prg_reliable_${(run += 1)}`, { losesUpdates: false });
      for (const next of all) await world.play(next, luck.next().value ?? 0);
      await world.deliver();
      await world.compare();
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

async function openWorld(programId: string, { losesUpdates }: { losesUpdates: boolean }) {
  const boards: Boards = env.LEADERBOARD.getByName(programId);
  const model: BoardModel = { people: new Map(), referrals: new Map() };
  let [nowMs, version] = [startMs, 0];
  /** How boards stood at the end of the last day that is over, by board. */
  let evening = snapshot();
  const held: BoardUpdate[] = [];

  function snapshot(): Map<string, Stood[]> {
    const taken = new Map<string, Stood[]>();
    for (const key of everyBoard(nowMs)) taken.set(JSON.stringify(key), naiveBoard(model, { ...key, timeZone }));
    return taken;
  }

  const tell = async (update: BoardUpdate, luck: number) => {
    if (luck === 0 && losesUpdates) return;
    if (luck <= 1) return void held.push(update);
    await boards.update(update);
    if (luck === 2) await boards.update(update);
    if (luck === 3) await deliver();
  };

  const deliver = async () => {
    for (const late of held.splice(0).toReversed()) await boards.update(late);
  };

  const wholeUpdates = (epoch: string): BoardUpdate[] => {
    const base = { version, nowMs, timeZone, people: [], referrals: [] };
    const middle = "ptc_10";
    const people = [...model.people.values()];
    const referrals = [...model.referrals].map(([referralId, referral]) => ({ referralId, ...referral }));
    return [
      {
        ...base,
        people: people.filter(({ id }) => id <= middle),
        range: { of: "people", after: "", upTo: middle, epoch },
      },
      {
        ...base,
        people: people.filter(({ id }) => id > middle),
        range: { of: "people", after: middle, upTo: null, epoch },
      },
      { ...base, referrals, range: { of: "referrals", after: "", upTo: null, epoch } },
    ];
  };

  const recalculate = async () => {
    const { epoch } = await boards.begin({ nowMs, timeZone });
    for (const update of wholeUpdates(epoch)) await boards.update(update);
    for (;;) if ((await boards.rank({ nowMs, timeZone, epoch })) === "ready") return;
  };

  const play = async (next: Step, luck: number) => {
    version += 1;
    if (next.type === "wait" && "hours" in next) {
      // An evening can be compared once the object was told of it.
      await (losesUpdates ? recalculate() : deliver());
      const before = nowMs;
      nowMs += next.hours * 3_600_000;
      const isOver = dayOfLondon(before) !== dayOfLondon(nowMs);
      if (isOver) evening = snapshot();
      return;
    }
    if (next.type === "recalculate") return recalculate();
    await tell(change(next), luck);
  };

  const change = (next: Step): BoardUpdate => {
    const update: BoardUpdate = { version, nowMs, timeZone, people: [], referrals: [] };
    if (next.type === "move" && "kind" in next) return { ...update, people: [settle(next)] };
    if (!("referral" in next)) return update;
    const referralId = `ref_${String(next.referral).padStart(3, "0")}`;
    if (next.type === "convert" && "who" in next) {
      const person =
        model.people.get(idOf(next.who)) ?? settle({ ...next, kind: 0, category: 0, location: 0, isListed: true });
      const referral = { referrerId: person.id, atMs: nowMs - next.late * 3_600_000 };
      model.referrals.set(referralId, referral);
      return { ...update, people: [person], referrals: [{ referralId, ...referral }] };
    }
    const known = model.referrals.get(referralId);
    if (known === undefined) return update;
    const referral = { ...known, atMs: null };
    model.referrals.set(referralId, referral);
    return { ...update, referrals: [{ referralId, ...referral }] };
  };

  const settle = (of: {
    who: number;
    kind: number;
    category: number;
    location: number;
    isListed: boolean;
  }): BoardPerson => {
    const person = {
      ...{ id: idOf(of.who), kind: kinds[of.kind] ?? "supplier", category: categories[of.category] ?? null },
      ...{ location: locations[of.location] ?? null, isListed: of.isListed, card },
    };
    model.people.set(person.id, person);
    return person;
  };

  const compare = async () => {
    for (const key of everyBoard(nowMs)) {
      const expected = naiveBoard(model, { ...key, timeZone });
      const { rows, totals } = await boards.page({ ...key, nowMs, timeZone, after: null, limit: 1000 });
      const ranks = new Map(evening.get(JSON.stringify(key))?.map(({ participantId, rank }) => [participantId, rank]));
      const rankBefore = (id: string) => ranks.get(id) ?? null;
      // A board that everybody has left is forgotten with its evening: few may leave and be back within a day.
      const mayBeForgotten = ranks.size <= 3;
      const shown = rows.map((row) =>
        mayBeForgotten ? { ...row, previousRank: row.previousRank ?? rankBefore(row.participantId) } : row,
      );
      expect(shown, JSON.stringify(key)).toEqual(
        expected.map((one) => ({ ...one, card, previousRank: rankBefore(one.participantId) })),
      );
      const conversions = expected.reduce((sum, one) => sum + one.conversions, 0);
      expect(totals).toEqual({ participants: expected.length, conversions });
      const middle = expected[Math.floor(expected.length / 2)];
      if (middle === undefined) continue;
      const asked = { ...key, nowMs, timeZone, participantId: middle.participantId, neighbours: 2 };
      const { own, above, below, behind } = await boards.place(asked);
      expect([...above, own, ...below].map((row) => row?.participantId)).toEqual(
        expected.slice(Math.max(0, middle.rank - 3), middle.rank + 2).map(({ participantId }) => participantId),
      );
      expect(own?.rank).toBe(middle.rank);
      const next = expected[middle.rank - 2];
      expect(behind).toBe(next === undefined ? null : next.conversions - middle.conversions);
    }
  };

  await recalculate();
  return { play, recalculate, deliver, compare };
}

function idOf(who: number): string {
  return `ptc_${String(who).padStart(2, "0")}`;
}

function dayOfLondon(atMs: number): string {
  return new Date(atMs).toLocaleDateString("en-GB", { timeZone });
}

/** The boards of now and of the periods before. */
function everyBoard(nowMs: number): { period: string; filter: BoardFilter }[] {
  const periods = new Set(
    [nowMs, nowMs - 7 * dayMs, startMs].flatMap((atMs) => boardPeriods.map((of) => periodKeysAt(atMs, timeZone)[of])),
  );
  const filters: BoardFilter[] = [
    {},
    { kind: "supplier" },
    { category: "dj" },
    { location: "London" },
    { kind: "couple", category: "venue" },
    { category: "dj", location: "Leeds" },
    { kind: "supplier", category: "venue", location: "London" },
  ];
  return [...periods].flatMap((period) => filters.map((filter) => ({ period, filter })));
}
