import type { Context } from "#context";
import { minuteMs } from "#domain/day";
import { outcomeOf, wayOf } from "#domain/email-attempt";
import type { EmailOutcome } from "#domain/email-attempt";
import { composeEmail, senderName } from "#domain/email-compose";
import { renderEmail } from "#domain/email-render";
import { isTeamTemplate } from "#domain/email-template";
import { describeFault } from "#domain/fault";
import type { OutgoingEmail } from "#domain/outside";
import { writeUnsubscribeToken } from "#domain/unsubscribe";
import { addressHash } from "#store/address-hash";
import { loadEmail } from "#store/email-facts";
import type { LoadedEmail } from "#store/email-facts";
import { findSuppression } from "#store/email-suppressions";
import { claimEmail, finishEmail } from "#store/emails";

/** Longer than any attempt takes: whoever has an email for so long has died with it. */
const leaseMs = 10 * minuteMs;

/** Sends an email that is due, once; whatever comes of it stands in its row. */
export async function sendEmail(ctx: Context, id: string): Promise<void> {
  const leaseUntilMs = ctx.nowMs + leaseMs;
  const claimed = await claimEmail(ctx.db, id, { nowMs: ctx.nowMs, leaseUntilMs });
  if (claimed === null) return;
  const outcome = await attempt(ctx, id, claimed.attempts);
  await finishEmail(ctx.db, id, leaseUntilMs, outcome);
  const { status, reason } = outcome;
  ctx.log(status === "dead" ? "error" : "info", "email_settled", {
    email_id: id,
    status,
    reason,
    attempts: claimed.attempts,
  });
}

async function attempt(ctx: Context, id: string, attempts: number): Promise<EmailOutcome> {
  try {
    const loaded = await loadEmail(ctx.db, id);
    if (loaded === null) throw new Error("a claimed email is not there");
    const way = await findWay(ctx, loaded);
    if (!("to" in way)) return { ...way, dueAtMs: ctx.nowMs, providerId: null, sentAtMs: null };
    const answer = (await ctx.outside.sendEmail?.(outgoing(ctx, loaded, way.to))) ?? null;
    if (answer === null) throw new Error("nothing is configured that sends emails");
    return outcomeOf(answer, attempts, ctx.nowMs);
  } catch (error) {
    ctx.log("error", "email_failed", { email_id: id, error: describeFault(error) });
    return outcomeOf({ isSent: false, reason: "fault", isFinal: false }, attempts, ctx.nowMs);
  }
}

async function findWay(ctx: Context, { email, participant, facts, balance }: LoadedEmail) {
  const { mode, template } = email;
  const address = participant?.email ?? null;
  const suppression =
    address === null ? null : await findSuppression(ctx.db, { mode, addressHash: addressHash(address) });
  return wayOf({
    mode,
    template,
    hasMessage: facts.type !== null,
    participant: isTeamTemplate(template) ? null : participant,
    isSuppressed: suppression !== null,
    reward: facts.reward,
    balance,
    teamEmails: ctx.teamEmails,
    isConfigured: ctx.outside.sendEmail !== null && ctx.publicUrl !== null,
  });
}

function outgoing(ctx: Context, { email, facts }: LoadedEmail, to: readonly string[]): OutgoingEmail {
  const { id, mode, template, participantId } = email;
  const origin = ctx.publicUrl ?? "";
  const unsubscribeUrl =
    participantId === null
      ? null
      : `${origin}/unsubscribe/${writeUnsubscribeToken(ctx.signing, { mode, participantId })}`;
  const document = facts.program?.document ?? null;
  return {
    idempotencyKey: id,
    to,
    fromName: senderName(template, document),
    replyTo: document?.emails?.reply_to ?? null,
    ...renderEmail(composeEmail(template, facts, { origin, unsubscribeUrl })),
    // RFC 8058: the mail client unsubscribes by one click, without opening anything.
    headers:
      unsubscribeUrl === null
        ? {}
        : { "List-Unsubscribe": `<${unsubscribeUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  };
}
