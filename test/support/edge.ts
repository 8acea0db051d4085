import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Log } from "#context";
import { dayMs } from "#domain/day";
import { verifyJourney } from "#domain/journey";
import type { Journey } from "#domain/journey";
import type { ProgramDocument } from "#domain/program";
import { createEdge } from "#edge/create-edge";
import { openDatabase } from "#store/database";
import { announceChange } from "#store/edge-changes";
import { createSigning } from "#signing";

export const chrome =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
export const startMs = Date.UTC(2026, 9, 20, 12);
export const signing = createSigning(env.SIGNING_KEYS);

export type LinkSeed = {
  code: string;
  program: string;
  mode: "live" | "test";
  clockMs: number | null;
  document: Partial<ProgramDocument>;
  destinationUrl: string;
  expiresAtMs: number;
  message: string | null;
  name: string | null;
};

/** A program, a participant and a link of theirs. The ids follow from the program's and link's names. */
export async function seedLink(
  seed: Partial<LinkSeed> & { code: string },
): Promise<{ linkId: string; programId: string }> {
  const { code, program = `p-${code.toLowerCase()}`, mode = "live", clockMs = null } = seed;
  const programId = `prg_${program.replaceAll("-", "")}`;
  const ids = { linkId: `lnk_${code}`, programId, participantId: `ptc_${code}` };
  const document = { ...plainDocument, ...seed.document };
  const { DB } = env;
  await DB.batch([
    DB.prepare(
      "INSERT OR IGNORE INTO programs (id, mode, key, status, draft, current_version, clock_ms, created_at_ms, updated_at_ms) VALUES (?, ?, ?, 'active', '{}', 1, ?, 0, 0)",
    ).bind(programId, mode, program, clockMs),
    DB.prepare(
      "INSERT OR IGNORE INTO program_versions (program_id, version, document, published_at_ms, published_by) VALUES (?, 1, ?, 0, 'key:key_1')",
    ).bind(programId, JSON.stringify(document)),
    DB.prepare(
      "INSERT INTO participants (id, mode, kind, external_id, name, status, created_at_ms, updated_at_ms) VALUES (?, ?, 'supplier', ?, ?, 'active', 0, 0)",
    ).bind(ids.participantId, mode, code, seed.name === undefined ? "Sarah Jones" : seed.name),
    DB.prepare(
      "INSERT INTO links (id, mode, program_id, participant_id, code, is_default, channel, destination_url, message, status, expires_at_ms, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?, ?, 1, 'link', ?, ?, 'active', ?, 0, 0)",
    ).bind(
      ids.linkId,
      mode,
      programId,
      ids.participantId,
      code,
      seed.destinationUrl ?? "https://app.example/join?x=1#frag",
      seed.message ?? null,
      seed.expiresAtMs ?? startMs + 365 * dayMs,
    ),
    DB.prepare("INSERT INTO codes (code, link_id, created_at_ms) VALUES (?, ?, 0)").bind(code, ids.linkId),
  ]);
  return ids;
}

const plainDocument: ProgramDocument = {
  name: "Supplier Network",
  time_zone: "Europe/London",
  destination: { url: "https://app.example/join", allowed_hosts: ["app.example"] },
  cookie: { days: 90 },
  consent: "not_required",
  honor_gpc: true,
  codes: { style: "random", expires_days: 365 },
  attribution: { model: "first_touch", window_days: 30 },
  rules: [
    {
      key: "first-payment",
      on: { event: "payment", occurrence: "first" },
      grant: [
        { to: "referrer", kind: "free_month", quantity: 1 },
        { to: "referee", kind: "credit", amount_minor: 1000, currency: "GBP" },
      ],
    },
  ],
  fulfilment: {},
};

/** Changes a row as a usecase does: with its announcement, in one batch. */
export async function changeAndAnnounce(scope: string, change: string, atMs: number): Promise<void> {
  const db = openDatabase(env.DB);
  await db.batch([db.run(change), announceChange(db, scope, atMs)]);
}

export type Visit = { headers?: Record<string, string>; method?: string; env?: Env };
export type LogLine = { level: string; message: string; fields: Record<string, unknown> | undefined };

/** One isolate: an edge with nothing remembered yet and a clock that stands until it is moved. */
export function openIsolate(clock: { nowMs: number } = { nowMs: startMs }) {
  const lines: LogLine[] = [];
  const log: Log = (level, message, fields) => lines.push({ level, message, fields });
  const edge = createEdge({ signing: () => signing, log, clock: () => clock.nowMs });
  return {
    clock,
    lines,
    /** The answer, and all the work that the request left behind. */
    async visit(path: string, visit: Visit = {}): Promise<Response> {
      const { response, settled } = await this.visitOnly(path, visit);
      await settled();
      return response;
    },
    async visitOnly(path: string, { headers = {}, method = "GET", env: bindings = env }: Visit = {}) {
      const ctx = createExecutionContext();
      const request = new Request(`https://go.example${path}`, {
        method,
        headers: { "User-Agent": chrome, ...headers },
        redirect: "manual",
      });
      const response = await edge.fetch(request, bindings, ctx);
      return { response, settled: () => waitOnExecutionContext(ctx) };
    },
  };
}

export function tokenOf(response: Response): string | null {
  return new URL(response.headers.get("Location") ?? "x:").searchParams.get("ref_click");
}

export function journeyOf(response: Response): Journey | null {
  const token = tokenOf(response);
  return token === null ? null : verifyJourney(signing, token);
}

/** The `Cookie` header that a browser would send after this answer. */
export function cookieOf(response: Pick<Response, "headers">): string {
  return (response.headers.get("Set-Cookie") ?? "").split(";", 1)[0] ?? "";
}
