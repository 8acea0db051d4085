import type { Context } from "#context";
import { normalizeCode } from "#domain/code";
import { erasedEventIds, erasedExternalId, stripEvent } from "#domain/erasure";
import type { ReportedEvent } from "#domain/event";
import { encodeJourney, verifyJourney } from "#domain/journey";
import { normalizeEmail } from "#domain/participant";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { listKnownCodes, listPersonalEvents, replaceEvents } from "#store/erased-events";
import type { PersonalEvent } from "#store/erased-events";
import { hideMailboxes, listStandIns } from "#store/erased-list-entries";
import type { NamedMailbox } from "#store/erased-list-entries";
import { stripFormerNotes } from "#store/erased-notes";
import * as texts from "#store/erased-texts";
import { commitErasure, findKnownBy } from "#store/erasure";
import { erasedMailbox } from "#store/fraud-list-entries";
import { findParticipant } from "#store/participants";
import type { StoredParticipant } from "#store/participants";
import { describeChange } from "#usecases/describe-change";

/** Why, as one of a few words: the audit log keeps it, and takes no sentence about a person. */
export const erasureReasons = ["asked_for", "account_closed", "no_longer_needed"] as const;
export type ErasureReason = (typeof erasureReasons)[number];

export type Erased = { id: string; erasedAtMs: number };

/**
 * Takes out of the books who somebody was, and leaves what they say of value. Every step finds what it has left, so one
 * that was cut off is done again from the start; once more is once.
 */
export async function eraseParticipant(
  ctx: Context,
  { id, reason }: { id: string; reason: ErasureReason },
): Promise<Result<Erased, Refusal>> {
  const person = await findParticipant(ctx.db, ctx.actor.mode, id);
  if (person === null) return refuse({ code: "not_found", what: "participant" });
  const known = await findKnownBy(ctx.db, person);
  // Before he is unknown: deliveries are found by what they say.
  const lookedThrough = await texts.stripDeliveries(ctx.db, known, "");
  const erased = person.erasedAtMs === null ? await markErased(ctx, person, reason) : person;
  if (erased === null || erased.erasedAtMs === null) throw new Error("a participant was not erased");
  await stripEvents(ctx, erased);
  await texts.stripNotes(ctx.db, id);
  await stripFormerNotes(ctx.db, erased);
  await texts.stripReceivedAnswers(ctx.db, id);
  await texts.deleteAnswers(ctx.db, person);
  // What came in meanwhile.
  await texts.stripDeliveries(ctx.db, known, lookedThrough);
  await ctx.platform.forgetLinks(await texts.listCodesOf(ctx.db, id));
  await texts.deleteCustomers(ctx.db, id);
  return ok({ id, erasedAtMs: erased.erasedAtMs });
}

async function markErased(
  ctx: Context,
  person: StoredParticipant,
  reason: ErasureReason,
): Promise<StoredParticipant | null> {
  const externalId = erasedExternalId(ctx.signing, person);
  const audit = describeChange(ctx, "participant.erased", person.id, { reason });
  const { nowMs, newId } = ctx;
  const names = person.normalizedEmail === null ? [] : [erasedMailbox(person.normalizedEmail)];
  const standIns = await listStandIns(ctx.db, person, { names, nowMs, newId });
  try {
    await commitErasure(ctx.db, person, { externalId, standIns, nowMs, audit });
  } catch (error) {
    if (violatedConstraint(error) !== "facts_stale") throw error;
  }
  return findParticipant(ctx.db, ctx.actor.mode, person.id);
}

async function stripEvents(ctx: Context, person: StoredParticipant): Promise<void> {
  for (let after: number | null = 0; after !== null;) {
    const { found, next } = await listPersonalEvents(ctx.db, { refereeId: person.id, after });
    const mailboxes = mailboxesIn(found);
    if (mailboxes.length > 0) await hideMailboxes(ctx.db, person.mode, mailboxes);
    const codes = await listKnownCodes(
      ctx.db,
      found.flatMap(({ event }) => (event.code === undefined ? [] : [normalizeCode(event.code)])),
    );
    const replaced = found.map(({ seq, eventId, event }) => {
      const code = event.code === undefined ? undefined : normalizeCode(event.code);
      return {
        seq,
        event: stripEvent(event, {
          id: erasedEventIds(ctx.signing, person.mode, eventId)[0] ?? `erased:${seq}`,
          externalId: person.externalId,
          code: code !== undefined && codes.has(code) ? code : undefined,
          click: withoutVisitor(ctx, event),
        }),
      };
    });
    if (replaced.length > 0) await replaceEvents(ctx.db, replaced);
    after = next;
  }
}

/** Those he had before too: lists may go on naming him by them. */
function mailboxesIn(found: readonly PersonalEvent[]): NamedMailbox[] {
  const emails = found.flatMap(({ event }) => event.referee?.email ?? []);
  return [...new Set(emails.map(normalizeEmail))].map((mailbox) => ({ mailbox, names: [erasedMailbox(mailbox)] }));
}

/** Which links led to him is needed when the past is replayed; in which browser is not. */
function withoutVisitor({ signing }: Context, { click }: ReportedEvent): string | undefined {
  const journey = click === undefined ? null : verifyJourney(signing, click);
  return journey === null ? undefined : encodeJourney(signing, { ...journey, visitorId: "erased" });
}
