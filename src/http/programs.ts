import type { Context } from "#context";
import { checkProgram } from "#domain/program-check";
import { ok, refuse } from "#domain/result";
import { findProgram, listPrograms, listVersions } from "#store/programs";
import { advanceClock } from "#usecases/advance-clock";
import { changeDraft } from "#usecases/change-draft";
import { changeProgramStatus } from "#usecases/change-program-status";
import { createProgram } from "#usecases/create-program";
import { publishProgram } from "#usecases/publish-program";
import { simulateProgram } from "#usecases/simulate-program";
import { showPage } from "#http/contract/page";
import * as contract from "#http/contract/programs";
import { showSimulation, simulateProgramOperation } from "#http/contract/simulation";
import { route } from "#http/mount";
import { readDocument } from "#http/program-source";
import type { ProgramSource } from "#http/program-source";

const { showAdvance, showProgram, showVersion } = contract;

export const programRoutes = [
  route(contract.createProgramOperation, async (ctx, { body }) => {
    const document = readDocument(body);
    if (!document.ok) return document;
    const created = await createProgram(ctx, { key: body.key, document: document.value });
    return created.ok ? ok({ status: 201 as const, body: showProgram(created.value) }) : created;
  }),

  route(contract.validateProgramOperation, async (_ctx, { body }) => {
    const issues = findIssues(body);
    return ok({ body: { valid: issues.length === 0, issues } });
  }),

  route(contract.listProgramsOperation, async (ctx, { query: { limit, cursor } }) => {
    const rows = await listPrograms(ctx.db, { mode: ctx.actor.mode, before: cursor, limit });
    return ok({ body: showPage("programs", rows, { limit, placeOf: (row) => row.id, show: showProgram }) });
  }),

  route(contract.getProgramOperation, async (ctx, { params }) => {
    const program = await findProgramHere(ctx, params.id);
    return program === null ? missing : ok({ body: showProgram(program) });
  }),

  route(contract.changeDraftOperation, async (ctx, { params, body }) => {
    const changed = await changeDraft(ctx, { program: params.id, document: body.document });
    return changed.ok ? ok({ body: showProgram(changed.value) }) : changed;
  }),

  route(contract.publishProgramOperation, async (ctx, { params }) => {
    const published = await publishProgram(ctx, params.id);
    if (!published.ok) return published;
    return ok({
      status: published.value.created ? (201 as const) : (200 as const),
      body: showVersion(published.value.version),
    });
  }),

  route(contract.listVersionsOperation, async (ctx, { params, query: { limit, cursor } }) => {
    const program = await findProgramHere(ctx, params.id);
    if (program === null) return missing;
    const rows = await listVersions(ctx.db, { programId: program.id, before: cursor, limit });
    return ok({ body: showPage("versions", rows, { limit, placeOf: (row) => row.version, show: showVersion }) });
  }),

  route(contract.changeProgramOperation, async (ctx, { params, body }) => {
    const changed = await changeProgramStatus(ctx, { program: params.id, status: body.status });
    return changed.ok ? ok({ body: showProgram(changed.value) }) : changed;
  }),

  route(contract.advanceClockOperation, async (ctx, { params, body }) => {
    const advanced = await advanceClock(ctx, { program: params.id, step: body });
    return advanced.ok ? ok({ body: showAdvance(advanced.value) }) : advanced;
  }),

  route(simulateProgramOperation, async (ctx, { params, body }) => {
    const { document, from: fromMs, until: untilMs } = body;
    const simulated = await simulateProgram(ctx, { program: params.id, document, fromMs, untilMs });
    return simulated.ok ? ok({ body: showSimulation(simulated.value) }) : simulated;
  }),
];

const missing = refuse({ code: "not_found" as const, what: "program" });

function findProgramHere(ctx: Context, idOrKey: string) {
  return findProgram(ctx.db, ctx.actor.mode, idOrKey);
}

function findIssues(source: ProgramSource) {
  const document = readDocument(source);
  if (document.ok)
    return checkProgram(document.value).map(({ path, message }) => ({ path: `document.${path}`, message }));
  return document.refusal.code === "invalid_request" ? document.refusal.issues : [];
}
