import type { Context } from "#context";
import { actorName } from "#domain/actor";
import { programNowMs } from "#domain/mode";
import { checkProgram } from "#domain/program-check";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { canonicalJson } from "#store/digest";
import { commitVersion, findProgram, findVersion } from "#store/programs";
import type { StoredProgram, StoredVersion } from "#store/programs";
import { describeChange } from "#usecases/describe-change";
import { tellBoardsAnew } from "#usecases/feed-boards";

const attempts = 3;

export type Publication = { version: StoredVersion; created: boolean };

/** Makes the draft the next immutable version; a draft equal to the current version answers that version. */
export async function publishProgram(ctx: Context, programIdOrKey: string): Promise<Result<Publication, Refusal>> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const program = await findProgram(ctx.db, ctx.actor.mode, programIdOrKey);
    if (program === null) return refuse({ code: "not_found", what: "program" });
    const current =
      program.currentVersion === null ? null : await findVersion(ctx.db, program.id, program.currentVersion);
    if (current !== null && canonicalJson(current.document) === canonicalJson(program.draft)) {
      return ok({ version: current, created: false });
    }
    const issues = checkProgram(program.draft);
    if (issues.length > 0) return refuse({ code: "program_invalid", issues });
    const version = nextVersion(ctx, program);
    const audit = describeChange(ctx, "program.published", program.id, { version: version.version });
    try {
      await commitVersion(ctx.db, version, ctx.nowMs, audit);
      const { time_zone: timeZone } = version.document;
      tellBoardsAnew(ctx, { programId: program.id, timeZone, nowMs: version.publishedAtMs });
      return ok({ version, created: true });
    } catch (error) {
      // Somebody published in between: look again whether there is still anything to publish.
      if (violatedConstraint(error) !== "program_version_exists") throw error;
    }
  }
  return refuse({ code: "busy", retryAfterSeconds: 1 });
}

function nextVersion(ctx: Context, program: StoredProgram): StoredVersion {
  return {
    programId: program.id,
    version: (program.currentVersion ?? 0) + 1,
    document: program.draft,
    publishedAtMs: programNowMs(program, ctx.nowMs),
    publishedBy: actorName(ctx.actor),
  };
}
