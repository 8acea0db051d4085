import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf, openApi } from "#scripts/api";
import type { Api } from "#scripts/api";
import { createLocalDatabase } from "#scripts/local-database";
import { startServer } from "#scripts/server";
import { createLink, waitForClicks } from "./world.ts";

const requests = 2000;
const atOnce = 64;
const vars = { SIGNING_KEYS: "e2e:0123456789abcdef0123456789abcdef0123456789abcdef" };
const browserAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

let persistDir: string;
let key: string;
beforeAll(async () => {
  persistDir = mkdtempSync(join(tmpdir(), "bouquet-crash-"));
  // Live, because only live links are answered from memory, where clicks could be lost.
  key = await createLocalDatabase(persistDir, { mode: "live", name: "crash test" });
});
afterAll(() => rmSync(persistDir, { recursive: true, force: true }));

test("every token handed out before a power cut is credited after it", { timeout: 240_000 }, async () => {
  const server = await startServer({ persistDir, vars });
  const link = await createLink(openApi({ url: server.url, key }), "https://shop.example/welcome");

  const burst = clickUntilRefused(link.url);
  while (burst.tokens.length < requests / 2) await delay(1);
  await server.kill();
  await burst.ended;
  const { tokens } = burst;

  const restarted = await startServer({ persistDir, port: server.port, vars });
  try {
    const api = openApi({ url: restarted.url, key });
    const { human: logged } = await waitForClicks(api, link.id, 1);
    console.log(
      `answered ${tokens.length} of ${requests}, logged ${logged}, lost with the last window ${tokens.length - logged}`,
    );
    const referrals = await signUpAll(api, tokens);
    expect(referrals).not.toContain(null);
    expect(new Set(referrals).size).toBe(tokens.length);
    // A click is logged at most once more than it was answered: the cut may fall between the two.
    expect(logged).toBeLessThanOrEqual(tokens.length + atOnce);
    // What the 100 ms of one window can hold is all that may be missing.
    expect(tokens.length - logged).toBeLessThanOrEqual(burst.answeredSince(200));
  } finally {
    await restarted.stop();
  }
});

/** Clicks with so many connections until the server is gone. */
function clickUntilRefused(url: string) {
  const tokens: string[] = [];
  const answeredAtMs: number[] = [];
  let left = requests;
  const visitor = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      try {
        const response = await fetch(url, { redirect: "manual", headers: { "User-Agent": browserAgent } });
        const location = new URL(response.headers.get("location") ?? "");
        tokens.push(location.searchParams.get("ref_click") ?? "");
        answeredAtMs.push(performance.now());
      } catch {
        // The server is gone, and with it the answers that were on their way.
        return;
      }
    }
  };
  return {
    tokens,
    ended: Promise.all(Array.from({ length: atOnce }, visitor)),
    /** How many answers came in the last so many milliseconds before the end. */
    answeredSince(lastMs: number): number {
      const end = answeredAtMs.at(-1) ?? 0;
      return answeredAtMs.filter((atMs) => atMs >= end - lastMs).length;
    },
  };
}

/** One referee per token; gives the referral of each. */
async function signUpAll(api: Api, tokens: readonly string[]): Promise<(string | null)[]> {
  const referrals: (string | null)[] = [];
  const batchSize = 250;
  for (let start = 0; start < tokens.length; start += batchSize) {
    const events = tokens.slice(start, start + batchSize).map((click, index) => ({
      id: `signup-${start + index}`,
      type: "signup" as const,
      referee: { external_id: `visitor-${start + index}`, kind: "supplier" },
      click,
    }));
    const { data } = await answerOf(api.client.POST("/v1/events/batch", { body: { events } }));
    for (const item of data) referrals.push("answer" in item ? (item.answer.outcomes[0]?.referral_id ?? null) : null);
  }
  return referrals;
}
