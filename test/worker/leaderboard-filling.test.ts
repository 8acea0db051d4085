import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { periodKeysAt } from "#domain/board-period";
import type { BoardPerson, Boards } from "#domain/leaderboard";
import { card, naiveBoard } from "#support/board-model";
import type { BoardModel } from "#support/board-model";

const timeZone = "Europe/London";
const startMs = Date.parse("2026-10-23T21:00:00Z");
const categories = ["dj", "venue", null];

test("what changes while a large program is filled, summed up and put in order stands right when that is over", async () => {
  const boards: Boards = env.LEADERBOARD.getByName("prg_large");
  const model: BoardModel = { people: new Map(), referrals: new Map() };
  const [nowMs, crowd] = [startMs, 5200];
  const nameOf = (prefix: string, n: number) => `${prefix}_${String(n).padStart(5, "0")}`;
  for (let n = 0; n < crowd; n += 1) {
    const id = nameOf("ptc", n);
    const membership = { kind: "supplier", category: categories[n % 3] ?? null, location: null, isListed: n % 50 > 0 };
    model.people.set(id, { id, ...membership, card });
    for (const nth of [0, 1, 2].slice(0, 1 + ((n * 7) % 3))) {
      model.referrals.set(nameOf("ref", n * 3 + nth), { referrerId: id, atMs: nowMs - ((n * 7919) % 9000) * 3600 });
    }
  }
  let version = 1;
  /** Somebody early and somebody late in the order of ids, each with two more, one less, and another category. */
  const changeMeanwhile = async (): Promise<void> => {
    for (const n of [version % 60, crowd - 1 - (version % 60)]) {
      version += 1;
      const person = { ...model.people.get(nameOf("ptc", n))!, category: categories[version % 3] ?? null };
      model.people.set(person.id, person);
      const told = [
        { referralId: nameOf("ref", n * 3), referrerId: person.id, atMs: null },
        { referralId: `ref_new_${version}`, referrerId: person.id, atMs: nowMs - version },
        { referralId: `ref_newer_${version}`, referrerId: person.id, atMs: nowMs },
      ];
      for (const { referralId, ...referral } of told) model.referrals.set(referralId, referral);
      await boards.update({ version, nowMs, timeZone, people: [person], referrals: told });
    }
  };

  const { epoch } = await boards.begin({ nowMs, timeZone });
  const base = { nowMs, timeZone, people: [], referrals: [] };
  const read = { version, people: [...model.people.values()], referrals: [...model.referrals] };
  const range = { after: "", upTo: null, epoch };
  await boards.update({ ...base, version: read.version, people: read.people, range: { of: "people", ...range } });
  await changeMeanwhile();
  const referrals = read.referrals.map(([referralId, referral]) => ({ referralId, ...referral }));
  await boards.update({ ...base, version: read.version, referrals, range: { of: "referrals", ...range } });
  const passed: string[] = [];
  do {
    await changeMeanwhile();
    passed.push(await boards.rank({ nowMs, timeZone, epoch }));
  } while (passed.at(-1) !== "ready");
  expect(new Set(passed)).toEqual(new Set(["scoring", "ranking", "ready"]));

  for (const filter of [{}, { category: "dj" }, { kind: "supplier", category: "venue" }]) {
    for (const period of Object.values(periodKeysAt(nowMs, timeZone))) {
      const { rows } = await boards.page({ period, filter, nowMs, timeZone, after: null, limit: 10_000 });
      const stood = rows.map(({ card: _, previousRank: __, ...row }) => row);
      expect(stood).toEqual(naiveBoard(model, { period, filter, timeZone }));
    }
  }
});

const personOf = (id: string): BoardPerson => ({
  ...{ id, kind: "supplier", category: null, location: null, isListed: true, card },
});

test("who moves while boards are put in order leaves everybody's place of yesterday known", async () => {
  const boards = env.LEADERBOARD.getByName("prg_moves_while_ranking");
  const moment = { nowMs: startMs, timeZone };
  const { epoch } = await boards.begin(moment);
  const ids = Array.from({ length: 1100 }, (_, n) => `ptc_${String(n).padStart(4, "0")}`);
  const referrals = ids.map((id, n) => ({ referralId: `ref_${id}`, referrerId: id, atMs: startMs - 10_000 + n }));
  await boards.update({ version: 1, ...moment, people: ids.map(personOf), referrals });
  // Each has five scores, of which one portion puts 5,000 in order, after another has summed them up.
  expect(await boards.rank({ ...moment, epoch })).toBe("ranking");
  expect(await boards.rank({ ...moment, epoch })).toBe("ranking");
  const again = { referralId: "ref_again", referrerId: "ptc_1099", atMs: startMs };
  await boards.update({ version: 2, ...moment, people: [], referrals: [again] });
  while ((await boards.rank({ ...moment, epoch })) !== "ready");
  for (const period of Object.values(periodKeysAt(startMs, timeZone))) {
    const { rows } = await boards.page({ ...moment, period, filter: {}, after: '[1,0,""]', limit: 1000 });
    const strangers = rows.filter(({ previousRank, rank }) => previousRank !== rank);
    expect(
      strangers.map(({ participantId }) => participantId),
      period,
    ).toEqual([]);
  }
});

test("what was read before midnight and comes after it takes nobody's place of yesterday away", async () => {
  const boards = env.LEADERBOARD.getByName("prg_over_midnight");
  const lateMs = startMs + 26 * 3_600_000;
  const [early, late] = [
    { nowMs: startMs, timeZone },
    { nowMs: lateMs, timeZone },
  ];
  const { epoch } = await boards.begin(early);
  const paid = (referralId: string, referrerId: string) => ({ referralId, referrerId, atMs: startMs });
  const people = [personOf("ptc_00"), personOf("ptc_01")];
  const first = [paid("ref_1", "ptc_00"), paid("ref_2", "ptc_00"), paid("ref_3", "ptc_01")];
  await boards.update({ version: 1, ...early, people, referrals: first });
  while ((await boards.rank({ ...early, epoch })) !== "ready");
  await boards.update({ version: 3, ...late, people: [], referrals: [paid("ref_4", "ptc_01")] });
  await boards.update({ version: 2, ...early, people: [], referrals: [paid("ref_5", "ptc_01")] });
  const { rows } = await boards.page({ ...late, period: "all", filter: {}, after: null, limit: 10 });
  expect(rows.map(({ participantId, rank, previousRank }) => [participantId, rank, previousRank])).toEqual([
    ["ptc_01", 1, 2],
    ["ptc_00", 2, 1],
  ]);
});
