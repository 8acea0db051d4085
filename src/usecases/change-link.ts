import type { Context } from "#context";
import { programNowMs } from "#domain/mode";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { canonicalJson } from "#store/digest";
import { commitLinkChange, findCodeOwner, findLink } from "#store/links";
import type { LinkRow, StoredLink } from "#store/links";
import { findVersion } from "#store/programs";
import { checkVanityCode } from "#usecases/check-vanity-code";
import { describeChange, nameFields } from "#usecases/describe-change";
import { checkDestination } from "#usecases/issue-link";

export type LinkInput = {
  /** `expired` ends the link now; touches already made still count. */
  status?: "active" | "paused" | "expired" | undefined;
  code?: string | undefined;
  destinationUrl?: string | undefined;
  message?: string | null | undefined;
  context?: Record<string, unknown> | null | undefined;
  expiresAtMs?: number | undefined;
};

/** Changes a link and tells the edge in the same batch. A former code stays an alias. */
export async function changeLink(
  ctx: Context,
  input: { id: string; fields: LinkInput },
): Promise<Result<StoredLink, Refusal>> {
  const stored = await findLink(ctx.db, ctx.actor.mode, input.id);
  if (stored === null) return refuse({ code: "not_found", what: "link" });
  const { fields } = input;
  const destination = await checkNewDestination(ctx, stored, fields.destinationUrl);
  if (!destination.ok) return destination;
  const code = await checkNewCode(ctx, stored.link, fields.code);
  if (!code.ok) return code;
  const set = changedFields(stored.link, storedFields(stored, fields, code.value.code, ctx.nowMs));
  if (Object.keys(set).length === 0) return ok(stored);
  const link = { ...stored.link, ...set, updatedAtMs: programNowMs(stored.program, ctx.nowMs) };
  try {
    const audit = describeChange(ctx, "link.changed", link.id, {
      fields: nameFields(set),
      status: link.status,
      code: link.code,
    });
    const change = { link, set: { ...set, updatedAtMs: link.updatedAtMs }, newCode: code.value.isNew, atMs: ctx.nowMs };
    await commitLinkChange(ctx.db, change, audit);
  } catch (error) {
    if (violatedConstraint(error) === "code_taken") return refuse({ code: "code_taken", referralCode: link.code });
    throw error;
  }
  return ok({ ...stored, link });
}

async function checkNewDestination(
  ctx: Context,
  { link, program }: StoredLink,
  url: string | undefined,
): Promise<Result<null, Refusal>> {
  if (url === undefined) return ok(null);
  const version =
    program.currentVersion === null ? null : await findVersion(ctx.db, link.programId, program.currentVersion);
  return version === null
    ? refuse({ code: "program_unpublished", program: program.key })
    : checkDestination(url, version);
}

async function checkNewCode(
  ctx: Context,
  link: LinkRow,
  chosen: string | undefined,
): Promise<Result<{ code: string; isNew: boolean }, Refusal>> {
  if (chosen === undefined) return ok({ code: link.code, isNew: false });
  const checked = checkVanityCode(chosen);
  if (!checked.ok) return checked;
  const ownerId = await findCodeOwner(ctx.db, checked.value);
  if (ownerId !== null && ownerId !== link.id) return refuse({ code: "code_taken", referralCode: checked.value });
  return ok({ code: checked.value, isNew: ownerId === null });
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

/** Only what differs is written, so that two changes of different fields don't undo each other. */
function changedFields(link: LinkRow, fields: Partial<LinkRow>): Partial<LinkRow> {
  const before: Record<string, unknown> = link;
  const differs = ([name, value]: [string, unknown]) => canonicalJson(before[name]) !== canonicalJson(value);
  return Object.fromEntries(Object.entries(fields).filter(differs));
}
