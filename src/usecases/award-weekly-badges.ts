import type { Context } from "#context";
import { mostAwards } from "#domain/decide-badges";
import type { BadgeWork } from "#domain/decide-badges";
import { describeFault } from "#domain/fault";
import { listBadgePrograms } from "#store/badge-facts";
import { listParticipantIds } from "#store/participant-totals";
import { awardBadges } from "#usecases/award-badges";
import type { JobInput, JobResult } from "#usecases/run-job";

/** People at a time: the database is asked three times for each page. */
const pageSize = 100;
/** Bounds one run; the next goes on where it stopped. */
const maxPages = 50;

type Place = { program: string; after: string };
type Walk = { awarded: number; failed: number; pages: number };

/** Looks at everybody in every program that awards badges by itself: for the weekly ones, and for what was missed. */
export async function awardWeeklyBadges(ctx: Context, { memory }: JobInput): Promise<JobResult> {
  if (!ctx.flags.rewards) return { counts: { awarded: 0, failed: 0 } };
  const walk: Walk = { awarded: 0, failed: 0, pages: 0 };
  let place: Place | null = readPlace(memory);
  while (place !== null && walk.pages < maxPages) place = await takePage(ctx, place, walk);
  const { awarded, failed } = walk;
  return { counts: { awarded, failed }, more: place !== null, memory: place ?? { program: "", after: "" } };
}

/** Everybody in one program, whatever clock it follows; as of its now. */
export async function awardEverybody(ctx: Context, programId: string): Promise<number> {
  let awarded = 0;
  for (let after = ""; ;) {
    const participantIds = await listParticipantIds(ctx.db, { programId, after, limit: pageSize });
    awarded += await awardBadges(ctx, { programId, participantIds, moment: "weekly" });
    const last = participantIds.at(-1);
    if (last === undefined || participantIds.length < pageSize) return awarded;
    after = last;
  }
}

/** Gives where to go on; null when everybody was looked at. */
async function takePage(ctx: Context, { program: from, after }: Place, walk: Walk): Promise<Place | null> {
  const [program, next] = await listBadgePrograms(ctx.db, { from, limit: 2 });
  walk.pages += 1;
  if (program === undefined) return null;
  const { id: programId } = program;
  // The program may be paused since: then its place says nothing of the one that comes after it.
  const begin = programId === from ? after : "";
  const participantIds = await listParticipantIds(ctx.db, { programId, after: begin, limit: pageSize });
  await awardPage(ctx, { programId, participantIds }, walk);
  const last = participantIds.at(-1);
  if (last !== undefined && participantIds.length === pageSize) return { program: programId, after: last };
  return next === undefined ? null : { program: next.id, after: "" };
}

/** One that fails keeps none of the others from its turn: whom it is about is looked at again next week. */
async function awardPage(ctx: Context, page: BadgeWork, walk: Walk): Promise<void> {
  try {
    const awarded = await awardBadges(ctx, { ...page, moment: "weekly" });
    walk.awarded += awarded;
    // A page that needs several batches asks the database as often as several pages do.
    walk.pages += Math.floor(awarded / mostAwards);
  } catch (error) {
    walk.failed += 1;
    ctx.log("error", "badges_not_awarded", { program_id: page.programId, error: describeFault(error) });
  }
}

function readPlace(memory: JobInput["memory"]): Place {
  const { program = "", after = "" } = memory ?? {};
  return { program: String(program), after: String(after) };
}
