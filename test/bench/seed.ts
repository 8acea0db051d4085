import { dayMs } from "#domain/day";
import type { ProgramDocument } from "#domain/program";

/** A live program, since only live links are kept in the isolate; one reward on the first payment. */
export const benchProgram: ProgramDocument = {
  name: "Bench",
  time_zone: "Europe/London",
  destination: { url: "https://shop.example/welcome?plan=starter", allowed_hosts: ["shop.example"] },
  cookie: { days: 90 },
  consent: "not_required",
  honor_gpc: true,
  codes: { style: "random", expires_days: 365 },
  attribution: { model: "first_touch", window_days: 30 },
  rules: [
    {
      key: "first-payment-free-month",
      on: { event: "payment", occurrence: "first" },
      qualify: { verified: true },
      grant: [{ to: "referrer", kind: "free_month", quantity: 1, worth: { amount_minor: 4900, currency: "GBP" } }],
    },
  ],
  fulfilment: { free_month: "invoice_api" },
};

/** What seeding needs of a D1 database, in a test's workerd or through Miniflare. */
type Database<S> = {
  prepare(sql: string): { bind(...values: (string | number)[]): S };
  batch(statements: S[]): Promise<unknown>;
};

/** Puts a program with so many links into an empty, migrated database and gives their codes. */
export async function seedLinks<S>(db: Database<S>, count: number, nowMs: number): Promise<string[]> {
  const codes = Array.from({ length: count }, (_, index) => `BENCH${String(index).padStart(4, "0")}`);
  const document = JSON.stringify(benchProgram);
  await db.batch([
    db
      .prepare(
        `INSERT INTO programs (id, mode, key, status, draft, current_version, created_at_ms, updated_at_ms)
         VALUES ('prg_bench', 'live', 'bench', 'active', ?1, 1, ?2, ?2)`,
      )
      .bind(document, nowMs),
    db.prepare("INSERT INTO program_versions VALUES ('prg_bench', 1, ?1, ?2, 'bench')").bind(document, nowMs - 1000),
    db
      .prepare(
        `INSERT INTO participants (id, mode, kind, external_id, status, created_at_ms, updated_at_ms)
         SELECT 'ptc_' || value, 'live', 'supplier', value, 'active', ?2, ?2 FROM json_each(?1)`,
      )
      .bind(JSON.stringify(codes), nowMs),
    db
      .prepare(
        `INSERT INTO links (id, mode, program_id, participant_id, code, is_default, channel, destination_url, status,
                            expires_at_ms, created_at_ms, updated_at_ms)
         SELECT 'lnk_' || value, 'live', 'prg_bench', 'ptc_' || value, value, 1, 'link', ?3, 'active', ?4, ?2, ?2
         FROM json_each(?1)`,
      )
      .bind(JSON.stringify(codes), nowMs, benchProgram.destination.url, nowMs + 365 * dayMs),
    db
      .prepare("INSERT INTO codes (code, link_id, created_at_ms) SELECT value, 'lnk_' || value, ?2 FROM json_each(?1)")
      .bind(JSON.stringify(codes), nowMs),
  ]);
  return codes;
}
