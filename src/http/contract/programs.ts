import * as z from "zod";
import { dayMs } from "#domain/day";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { programDocument, programKey } from "#http/contract/program";
import { id, instant, pathId, shownInstant, showInstant, showInstantOrNull } from "#http/contract/wire";
import type { StoredProgram, StoredVersion } from "#store/programs";
import type { Happened } from "#usecases/advance-clock";

const tag = "Programs";
const params = z.strictObject({ id: pathId.meta({ description: "A program's id or key." }) });

export const presetNames = ["supplier-network", "wallet-bonus", "free-month", "marketplace", "premium-days"] as const;
export type PresetName = (typeof presetNames)[number];

const issue = z.strictObject({ path: z.string(), message: z.string() }).meta({ id: "Issue" });

export const shownProgram = z
  .strictObject({
    id: id("prg"),
    mode: z.enum(["live", "test"]),
    key: z.string(),
    status: z.enum(["active", "paused"]),
    current_version: z.int().nullable(),
    draft: programDocument,
    clock: shownInstant.nullable().meta({ description: "A test program's own time, standing still; null: real time." }),
    created_at: shownInstant,
    updated_at: shownInstant,
  })
  .meta({ id: "Program" });

export const shownVersion = z
  .strictObject({
    program_id: id("prg"),
    version: z.int(),
    document: programDocument,
    published_at: shownInstant.meta({ description: "By the program's clock." }),
    published_by: z.string(),
  })
  .meta({ id: "ProgramVersion" });

const shownAdvance = shownProgram
  .extend({
    happened: z.strictObject({
      stays_ended: z.int().meta({ description: "Referrals that have stayed as long as the rules ask." }),
      rewards_released: z.int(),
      rewards_expired: z.int(),
      badges_awarded: z.int().meta({ description: "By their conditions, on the Sundays on the way." }),
      months_closed: z.int().meta({ description: "On the boards, with what their leaders get." }),
      failed: z.int().meta({ description: "Tried in vain, and due again when the clock is advanced." }),
      more: z.boolean().meta({ description: "The clock stopped early: send the same `now` again." }),
    }),
  })
  .meta({ id: "ProgramAdvance" });

export function showAdvance({ program, happened }: { program: StoredProgram; happened: Happened }) {
  const { stay, release, expiry, badge, month, failed, more } = happened;
  return {
    ...showProgram(program),
    happened: {
      stays_ended: stay,
      rewards_released: release,
      rewards_expired: expiry,
      badges_awarded: badge,
      months_closed: month,
      failed,
      more,
    },
  };
}

export function showProgram(program: StoredProgram): z.input<typeof shownProgram> {
  return {
    id: program.id,
    mode: program.mode,
    key: program.key,
    status: program.status,
    current_version: program.currentVersion,
    draft: program.draft,
    clock: showInstantOrNull(program.clockMs),
    created_at: showInstant(program.createdAtMs),
    updated_at: showInstant(program.updatedAtMs),
  };
}

export function showVersion(version: StoredVersion): z.input<typeof shownVersion> {
  return {
    program_id: version.programId,
    version: version.version,
    document: version.document,
    published_at: showInstant(version.publishedAtMs),
    published_by: version.publishedBy,
  };
}

/** A document, or a preset with what differs from it (a JSON merge patch, RFC 7396). */
const source = {
  preset: z.enum(presetNames).optional(),
  overrides: z.record(z.string(), z.unknown()).optional().meta({ description: "A JSON merge patch on the preset." }),
  document: z.json().optional().meta({ description: "A ProgramDocument; give this or `preset`." }),
};
type Source = { preset?: unknown; overrides?: unknown; document?: unknown };
const hasOneSource = ({ preset, document }: Source) => (preset === undefined) !== (document === undefined);
const onlyPresetsAreOverridden = ({ preset, overrides }: Source) => overrides === undefined || preset !== undefined;

export const createProgramOperation = defineOperation({
  method: "post",
  path: "/v1/programs",
  operationId: "createProgram",
  summary: "Create a program from a preset or a document, as a draft",
  tag,
  scope: "programs:write",
  body: z
    .strictObject({ key: programKey, ...source, document: programDocument.optional() })
    .refine(hasOneSource, { path: ["document"], message: "give either document or preset" })
    .refine(onlyPresetsAreOverridden, { path: ["overrides"], message: "needs a preset" }),
  statuses: [201],
  answer: shownProgram,
  refusals: ["program_invalid", "program_key_taken"],
});

