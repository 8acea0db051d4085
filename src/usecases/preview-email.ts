import type { Context } from "#context";
import { ruleOf } from "#domain/decide-emails";
import { composeEmail } from "#domain/email-compose";
import { renderEmail } from "#domain/email-render";
import type { RenderedEmail } from "#domain/email-render";
import { sampleFacts, sampleTypeOf } from "#domain/email-sample";
import type { EmailTemplate } from "#domain/email-template";
import type { EmailFacts } from "#domain/email-values";
import type { ProgramDocument } from "#domain/program";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { findDefaultLink } from "#store/links";
import { findParticipant } from "#store/participants";
import { findProgram } from "#store/programs";
import { findNewestReward } from "#store/reward-facts";

export type PreviewInput = { program: string; template: EmailTemplate; participant: string | undefined };

/**
 * An email as a program's draft has it: with a participant's name, link and newest reward, or with made-up ones. The
 * link that unsubscribes leads nowhere, so that looking at an email takes nobody off the list.
 */
export async function previewEmail(
  ctx: Context,
  { program: wanted, template, participant: participantId }: PreviewInput,
  origin: string,
): Promise<Result<RenderedEmail, Refusal>> {
  const program = await findProgram(ctx.db, ctx.actor.mode, wanted);
  if (program === null) return refuse({ code: "not_found", what: "program" });
  const sample = sampleFacts(template, program.draft, ctx.nowMs);
  const shown = { origin: ctx.publicUrl ?? origin, unsubscribeUrl: previewUnsubscribeUrl(ctx, origin) };
  if (participantId === undefined) return ok(renderEmail(composeEmail(template, sample, shown)));
  const participant = await findParticipant(ctx.db, ctx.actor.mode, participantId);
  if (participant === null) return refuse({ code: "not_found", what: "participant" });
  const known = await loadKnown(ctx, { template, programId: program.id, participantId, document: program.draft });
  return ok(renderEmail(composeEmail(template, { ...sample, ...known, participant }, shown)));
}

/** Looks like the real one and is none. */
export function previewUnsubscribeUrl(ctx: Context, origin: string): string {
  return `${ctx.publicUrl ?? origin}/unsubscribe/preview`;
}

async function loadKnown(
  { db }: Context,
  {
    template,
    programId,
    participantId,
    document,
  }: { template: EmailTemplate; programId: string; participantId: string; document: ProgramDocument },
): Promise<Partial<EmailFacts>> {
  const [link, reward] = await Promise.all([
    findDefaultLink(db, programId, participantId),
    findNewestReward(db, programId, participantId),
  ]);
  const rule = reward === null ? null : ruleOf(reward, { promised: null, current: document });
  return {
    ...(link !== null && { code: link.code }),
    ...(reward !== null && { reward, type: sampleTypeOf(template, reward, document) }),
    ...(rule !== null && { rule }),
  };
}
