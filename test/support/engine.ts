import { env } from "cloudflare:workers";
import type { Context } from "#context";
import type { Actor } from "#domain/actor";
import { dayMs } from "#domain/day";
import type { RecordedAnswer, ReportedEvent } from "#domain/event";
import { createNewId } from "#domain/id";
import { encodeJourney } from "#domain/journey";
import type { Touch } from "#domain/journey";
import type { Mode } from "#domain/mode";
import { normalizeEmail } from "#domain/participant";
import type { ProgramDocument } from "#domain/program";
import { readSettings } from "#env";
import { programDocument } from "#http/contract/program";
import { createOutside } from "#integrations/outside";
import { openProviderDoors } from "#integrations/provider-doors";
import { openContext } from "#open-context";
import supplierNetwork from "#presets/supplier-network" with { type: "json" };
import { links, codes } from "#schema/links";
import { participants } from "#schema/participants";
import { programVersions, programs } from "#schema/programs";
import { platformOf } from "#open-context";
import { createSigning } from "#signing";
import { openDatabase } from "#store/database";
import { sha256Hex } from "#store/digest";
import { recordEvent } from "#usecases/record-event";

/** Where the tests' stories begin. */
export const startMs = Date.UTC(2026, 4, 2, 10);

const signing = createSigning("k1:a-test-secret-that-is-long-enough-00000");
let counter = 0;

/** A context as a server key has it. Ids count upwards, so that a failing run can be read. */
export function engineContext(fields: Partial<Context> = {}): Context {
  const nowMs = fields.nowMs ?? startMs;
  const actor: Actor = { type: "key", id: "key_test", mode: "live", scopes: ["events:write", "payments:verify"] };
  return {
    db: openDatabase(env.DB),
    actor,
    nowMs,
    newId: createNewId(nowMs, () => String(++counter).padStart(8, "0")),
    newCode: (_alphabet, size) => String(++counter).padStart(size, "2"),
    signing,
    flags: { referrals: true, rewards: true, jobs: true },
    providers: openProviderDoors({ stripe: [], whop: [] }),
    outside: createOutside({ ...readSettings(env), emailFrom: null, emailBinding: null, log: () => {} }),
    publicUrl: "https://go.example.com",
    teamEmails: ["team@example.com"],
    platform: platformOf(env),
    disposableDomains: async () => new Set(["throwaway.example"]),
    ring: () => {},
    afterwards: () => {},
    boardChanges: null,
    rates: openContext(env, { actor, nowMs, requestId: "req_test" }).rates,
    requestId: "req_test",
    log: () => {},
    ...fields,
  };
}

/** The same hands in the sandbox. */
export function inTestMode(ctx: Context): Context {
  const actor: Actor = { type: "key", id: "key_test", mode: "test", scopes: ["events:write", "payments:verify"] };
  return { ...ctx, actor };
}

/** A published program of its own, by default the supplier network with its month alone, without milestones and badges beside it. */
export async function publishProgram(
  ctx: Context,
  changes: Partial<ProgramDocument> = {},
  fields: { mode?: Mode; clockMs?: number; publishedAtMs?: number } = {},
): Promise<{ programId: string; document: ProgramDocument }> {
  const { badges: _, ...network } = supplierNetwork;
  const [monthForBoth] = network.rules;
  const document = programDocument.parse({ ...network, rules: [monthForBoth], ...changes });
  const programId = ctx.newId("prg");
  const { mode = "live", clockMs = null, publishedAtMs = startMs - 400 * dayMs } = fields;
  const times = { createdAtMs: startMs, updatedAtMs: startMs };
  await ctx.db.batch([
    ctx.db.insert(programs).values({
      id: programId,
      mode,
      key: programId,
      status: "active",
      draft: document,
      currentVersion: 1,
      clockMs,
      ...times,
    }),
    ctx.db.insert(programVersions).values({ programId, version: 1, document, publishedAtMs, publishedBy: "test" }),
  ]);
  return { programId, document };
}

/** A participant with a link, ready to refer. */
export async function createReferrer(
  ctx: Context,
  programId: string,
  name: string,
  {
    link = {},
    ...fields
  }: Partial<typeof participants.$inferInsert> & { link?: Partial<typeof links.$inferInsert> } = {},
): Promise<{ id: string; code: string; linkId: string }> {
  const id = ctx.newId("ptc");
  const linkId = ctx.newId("lnk");
  const code = link.code ?? `${name.toUpperCase().replace(/[^A-Z0-9]/g, "")}${++counter}`;
  const times = { createdAtMs: startMs, updatedAtMs: startMs };
  const email = fields.email ?? `${code.toLowerCase()}@example.com`;
  await ctx.db.batch([
    ctx.db.insert(participants).values({
      id,
      mode: ctx.actor.mode,
      kind: "supplier",
      externalId: id,
      name,
      status: "active",
      email,
      normalizedEmail: normalizeEmail(email),
      ...times,
      ...fields,
    }),
    ctx.db.insert(links).values({
      id: linkId,
      mode: ctx.actor.mode,
      programId,
      participantId: id,
      code,
      isDefault: 1,
      channel: "link",
      destinationUrl: "https://app.example.com/",
      status: "active",
      expiresAtMs: startMs + 365 * dayMs,
      ...times,
      ...link,
    }),
    ctx.db.insert(codes).values({ code, linkId, createdAtMs: startMs }),
  ]);
  return { id, code, linkId };
}

/** The click token that a visitor with these touches carries. */
export function clickToken(programId: string, touches: (Partial<Touch> & { code: string })[]): string {
  return encodeJourney(signing, {
    programId,
    visitorId: "visitor00000001",
    touches: touches.map((touch) => ({ atMs: startMs, channel: "link", ...touch })),
  });
}

/** Records an event and gives its answer; a refusal fails the test. */
export async function record(ctx: Context, event: ReportedEvent): Promise<RecordedAnswer> {
  const result = await recordEvent(ctx, event);
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/**
 * People whose names are no more alike than those of others, with mailboxes where everybody may have one: whoever is many
 * and alike, or of one private domain, is suspected of fraud.
 */
export function referee(externalId: string, fields: Partial<ReportedEvent["referee"]> = {}) {
  const name = `${syllablesOf(`first ${externalId}`)} ${syllablesOf(`last ${externalId}`)}`;
  return { externalId, kind: "supplier", name, email: `${externalId}@icloud.com`, ...fields };
}

function syllablesOf(text: string): string {
  const digest = Array.from(sha256Hex(text), (digit) => Number.parseInt(digit, 16));
  const letters = digest
    .slice(0, 6)
    .map((digit, index) => (index % 2 === 0 ? "bdfghjklmnprstvz" : "aeiouaeiouyaeiou")[digit]);
  return letters.join("");
}
