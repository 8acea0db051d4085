import type { Context } from "#context";
import { isoText } from "#domain/instant";
import type { Message } from "#domain/plan";
import { listExpiredLinks } from "#store/expired-links";
import type { ExpiredLink, ExpiryPlace } from "#store/expired-links";
import { commitNewMessages, messageIdAt } from "#store/outbox";
import type { JobInput, JobResult } from "#usecases/run-job";

/** Bounds one run. */
const pageSize = 100;
const pagesPerRun = 10;

/**
 * Tells of each link that expired since the last run, once for each of its expiries. Links of test programs with a clock
 * of their own are left out: no job sees that clock go by.
 */
export async function announceExpiredLinks(ctx: Context, { dueMs, sinceMs, memory }: JobInput): Promise<JobResult> {
  let after = placeOf(memory) ?? { atMs: sinceMs + 1, linkId: "" };
  let announced = 0;
  for (let page = 0; page < pagesPerRun; page += 1) {
    const links = await listExpiredLinks(ctx.db, { after, untilMs: dueMs, limit: pageSize });
    ctx.ring(await commitNewMessages(ctx.db, links.map(describeExpiry), ctx.nowMs));
    announced += links.length;
    const last = links.at(-1);
    if (last !== undefined) after = { atMs: last.expiresAtMs, linkId: last.id };
    if (links.length < pageSize) return { counts: { announced }, memory: {} };
  }
  return { counts: { announced }, more: true, memory: { after } };
}

/** Its id comes from what it tells, so that it is told once, however often the job runs. */
function describeExpiry({ id, mode, programId, participantId, expiresAtMs }: ExpiredLink): Message {
  return {
    id: messageIdAt(expiresAtMs, `link.expired ${id} ${expiresAtMs}`),
    type: "link.expired",
    mode,
    payload: {
      program_id: programId,
      participant_id: participantId,
      link_id: id,
      expired_at: isoText(expiresAtMs),
    },
  };
}

function placeOf(memory: JobInput["memory"]): ExpiryPlace | null {
  // Safe because only this job writes its memory.
  return (memory?.["after"] as ExpiryPlace | undefined) ?? null;
}
