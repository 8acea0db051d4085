import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import type { LinkRow } from "#store/links";

/**
 * Tells the edge's cache of a live link, so that it works before its first click wherever nobody asks D1 any more. Best
 * effort: what is lost is written at a click. A test program's clock may be moved at any time, so its links stay out.
 */
export function keepLink({ afterwards, log, platform }: Context, { mode, code }: LinkRow): void {
  if (mode !== "live") return;
  afterwards(async () => {
    try {
      await platform.keepLink(code);
    } catch (error) {
      log("warn", "link_not_written_to_kv", { error: describeFault(error) });
    }
  });
}