export const validateProgramOperation = defineOperation({
  method: "post",
  path: "/v1/programs/validate",
  operationId: "validateProgram",
  summary: "Check a document without saving it",
  tag,
  scope: "programs:read",
  body: z
    .strictObject(source)
    .refine(hasOneSource, { path: ["document"], message: "give either document or preset" })
    .refine(onlyPresetsAreOverridden, { path: ["overrides"], message: "needs a preset" }),
  answer: z.strictObject({ valid: z.boolean(), issues: z.array(issue) }).meta({ id: "ProgramCheck" }),
});

export const listProgramsOperation = defineOperation({
  method: "get",
  path: "/v1/programs",
  operationId: "listPrograms",
  summary: "List programs",
  tag,
  scope: "programs:read",
  query: z.strictObject(pageQuery("programs")),
  answer: pageOf(shownProgram).meta({ id: "ProgramPage" }),
});

export const getProgramOperation = defineOperation({
  method: "get",
  path: "/v1/programs/:id",
  operationId: "getProgram",
  summary: "Get a program by id or key",
  tag,
  scope: "programs:read",
  params,
  answer: shownProgram,
  refusals: ["not_found"],
});

export const changeDraftOperation = defineOperation({
  method: "put",
  path: "/v1/programs/:id/draft",
  operationId: "changeDraft",
  summary: "Replace the draft",
  tag,
  scope: "programs:write",
  params,
  body: z.strictObject({ document: programDocument }),
  answer: shownProgram,
  refusals: ["not_found", "program_invalid"],
});

export const publishProgramOperation = defineOperation({
  method: "post",
  path: "/v1/programs/:id/publish",
  operationId: "publishProgram",
  summary: "Publish the draft as the next immutable version",
  description: "A draft equal to the current version answers that version with 200.",
  tag,
  scope: "programs:write",
  params,
  statuses: [200, 201],
  answer: shownVersion,
  refusals: ["not_found", "program_invalid", "busy"],
});

export const listVersionsOperation = defineOperation({
  method: "get",
  path: "/v1/programs/:id/versions",
  operationId: "listVersions",
  summary: "List a program's published versions, newest first",
  tag,
  scope: "programs:read",
  params,
  query: z.strictObject(pageQuery("versions")),
  answer: pageOf(shownVersion).meta({ id: "ProgramVersionPage" }),
  refusals: ["not_found"],
});

export const changeProgramOperation = defineOperation({
  method: "patch",
  path: "/v1/programs/:id",
  operationId: "changeProgram",
  summary: "Pause or resume a program",
  tag,
  scope: "programs:write",
  params,
  body: z.strictObject({ status: z.enum(["active", "paused"]) }),
  answer: shownProgram,
  refusals: ["not_found"],
});

export const advanceClockOperation = defineOperation({
  method: "post",
  path: "/v1/programs/:id/clock",
  operationId: "advanceClock",
  summary: "Advance a test program's clock",
  description:
    "The clock stands still until it is advanced again; redirects, windows and expiries follow it. What becomes due on the way happens, in order of time, up to 100 things a request: where `happened.more` is true the clock stopped early, and the same `now` again goes on.",
  tag,
  scope: "programs:write",
  params,
  body: z.union(
    [
      z
        .strictObject({
          advance_ms: z
            .int()
            .min(0)
            .max(3_650 * dayMs),
        })
        .transform((body) => ({ advanceMs: body.advance_ms })),
      z.strictObject({ now: instant }).transform((body) => ({ nowMs: body.now })),
    ],
    "give either advance_ms or now",
  ),
  idempotency: { forget: [] },
  answer: shownAdvance,
  refusals: ["not_found", "clock_only_in_test", "clock_backwards"],
});

export const programOperations = [
  createProgramOperation,
  validateProgramOperation,
  listProgramsOperation,
  getProgramOperation,
  changeDraftOperation,
  publishProgramOperation,
  listVersionsOperation,
  changeProgramOperation,
  advanceClockOperation,
];
