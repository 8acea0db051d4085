import { setTimeout as delay } from "node:timers/promises";
import type { Miniflare } from "miniflare";

/** How many clicks the log holds, asked until no more arrive: the last ones are written after their answers. */
export async function waitForLog(miniflare: Miniflare, expected: number): Promise<number> {
  let logged = -1;
  for (let attempt = 0; attempt < 40; attempt += 1) {
    await delay(500);
    const before = logged;
    logged = await countLogged(miniflare);
    if (logged === before && logged >= expected) break;
  }
  return logged;
}

async function countLogged(miniflare: Miniflare): Promise<number> {
  let sum = 0;
  for (const id of await miniflare.listDurableObjectIds("ClickLog", "bouquet")) {
    const storage = await miniflare.unsafeGetDurableObjectStorage("bouquet", "ClickLog", { id });
    const [row] = await storage.exec("SELECT coalesce(sum(json_array_length(clicks)), 0) AS clicks FROM groups");
    sum += Number(row?.["clicks"]);
  }
  return sum;
}
