import type { Context } from "#context";
import { clickLogShard } from "#domain/click-log";
import type { ClickMoment } from "#domain/click-trace";
import { normalizeCode } from "#domain/code";
import { erasedEventIds, erasedMailbox, stripEvent } from "#domain/erasure";
import type { ReportedEvent } from "#domain/event";
import { describeFault } from "#domain/fault";
import { encodeJourney, verifyJourney } from "#domain/journey";
import { normalizeEmail } from "#domain/participant";
import { listProgramsKnowing } from "#store/board-programs";
import { listClicksOf, listKnownCodes, listPersonalEvents, replaceEvents } from "#store/erased-events";
import type { PersonalEvent } from "#store/erased-events";
import { hideMailboxes } from "#store/erased-list-entries";
import type { NamedMailbox } from "#store/erased-list-entries";
import { stripFormerNotes } from "#store/erased-notes";
import * as texts from "#store/erased-texts";
import type { NextPlace } from "#store/erased-texts";
import { endErasure, keepPlace, listErasures } from "#store/erasures";
import type { Erasure, ErasureStage } from "#store/erasures";
import { findParticipant } from "#store/participants";
import { bringBoards } from "#usecases/feed-boards";
import type { JobResult } from "#usecases/run-job";

/** More than a deployment of usual size needs, and fewer calls than one request may make. */
export const stepsAtOnce = 40;
const erasuresPerRun = 20;
const boardsPerStep = 10;

/** What is to be searched for, in this order. By deliveries last: until then those that come in are known to be his. */
const stages: readonly [ErasureStage, (ctx: Context, erasure: Erasure) => Promise<NextPlace>][] = [
  ["notes", stripNotes],
  ["clicks", forgetClicks],
  ["events", stripEvents],
  ["answers", async ({ db }, erasure) => texts.stripAnswers(db, erasure)],
  ["received", async ({ db }, erasure) => texts.stripReceived(db, erasure)],
  ["links", forgetLinks],
  ["deliveries", async ({ db }, erasure) => texts.stripDeliveries(db, erasure)],
];

/**
 * So many steps of an erasure, from where it stands; answers how many are left of them, 0 where it is not done. Every step
 * may be done twice: one that was cut off, or that two are at work on, does no harm.
 */
export async function workErasure(ctx: Context, erasure: Erasure, steps: number): Promise<number> {
  let left = steps;
  let { place } = erasure;
  const begun = stages.findIndex(([stage]) => stage === erasure.stage);
  for (const [stage, step] of stages.slice(begun)) {
    for (let next: NextPlace = place; next !== null; left -= 1) {
      if (left === 0) return 0;
      const here: Erasure = { ...erasure, stage, place: next };
      next = await step(ctx, here);
      if (next !== null) await keepPlace(ctx.db, { ...here, place: next });
    }
    place = "";
  }
  await endErasure(ctx.db, erasure);
  return Math.max(left, 1);
}

/** Goes on with what requests have left: one that fails keeps none of the others waiting. */
export async function finishErasures(ctx: Context): Promise<JobResult> {
  const counts = { finished: 0, unfinished: 0, failed: 0 };
  let left = stepsAtOnce;
  let error: string | undefined;
  for (const erasure of await listErasures(ctx.db, erasuresPerRun)) {
    if (left === 0) {
      counts.unfinished += 1;
      continue;
    }
    try {
      left = await workErasure(ctx, erasure, left);
      counts[left === 0 ? "unfinished" : "finished"] += 1;
    } catch (fault) {
      counts.failed += 1;
      error = describeFault(fault);
    }
  }
  return { counts, more: counts.unfinished > 0, ...(error !== undefined && { error }) };
}

async function stripNotes({ db }: Context, erasure: Erasure): Promise<NextPlace> {
  await stripFormerNotes(db, { id: erasure.participantId, mode: erasure.mode });
  return texts.stripNotes(db, erasure);
}

async function stripEvents(ctx: Context, { participantId, mode, place }: Erasure): Promise<NextPlace> {
  const person = await findParticipant(ctx.db, mode, participantId);
  if (person === null) return null;
  const { found, next } = await listPersonalEvents(ctx.db, { refereeId: person.id, after: Number(place) });
  const journeys = found.flatMap(({ event }) => verifyJourney(ctx.signing, event.click ?? "")?.touches ?? []);
  // Before it is forgotten which they were.
  await forgetVisitors(ctx, journeys);
  const mailboxes = mailboxesIn(ctx, found);
  if (mailboxes.length > 0) await hideMailboxes(ctx.db, mode, mailboxes);
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
  return next === null ? null : String(next);
}

/** Those he had before too: lists may go on naming him by them. */
function mailboxesIn({ signing }: Context, found: readonly PersonalEvent[]): NamedMailbox[] {
  const emails = found.flatMap(({ event }) => event.referee?.email ?? []);
  return [...new Set(emails.map(normalizeEmail))].map((mailbox) => ({
    mailbox,
    names: erasedMailbox(signing, mailbox),
  }));
}

/** Which links led to him is needed when the past is replayed; in which browser is not. */
function withoutVisitor({ signing }: Context, { click }: ReportedEvent): string | undefined {
  const journey = click === undefined ? null : verifyJourney(signing, click);
  return journey === null ? undefined : encodeJourney(signing, { ...journey, visitorId: "erased" });
}

/** The boards too: they show him until they are told. Where nothing is left to be told of, the clicks are quickly found. */
async function forgetClicks(ctx: Context, { participantId, place }: Erasure): Promise<NextPlace> {
  const limit = boardsPerStep;
  const programs = await listProgramsKnowing(ctx.db, { participantId, after: place, limit });
  for (const programId of programs)
    await bringBoards(ctx, { programId, referralIds: [], participantIds: [participantId] });
  if (programs.length === limit) return programs.at(-1) ?? null;
  await forgetVisitors(ctx, await listClicksOf(ctx.db, participantId));
  return null;
}

/** The times of his touches stay, since attribution went by them: so the clicks they were must say no browser. */
async function forgetVisitors({ platform }: Context, clicks: readonly ClickMoment[]): Promise<void> {
  const byShard = new Map<string, Map<string, ClickMoment>>();
  for (const { code, atMs } of clicks) {
    const shard = clickLogShard(code, platform.shards.length);
    const there = byShard.get(shard) ?? new Map<string, ClickMoment>();
    byShard.set(shard, there.set(`${code} ${atMs}`, { code, atMs }));
  }
  for (const [shard, there] of byShard) await platform.forgetVisitors(shard, [...there.values()]);
}

async function forgetLinks({ db, platform }: Context, erasure: Erasure): Promise<NextPlace> {
  const codes = await texts.listCodesOf(db, erasure);
  await platform.forgetLinks(codes);
  return codes.at(-1) ?? null;
}
