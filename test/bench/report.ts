import { cpus } from "node:os";
import type { Counts } from "#bench/counts";
import type { BoardFigures, Recalculation } from "#bench/leaderboard";
import type { Latency } from "#bench/latency";
import type { ProfileLine } from "#bench/profile";
import type { Throughput } from "#bench/throughput";

export type BenchResults = {
  throughput?: Throughput[];
  counts?: Counts;
  latency?: Latency[];
  size?: { bytes: number; gzipBytes: number };
  startupMs?: number;
  boards?: BoardFigures[];
  profile?: { ours: ProfileLine[]; bare: ProfileLine[] };
};

/** The results as Markdown, part by part; what was not measured is not mentioned. */
export function describeResults(results: BenchResults): string {
  const machine = cpus()[0]?.model ?? "unknown";
  const parts = [`Measured on ${cpus().length} × ${machine}, Node ${process.version}.`];
  if (results.throughput) parts.push(describeThroughput(results.throughput));
  if (results.counts) parts.push(describeCounts(results.counts), describePrices(results.counts));
  if (results.latency) parts.push(describeLatency(results.latency));
  if (results.size) parts.push(describeSize(results.size, results.startupMs));
  if (results.boards) parts.push(describeBoards(results.boards));
  if (results.profile) parts.push(describeProfile(results.profile));
  return `${parts.join("\n\n")}\n`;
}

function describeThroughput(runs: readonly Throughput[]): string {
  const rows = runs.map((run) => {
    const spread = `${ratio(run.ratios[0])}–${ratio(run.ratios.at(-1))}`;
    const perSecond = `${whole(run.bouquetPerSecond)} / ${whole(run.barePerSecond)}`;
    const cpu = run.cpuMicros;
    const cpuShown = cpu && `${tenths(cpu.bouquet)} / ${tenths(cpu.bare)} = ${ratio(cpu.bare / cpu.bouquet)}`;
    const logged = `${run.logged - run.answered} more than ${run.answered} answered`;
    return [run.links, run.tool, ratio(run.medianRatio), spread, perSecond, cpuShown ?? "", logged];
  });
  const heads = [
    "links",
    "tool",
    "ratio (median)",
    "spread",
    "requests/s ours / bare",
    "CPU µs ours / bare = ratio",
    "clicks logged",
  ];
  return `## Warm redirect ÷ bare Hono 302\n\n${table(heads, rows)}`;
}

function describeCounts(counts: Counts): string {
  const rows = Object.entries(counts)
    .filter(([, figures]) => figures["dollars"] === undefined)
    .map(([name, figures]) => {
      const known = ["d1_trips", "d1_rows_written", "kv_reads", "kv_writes", "object_calls", "object_rows_written"];
      const tables = Object.entries(figures).filter(([figure]) => !known.includes(figure));
      const shown = ["d1_trips", "d1_rows_written", "kv_reads", "kv_writes", "object_calls"];
      return [name, ...shown.map((figure) => figures[figure] ?? ""), tables.map((entry) => entry.join(" ")).join(", ")];
    });
  const heads = ["", "D1 trips", "D1 rows written", "KV reads", "KV writes", "object calls", "rows by table"];
  return `## Counted operations\n\nTrips are those that wait for each other.\n\n${table(heads, rows)}`;
}

const priceParts = [
  "requests",
  "cpu",
  "kv_reads",
  "kv_writes",
  "object_requests",
  "object_rows",
  "database_rows",
  "rows_read",
];

function describePrices(counts: Counts): string {
  const rows = Object.entries(counts)
    .filter(([, figures]) => figures["dollars"] !== undefined)
    .map(([name, figures]) => {
      const parts = priceParts.map((part) => (figures[part] ?? 0).toFixed(3));
      return [name, `**$${figures["dollars"]?.toFixed(2)}**`, ...parts, figures["clicks"] ?? ""];
    });
  return `## List price of a million clicks\n\n${table(["", "total", ...priceParts, "clicks played"], rows)}`;
}

