/**
 * `npm run audit:verify -- --remote|--local [--expect=HASH:SEQ]`: reads the audit log and its seals out of D1, by way of
 * wrangler and past the deployment, and verifies the chain over both modes.
 */
import { parseArgs } from "node:util";
import { chainStart, verifySeals } from "#domain/audit-chain";
import type { ChainHead, ChainProblem, Seal } from "#domain/audit-chain";
import { chainHash, digestAuditRow, numbersPerPage } from "#store/audit-seals";
import { localPersistDir } from "./local-machine.ts";
import { queryDatabase } from "./wrangler.ts";
import type { DatabasePlace } from "./wrangler.ts";

const usage = `Usage: npm run audit:verify -- --remote|--local [--persist-to FOLDER] [--expect=HASH:SEQ]

Prints the head of the chain as HASH:SEQ. Note it somewhere else, and give it as --expect another time: the chain must
still go through it. Beside a running server the local database may be busy.`;

const options = readOptions();
if (options === null) {
  console.error(usage);
  process.exit(1);
}
process.exitCode = await run(options);

type Options = { place: DatabasePlace; expected: ChainHead | null };

function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        local: { type: "boolean" },
        remote: { type: "boolean" },
        "persist-to": { type: "string" },
        expect: { type: "string" },
      },
    });
    const [, hash, seq] = /^([\w-]{43}):(\d{1,15})$/.exec(values.expect ?? "") ?? [];
    if (values.local === values.remote || (values.expect !== undefined && hash === undefined)) return null;
    return {
      place:
        values.remote === true
          ? { remote: true }
          : { remote: false, persistDir: values["persist-to"] ?? localPersistDir },
      expected: hash === undefined ? null : { hash, seq: Number(seq) },
    };
  } catch {
    return null;
  }
}

/** 0: all is well; 1: something is wrong, and the last line says what. */
async function run({ place, expected }: Options): Promise<number> {
  let head = chainStart;
  let [rows, seals] = [0, 0];
  let isExpectedFound = expected === null;
  for (;;) {
    const page = await loadPage(place, head.seq);
    const verified = verifySeals({ head, ...page }, chainHash);
    isExpectedFound ||= page.seals.some(({ lastSeq, hash }) => lastSeq === expected?.seq && hash === expected.hash);
    head = verified.head;
    rows += verified.rows;
    seals += verified.seals;
    if (verified.problem !== null) return tell(`${rows} rows are well; then ${describe(verified.problem)}.`);
    if (verified.seals === 0) break;
  }
  console.log(`${rows} rows are as they were sealed, under ${seals} seals.`);
  if (head.seq > 0) console.log(`Head: ${head.hash}:${head.seq}`);
  if (isExpectedFound) return 0;
  return tell(`The chain does not go through ${expected?.hash}:${expected?.seq}: it was cut off or written anew.`);
}

function tell(problem: string): 1 {
  console.error(problem);
  return 1;
}

function describe({ code, seq }: ChainProblem): string {
  const words: Record<ChainProblem["code"], string> = {
    row_changed: `row ${seq} was changed`,
    row_missing: `row ${seq} is missing`,
    row_inserted: `row ${seq} was inserted`,
    seal_changed: `the seal up to row ${seq}, or the one before it, was changed`,
    link_broken: `a seal is missing before the one up to row ${seq}`,
    head_missing: `the chain does not go through the head that was at row ${seq}`,
  };
  return `${words[code]} (${code})`;
}

type SealRow = { first_seq: number; last_seq: number; digests: string; hash: string; sealed_at_ms: number };
type LogRow = {
  seq: number;
  mode: "live" | "test";
  at_ms: number;
  actor: string;
  action: string;
  object_id: string;
  request_id: string;
  detail: string | null;
};

/** As the deployment itself reads it (src/store/audit-seals.ts); a seal that reaches further is wrong anyway. */
async function loadPage(place: DatabasePlace, after: number) {
  const until = after + numbersPerPage;
  const [within = [], beyond = [], log = []] = await queryDatabase(place, [
    `SELECT * FROM audit_seals WHERE last_seq > ${after} AND last_seq <= ${until} ORDER BY last_seq`,
    `SELECT * FROM audit_seals WHERE last_seq > ${until} ORDER BY last_seq LIMIT 1`,
    `SELECT * FROM audit_log WHERE ${after === 0 ? "" : `seq > ${after} AND `}seq <= ${until} ORDER BY seq`,
  ]);
  // Safe because these are the columns of the two tables.
  const seals = ((within.length > 0 ? within : beyond) as SealRow[]).map(asSeal);
  const lastSeq = within.length > 0 ? (seals.at(-1)?.lastSeq ?? until) : until;
  const rows = (log as LogRow[]).filter(({ seq }) => seq <= lastSeq).map(digest);
  return { seals, rows };
}

function asSeal({ first_seq, last_seq, digests, hash, sealed_at_ms }: SealRow): Seal {
  // Safe because only lists of texts are sealed; anything else does not come to the same hash.
  const list = JSON.parse(digests) as string[];
  return { firstSeq: first_seq, lastSeq: last_seq, digests: list, hash, sealedAtMs: sealed_at_ms };
}

function digest({ at_ms, object_id, request_id, detail, ...row }: LogRow) {
  const content: unknown = detail === null ? null : JSON.parse(detail);
  return digestAuditRow({ ...row, atMs: at_ms, objectId: object_id, requestId: request_id, detail: content });
}
