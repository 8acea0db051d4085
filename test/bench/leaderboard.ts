import { readFileSync } from "node:fs";
import { boardProgram, seedBoards } from "#bench/board-seed";
import type { RowCounts, Tick } from "#bench/boards/figures";
import { buildBoardsWorker } from "#bench/build";
import type { BuiltWorker } from "#bench/build";
import { runWorker } from "#bench/runtime";
import type { RunningWorker } from "#bench/runtime";
import { percentile } from "#bench/statistics";
import { periodKeysAt } from "#domain/board-period";
import type { BoardUpdate, PageQuery, PlaceQuery } from "#domain/leaderboard";

const timeZone = "Europe/London";

export type BoardFigures = {
  participants: number;
  ranked: number;
  fill: Recalculation;
  again: Recalculation;
  rows: { page: RowCounts; place: RowCounts; update: RowCounts };
  /** Less a call that does nothing, made in turns with it. */
  pageMs: Spread;
  placeMs: Spread;
  updateMs: Spread;
  nothingMs: Spread;
  storedBytes: number;
  residentBytes: number | null;
};
type Spread = { p50: number; p99: number };
/** `ticks`: runs of the job, each as long as it may be. */
export type Recalculation = Omit<Tick, "place" | "drift"> & { seconds: number; ticks: number };

const rounds = 400;

/** Boards of programs of these sizes: filled from the database as the job does it, then asked over HTTP, one call at a time. */
export async function measureLeaderboards(sizes: readonly number[]): Promise<BoardFigures[]> {
  const built = await buildBoardsWorker();
  const figures: BoardFigures[] = [];
  for (const size of sizes) figures.push(await measureOne(built, size));
  return figures;
}

async function measureOne(built: BuiltWorker, participants: number): Promise<BoardFigures> {
  const running = await runWorker(built);
  try {
    const nowMs = Date.now();
    await seedBoards(await running.miniflare.getD1Database("DB"), participants, nowMs);
    const ask = openDoor(running);
    const fill = await recalculate(ask);
    const again = await recalculate(ask);
    return {
      participants,
      fill,
      again,
      ...(await measureCalls(ask, participants, nowMs)),
      storedBytes: Number(await ask({ call: "storedBytes" })),
      residentBytes: readResidentBytes(running.pid),
    };
  } finally {
    await running.miniflare.dispose();
  }
}

type Ask = (call: { call: string } & Record<string, unknown>) => Promise<unknown>;

function openDoor({ url }: RunningWorker): Ask {
  return async (call) => {
    const body = JSON.stringify({ programId: boardProgram, timeZone, ...call });
    const response = await fetch(url, { method: "POST", body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${call.call}: ${response.status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
}

async function recalculate(ask: Ask): Promise<Recalculation> {
  const startedAt = performance.now();
  const all = { ticks: 0, people: 0, referrals: 0, rowsRead: 0, object: {} as Tick["object"] };
  let from: unknown = null;
  do {
    // Safe because the door answers what its worker says.
    const done = (await ask({ call: "recalculate", from })) as Tick;
    from = done.place;
    all.ticks += 1;
    all.people += done.people;
    all.referrals += done.referrals;
    all.rowsRead += done.rowsRead;
    for (const [name, { calls, totalMs, longestMs }] of Object.entries(done.object)) {
      const known = all.object[name] ?? { calls: 0, totalMs: 0, longestMs: 0 };
      all.object[name] = {
        calls: known.calls + calls,
        totalMs: known.totalMs + totalMs,
        longestMs: Math.max(known.longestMs, longestMs),
      };
    }
  } while (from !== null);
  return { seconds: (performance.now() - startedAt) / 1000, ...all };
}

function queries(participants: number, nowMs: number) {
  const periods = Object.values(periodKeysAt(nowMs, timeZone));
  const filters = [{}, { category: "dj" }, { location: "Town 5" }, { kind: "supplier", category: "venue" }];
  const boardAt = (n: number) => ({
    period: periods[n % periods.length] ?? "all",
    filter: filters[n % filters.length] ?? {},
    ...{ nowMs, timeZone },
  });
  // The early ones are those with a rank; a step through them all meets great and small.
  const personAt = (n: number) => `ptc_${String(1 + ((n * 7919) % Math.ceil(participants / 4))).padStart(7, "0")}`;
  return {
    page: (n: number): PageQuery => ({ ...boardAt(n), after: null, limit: 100 }),
    place: (n: number): PlaceQuery => ({ ...boardAt(n), filter: {}, participantId: personAt(n), neighbours: 5 }),
    /** Somebody's first or next conversion, just now. */
    update: (n: number): BoardUpdate => ({
      ...{ version: 1_000_000 + n, nowMs, timeZone, people: [] },
      referrals: [{ referralId: `ref_new_${n}`, referrerId: personAt(n), atMs: nowMs }],
    }),
  };
}

async function measureCalls(ask: Ask, participants: number, nowMs: number) {
  const { page, place, update } = queries(participants, nowMs);
  const times = { nothing: [] as number[], page: [] as number[], place: [] as number[], update: [] as number[] };
  for (let n = 0; n < rounds; n += 1) {
    times.nothing.push(await timed(() => ask({ call: "nothing" })));
    times.page.push(await timed(() => ask({ call: "page", query: page(n) })));
    times.place.push(await timed(() => ask({ call: "place", query: place(n) })));
    times.update.push(await timed(() => ask({ call: "update", update: update(n) })));
  }
  const nothing = spreadOf(times.nothing);
  const less = (of: Spread): Spread => ({ p50: of.p50 - nothing.p50, p99: of.p99 - nothing.p99 });
  const most = async (call: string, of: (n: number) => object): Promise<RowCounts> => {
    const all: RowCounts = { rowsRead: 0, rowsWritten: 0 };
    for (let n = 0; n < 40; n += 1) {
      // Safe because the door answers what its worker says.
      const one = (await ask({ call, ...of(n) })) as RowCounts;
      all.rowsRead = Math.max(all.rowsRead, one.rowsRead);
      all.rowsWritten = Math.max(all.rowsWritten, one.rowsWritten);
    }
    return all;
  };
  const ranked = Number(await ask({ call: "ranked", query: { ...page(0), filter: {}, period: "all" } }));
  return {
    ranked,
    rows: {
      page: await most("countPage", (n) => ({ query: page(n) })),
      place: await most("countPlace", (n) => ({ query: place(n) })),
      update: await most("countUpdate", (n) => ({ update: update(rounds + n) })),
    },
    ...{
      pageMs: less(spreadOf(times.page)),
      placeMs: less(spreadOf(times.place)),
      updateMs: less(spreadOf(times.update)),
    },
    nothingMs: nothing,
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function spreadOf(times: readonly number[]): Spread {
  return { p50: percentile(times, 50), p99: percentile(times, 99) };
}

/** What the process has of the machine's memory, everything of workerd's included; null where processes cannot be looked at. */
function readResidentBytes(pid: number | null): number | null {
  if (pid === null) return null;
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}
