import type { Context } from "#context";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { commitLinkChange, findCodeOwner, findLink } from "#store/links";
import type { CodeIssue, LinkRow, StoredLink } from "#store/links";
import { findParticipant } from "#store/participants";
import { checkVanityCode } from "#usecases/check-vanity-code";
import { changedFields, describeChange, nameFields } from "#usecases/describe-change";
import { checkDestination } from "#usecases/issue-link";
import { keepLink } from "#usecases/keep-link";
import { codeLimitOf, refuseManyCodes } from "#usecases/limit-codes";

export type LinkInput = {
  /** `expired` ends the link now; touches already made still count. */
  status?: "active" | "paused" | "expired" | undefined;
  code?: string | undefined;
  /** Null: the program's, whatever that is. */
  destinationUrl?: string | null | undefined;
  message?: string | null | undefined;
  context?: Record<string, unknown> | null | undefined;
  expiresAtMs?: number | undefined;
};

const attempts = 3;

/** Changes a link and tells the edge in the same batch. A former code stays an alias; a new one counts as issued. */
export async function changeLink(
  ctx: Context,
  input: { id: string; fields: LinkInput },
): Promise<Result<StoredLink, Refusal>> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const changed = await tryChange(ctx, input);
    if (changed !== null) return changed;
  }
  return refuse({ code: "busy", retryAfterSeconds: 1 });
}

/** Null when the code, or the room for one, was taken in between: then all is looked at again. */
async function tryChange(
  ctx: Context,
  input: { id: string; fields: LinkInput },
): Promise<Result<StoredLink, Refusal> | null> {
  const stored = await findLink(ctx.db, ctx.actor.mode, input.id);
  if (stored === null) return refuse({ code: "not_found", what: "link" });
  const owner = await findParticipant(ctx.db, ctx.actor.mode, stored.link.participantId);
  if (owner !== null && owner.erasedAtMs !== null) return refuse({ code: "participant_erased", participant: owner.id });
  const { fields } = input;
  const destination = checkDestination(fields.destinationUrl ?? null, stored.program.destination);
  if (!destination.ok) return destination;
  const code = await checkNewCode(ctx, stored.link, fields.code);
  if (!code.ok) return code;
  const set = changedFields(stored.link, storedFields(stored, fields, code.value.code, ctx.nowMs));
  if (Object.keys(set).length === 0) return ok(stored);
  const link = { ...stored.link, ...set, updatedAtMs: programNowMs(stored.program, ctx.nowMs) };
  try {
    const audit = describeChange(ctx, "link.changed", link.id, { fields: nameFields(set), status: link.status });
    const { issue } = code.value;
    const change = { link, set: { ...set, updatedAtMs: link.updatedAtMs }, issue, atMs: ctx.nowMs };
    await commitLinkChange(ctx.db, change, audit);
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === "code_taken" || constraint === "facts_stale") return null;
    throw error;
  }
  keepLink(ctx, link);
  return ok({ ...stored, link });
}

async function checkNewCode(
  ctx: Context,
  link: LinkRow,
  chosen: string | undefined,
): Promise<Result<{ code: string; issue: CodeIssue | null }, Refusal>> {
  if (chosen === undefined) return ok({ code: link.code, issue: null });
  const checked = checkVanityCode(chosen);
  if (!checked.ok) return checked;
  const ownerId = await findCodeOwner(ctx.db, checked.value);
  if (ownerId === link.id) return ok({ code: checked.value, issue: null });
  if (ownerId !== null) return refuse({ code: "code_taken", referralCode: checked.value });
  const limit = codeLimitOf(ctx, link.participantId);
  const tooMany = await refuseManyCodes(ctx, limit);
  return tooMany === null ? ok({ code: checked.value, issue: { atMs: ctx.nowMs, limit } }) : refuse(tooMany);
}

function storedFields(
  { link, program }: StoredLink,
  fields: LinkInput,
  code: string,
  realNowMs: number,
): Partial<LinkRow> {
  const endsAtMs = Math.min(link.expiresAtMs, programNowMs(program, realNowMs));
  const given = {
    code,
    expiresAtMs: fields.status === "expired" ? endsAtMs : fields.expiresAtMs,
    status: fields.status === "expired" ? undefined : fields.status,
    destinationUrl: fields.destinationUrl,
    message: fields.message,
    context: fields.context,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
