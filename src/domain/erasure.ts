import type { ReportedEvent } from "#domain/event";
import type { Signing } from "#domain/journey";
import type { Mode } from "#domain/mode";

/** How the names begin that an erased person and his events go by. Nobody else's may begin so. */
export const erasedPrefix = "erased:";

export function isErased(person: { externalId: string } | null): boolean {
  return person?.externalId.startsWith(erasedPrefix) ?? false;
}

/** With his own id in it: whoever registers again under the same external id and is erased again needs another one. */
export function erasedExternalId(
  signing: Signing,
  { id, kind, externalId }: { id: string; kind: string; externalId: string },
): string {
  return `${erasedPrefix}${signing.pseudonyms(`erased/participant/${id}/${kind}/${externalId}`)[0] ?? id}`;
}

/** What an event of an erased person may be called: the first if it is erased now, any if it was erased under that key. */
export function erasedEventIds(signing: Signing, mode: Mode, eventId: string): string[] {
  return signing.pseudonyms(`erased/event/${mode}/${eventId}`).map((pseudonym) => erasedPrefix + pseudonym);
}

/**
 * As a list keeps the mailbox of somebody who was erased, so that a block or a pardon outlives it: the first if it is
 * erased now, any if it was erased under that key. Whoever has the list alone cannot test guesses.
 */
export function erasedMailbox(signing: Pick<Signing, "pseudonyms">, mailbox: string): string[] {
  return signing.pseudonyms(`erased/mailbox/${mailbox}`).map((pseudonym) => erasedPrefix + pseudonym);
}

/** What takes the place of what tells who it was. */
export type Replaced = {
  id: string;
  externalId: string;
  /** Left out where it is not known as a code: then it may be whatever somebody has typed. */
  code: string | undefined;
  /** The journey without its visitor. */
  click: string | undefined;
};

/** What folds, replays and refunds need of an event, and nothing else: a field that is added is stripped until it is named here. */
export function stripEvent(event: ReportedEvent, { id, externalId, code, click }: Replaced): ReportedEvent {
  const { type, occurredAtMs, program, referee, codeSource, paymentRef, disputeId } = event;
  const { amountMinor, currency, plan, interval, mrrMinor, referrerId } = event;
  return {
    id,
    type,
    occurredAtMs,
    program,
    referee: referee && { kind: referee.kind, externalId },
    click,
    code,
    codeSource: code === undefined ? undefined : codeSource,
    paymentRef,
    disputeId,
    amountMinor,
    currency,
    plan,
    interval,
    mrrMinor,
    referrerId,
  };
}
