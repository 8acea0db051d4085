import type { Context } from "#context";
import { withDeadline } from "#deadline";
import { clickLogShard } from "#domain/click-log";
import { queryOf } from "#domain/click-trace";
import type { Traced } from "#domain/click-trace";
import { describeFault } from "#domain/fault";
import type { Journey } from "#domain/journey";

/** Enough for an object that has to wake up; whoever reports a signup waits for it no longer. */
const limitMs = 400;

/** What the click log knows of a journey; null where it is down or slow, and the referral is scored without. */
export async function traceJourney(
  { platform, log }: Context,
  journey: Pick<Journey, "visitorId" | "touches">,
): Promise<Traced | null> {
  const asked = queryOf(journey, (code) => clickLogShard(code, platform.shards.length));
  if (asked === null) return null;
  try {
    const traces = await withDeadline(platform.traces(asked.shard, asked.query), limitMs, "the click log");
    return { visitorId: journey.visitorId, traces };
  } catch (error) {
    log("warn", "journey_not_traced", { shard: asked.shard, error: describeFault(error) });
    return null;
  }
}