function describeLatency(runs: readonly Latency[]): string {
  const rows = runs.map((run) => [run.atOnce, run.events, tenths(run.p50Ms), tenths(run.p95Ms), whole(run.perSecond)]);
  return `## First payments over HTTP\n\n${table(["at once", "events", "p50 ms", "p95 ms", "events/s"], rows)}`;
}

function describeSize(size: { bytes: number; gzipBytes: number }, startupMs: number | undefined): string {
  const rows: Cell[][] = [["bundle, gzip KiB", tenths(size.gzipBytes / 1024)]];
  if (startupMs !== undefined) rows.push(["start-up, ms of work", tenths(startupMs)]);
  return `## Size\n\n${table(["", ""], rows)}`;
}

function describeProfile({ ours, bare }: { ours: ProfileLine[]; bare: ProfileLine[] }): string {
  const known = new Map(bare.map((line) => [line.name, line.micros]));
  const rows = ours.slice(0, 25).map(({ name, micros }) => {
    const theirs = known.get(name);
    return [`\`${name}\``, micros.toFixed(2), theirs === undefined ? "" : theirs.toFixed(2)];
  });
  const total = (lines: ProfileLine[]) => lines.reduce((sum, line) => sum + line.micros, 0).toFixed(1);
  const totals = ["**all**", total(ours), total(bare)];
  const note = "Under the profiler, which slows both; the shares are what matters.";
  return `## Where the time of a warm redirect goes\n\n${note}\n\n${table(["function", "µs ours", "µs bare"], [totals, ...rows])}`;
}

function describeBoards(all: readonly BoardFigures[]): string {
  const figure = (name: string, of: (one: BoardFigures) => Cell): Cell[] => [name, ...all.map(of)];
  const seconds = ({ seconds: took, ticks }: Recalculation) => `${tenths(took)} in ${ticks}`;
  const longest = ({ object }: Recalculation) => Math.max(...Object.values(object).map(({ longestMs }) => longestMs));
  const spread = ({ p50, p99 }: BoardFigures["pageMs"]) => `${p50.toFixed(2)} / ${p99.toFixed(2)}`;
  const rows = [
    figure("with a rank", ({ ranked }) => ranked),
    figure("filled from the database: seconds in ticks of the job", ({ fill }) => seconds(fill)),
    figure("recalculated, nothing changed: seconds in ticks", ({ again }) => seconds(again)),
    figure("rows of the database read by a recalculation", ({ again }) => again.rowsRead),
    figure("longest call of the object meanwhile, ms", ({ again }) => longest(again)),
    figure("rows read, top 100", ({ rows: counted }) => counted.page.rowsRead),
    figure("rows read, my rank with 5 on each side", ({ rows: counted }) => counted.place.rowsRead),
    figure("rows read / written, a conversion", ({ rows: { update } }) => `${update.rowsRead} / ${update.rowsWritten}`),
    figure("top 100, ms (p50 / p99)", ({ pageMs }) => spread(pageMs)),
    figure("my rank, ms (p50 / p99)", ({ placeMs }) => spread(placeMs)),
    figure("a conversion, ms (p50 / p99)", ({ updateMs }) => spread(updateMs)),
    figure("a call that does nothing, ms (p50 / p99)", ({ nothingMs }) => spread(nothingMs)),
    figure("stored by the object, MB", ({ storedBytes }) => whole(storedBytes / 1e6)),
    figure("resident memory of workerd, MB", ({ residentBytes }) =>
      residentBytes === null ? "" : whole(residentBytes / 1e6),
    ),
  ];
  const note = "Rows are the most of 40 calls. Times are over HTTP, less those of the call that does nothing.";
  return `## Leaderboards\n\n${note}\n\n${table(["participants", ...all.map(({ participants }) => participants)], rows)}`;
}

type Cell = string | number;

function table(heads: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const lines = [heads, heads.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function ratio(value: number | undefined): string {
  return (value ?? 0).toFixed(2);
}

function tenths(value: number): string {
  return value.toFixed(1);
}

function whole(value: number): string {
  return Math.round(value).toString();
}
