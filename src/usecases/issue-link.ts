import type { Context } from "#context";
import { maxCodeAttempts, proposeCode } from "#domain/code";
import { dayMs } from "#domain/day";
import { destinationHost, isAllowedDestination } from "#domain/destination";
import type { ProgramDestination } from "#domain/destination";
import type { Channel } from "#domain/journey";
import { programNowMs } from "#domain/mode";
import type { Message } from "#domain/plan";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import type { Constraint } from "#store/database";
import { commitNewLink, findCodeOwner, findDefaultLink, findLink } from "#store/links";
import type { LinkRow, StoredLink } from "#store/links";
import { findParticipant, findParticipantByKey } from "#store/participants";
import type { StoredParticipant } from "#store/participants";
import { findProgram, findVersion } from "#store/programs";
import type { StoredProgram, StoredVersion } from "#store/programs";
import { checkVanityCode } from "#usecases/check-vanity-code";
import { describeChange } from "#usecases/describe-change";
import { keepLink } from "#usecases/keep-link";
import { codeLimitOf, refuseManyCodes } from "#usecases/limit-codes";
import { isProfane } from "#usecases/profanity";

export type IssueLinkInput = {
  program: string;
  participant: string | { kind: string; externalId: string };
  code?: string | undefined;
  channel: Channel;
  campaign?: string | undefined;
  destinationUrl?: string | undefined;
  message?: string | undefined;
  context?: Record<string, unknown> | undefined;
  expiresAtMs?: number | undefined;
};

export type Issued = { stored: StoredLink; created: boolean };

type Ground = { program: StoredProgram; version: StoredVersion; participant: StoredParticipant };

/**
 * A participant's default link, made on first request. With a campaign or a chosen code it is a further
 * link; a chosen code that this participant has in this program already answers its link.
 */
export async function issueLink(ctx: Context, input: IssueLinkInput): Promise<Result<Issued, Refusal>> {
  if (!ctx.flags.referrals) return refuse({ code: "referrals_disabled" });
  const chosen = input.code === undefined ? null : checkVanityCode(input.code);
  if (chosen?.ok === false) return chosen;
  for (let attempt = 1; attempt <= maxCodeAttempts; attempt += 1) {
    const ground = await loadGround(ctx, input);
    if (!ground.ok) return ground;
    const existing = await findExisting(ctx, ground.value, input, chosen?.value);
    if (existing !== null) return existing;
    const limit = codeLimitOf(ctx, ground.value.participant.id);
    const tooMany = await refuseManyCodes(ctx, limit);
    if (tooMany !== null) return refuse(tooMany);
    const code = chosen?.value ?? freeOfProfanity(ctx, ground.value);
    const link = newLink(ctx, ground.value, input, code);
    const audit = describeChange(ctx, "link.created", link.id, {
      program: link.programId,
      participant: link.participantId,
    });
    const messages = joinedMessages(ctx, link);
    try {
      await commitNewLink(ctx.db, { link, messages }, { atMs: ctx.nowMs, limit }, audit);
      ctx.ring(messages);
      keepLink(ctx, link);
      return ok({ stored: withProgram(link, ground.value), created: true });
    } catch (error) {
      // What came in between is looked at again: a code that is taken, a default link that is there, too many codes, or an erasure.
      if (!isRace(violatedConstraint(error))) throw error;
    }
  }
  return refuse({ code: "busy", retryAfterSeconds: 1 });
}

async function loadGround(ctx: Context, input: IssueLinkInput): Promise<Result<Ground, Refusal>> {
  const { mode } = ctx.actor;
  const [program, participant] = await Promise.all([
    findProgram(ctx.db, mode, input.program),
    typeof input.participant === "string"
      ? findParticipant(ctx.db, mode, input.participant)
      : findParticipantByKey(ctx.db, { mode, ...input.participant }),
  ]);
  if (program === null) return refuse({ code: "not_found", what: "program" });
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  const version =
    program.currentVersion === null ? null : await findVersion(ctx.db, program.id, program.currentVersion);
  if (version === null) return refuse({ code: "program_unpublished", program: program.key });
  if (participant.erasedAtMs !== null) return refuse({ code: "participant_erased", participant: participant.id });
  if (participant.status === "suspended") return refuse({ code: "participant_suspended", participant: participant.id });
  const destination = checkDestination(input.destinationUrl ?? null, version.document.destination);
  return destination.ok ? ok({ program, version, participant }) : destination;
}

/** Null is the program's own, which is checked when it is published. */
export function checkDestination(url: string | null, program: ProgramDestination): Result<null, Refusal> {
  const { allowed_hosts: allowedHosts } = program;
  if (url === null || isAllowedDestination(url, allowedHosts)) return ok(null);
  return refuse({ code: "destination_not_allowed", host: destinationHost(url) ?? "", allowedHosts: [...allowedHosts] });
}

function withProgram(link: LinkRow, { program, version }: Ground): StoredLink {
  return { link, program: { ...program, destination: version.document.destination } };
}

async function findExisting(
  ctx: Context,
  ground: Ground,
  input: IssueLinkInput,
  chosen: string | undefined,
): Promise<Result<Issued, Refusal> | null> {
  const { program, participant } = ground;
  if (chosen !== undefined) {
    const ownerId = await findCodeOwner(ctx.db, chosen);
    if (ownerId === null) return null;
    const stored = await findLink(ctx.db, ctx.actor.mode, ownerId);
    const isOwn = stored?.link.participantId === participant.id && stored.link.programId === program.id;
    return isOwn ? ok({ stored, created: false }) : refuse({ code: "code_taken", referralCode: chosen });
  }
  if (input.campaign !== undefined) return null;
  const link = await findDefaultLink(ctx.db, program.id, participant.id);
  return link === null ? null : ok({ stored: withProgram(link, ground), created: false });
}

function isRace(constraint: Constraint | null): boolean {
  return constraint === "code_taken" || constraint === "link_exists" || constraint === "facts_stale";
}

function freeOfProfanity(ctx: Context, { version, participant }: Ground): string {
  for (let attempt = 1; attempt < maxCodeAttempts; attempt += 1) {
    const code = proposeCode(version.document.codes, participant.kind, ctx.newCode);
    if (!isProfane(code)) return code;
  }
  return proposeCode(version.document.codes, participant.kind, ctx.newCode);
}

/** Whoever gets a default link takes part from then on. */
function joinedMessages(ctx: Context, { id, mode, programId, participantId, isDefault }: LinkRow): Message[] {
  if (isDefault === null) return [];
  const payload = { program_id: programId, participant_id: participantId, link_id: id };
  return [{ id: ctx.newId("msg"), type: "participant.joined", mode, payload }];
}

function newLink(
  ctx: Context,
  { program, version, participant }: Ground,
  input: IssueLinkInput,
  code: string,
): LinkRow {
  const nowMs = programNowMs(program, ctx.nowMs);
  const isDefault = input.code === undefined && input.campaign === undefined;
  return {
    id: ctx.newId("lnk"),
    mode: program.mode,
    programId: program.id,
    participantId: participant.id,
    code,
    isDefault: isDefault ? 1 : null,
    channel: input.channel,
    campaign: input.campaign ?? null,
    destinationUrl: input.destinationUrl ?? null,
    message: input.message ?? null,
    context: input.context ?? null,
    status: "active",
    expiresAtMs: input.expiresAtMs ?? nowMs + version.document.codes.expires_days * dayMs,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}
