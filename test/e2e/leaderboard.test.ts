import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { answerOf } from "#scripts/api";
import { openBrowser, openVisitor } from "./browser.ts";
import { openMainSite } from "./main-site.ts";
import type { MainSite } from "./main-site.ts";
import { openSandbox, refusalOf } from "./sandbox.ts";
import type { Referrer, Sandbox } from "./sandbox.ts";

let browser: Browser;
let site: MainSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), openMainSite()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), site.close()]);
});

const preset = "supplier-network";

test("a month's race is seen at once, moves from day to day, and its leader claims what leading earns, once", async () => {
  const s = await openSandbox({ preset });
  const sarah = await s.join("supplier", { name: "Sarah Bell", category: "photography" });
  const olivia = await s.join("supplier", { name: "Olivia Stone", category: "venue" });
  await s.bring(olivia, "supplier");
  await expectRanks(s, [["Olivia Stone", 1, 1, "rising"]]);
  await s.wait("2040-03-06T09:00:00Z");
  const lost = await s.bring(sarah, "supplier");
  await s.bring(sarah, "supplier");
  await expectRanks(s, [
    ["Sarah Bell", 1, 2, "rising"],
    ["Olivia Stone", 2, 1, "falling"],
  ]);
  await s.report({ type: "refund", payment_ref: lost.ref, amount_minor: 4900, currency: "GBP" });
  await expectRanks(s, [
    ["Olivia Stone", 1, 1, "stable"],
    ["Sarah Bell", 2, 1, "rising"],
  ]);
  await expectRanks(s, [["Sarah Bell", 1, 1, "rising"]], { category: "photography", period: "2040-W10" });

  await s.wait("2040-04-01T09:00:00Z");
  await runJobs(s);
  await expectRanks(s, []);
  const { data } = await answerOf(s.client.GET("/v1/programs/{id}/leaders", { params: { path: { id: s.program } } }));
  expect(data[0]).toMatchObject({ month: "2040-03", overall: [{ rank: 1, name: "Olivia Stone" }, { rank: 2 }] });
  const [lead] = await s.rewardsOf(olivia.id, "monthly_leader");
  expect(await s.claim(lead?.id ?? "")).toMatchObject({ state: "redeemed" });
  expect(await refusalOf(s.claim(lead?.id ?? ""))).toBe("reward_claimed");
  expect(await s.rewardsOf(sarah.id, "monthly_leader")).toEqual([]);
  expect(await s.rewardsOf(sarah.id, "category_leader")).toHaveLength(1);
  await runJobs(s);
  expect(await s.rewardsOf(olivia.id, "monthly_leader")).toHaveLength(1);
});

test("the page of the guide shows a public board, and names as text, whatever they are", async () => {
  const s = await openSandbox({ preset, overrides: { leaderboard: { public: true } } });
  const hostile = await s.join("supplier", { name: `<img src=x onerror="document.title='taken'">` });
  const hidden = await s.join("supplier", { name: "Nora Hill", board_name: "hidden" });
  const initials = await s.join("supplier", { name: "Zoë van Dijk", board_name: "initials" });
  const away = await s.join("supplier", { name: "Otto Away", board_opt_out: true });
  const bringAll = async (referrer: Referrer, times: number) => {
    for (let time = 0; time < times; time += 1) await s.bring(referrer, "supplier");
  };
  for (const [index, referrer] of [hostile, hidden, initials, away].entries()) await bringAll(referrer, 4 - index);
  const { id } = await answerOf(s.client.GET("/v1/programs/{id}", { params: { path: { id: s.program } } }));

  const page = await (await openVisitor(browser)).newPage();
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  await page.goto(site.showPage(guidePage(`${s.api.url}/v1/public/programs/${id}/leaderboard?limit=10`)));
  await vi.waitFor(async () => expect(await itemsOf(page)).toHaveLength(3), { timeout: 10_000 });

  expect(await itemsOf(page)).toEqual([
    `<img src=x onerror="document.title='taken'">: 4`,
    "Somebody: 3",
    "Z. v. D.: 2",
  ]);
  expect({ title: await page.title(), broken }).toEqual({ title: "Elsewhere", broken: [] });
});

type Ranks = Awaited<ReturnType<typeof ranksOf>>;

/** Boards are told of a change right after its answer: within a second, where the machine is not busy with others. */
async function expectRanks(s: Sandbox, ranks: Ranks, query: Parameters<typeof ranksOf>[1] = {}): Promise<void> {
  await vi.waitFor(async () => expect(await ranksOf(s, query)).toEqual(ranks), { timeout: 5000, interval: 20 });
}

/** Name, rank, conversions and trend of each row, as a key reads them. */
async function ranksOf(s: Sandbox, query: { category?: string; period?: string } = {}) {
  const { data } = await answerOf(
    s.client.GET("/v1/programs/{id}/leaderboard", { params: { path: { id: s.program }, query } }),
  );
  return data.map(({ name, rank, conversions, trend }) => [name, rank, conversions, trend]);
}

async function runJobs(s: Sandbox): Promise<void> {
  for (const name of ["recalculate_leaderboards", "reward_leaders"] as const) {
    await answerOf(s.client.POST("/v1/jobs/{name}/run", { params: { path: { name } } }));
  }
}

/** The page of the guide, as somebody would paste it. */
function guidePage(url: string): string {
  const [, page = ""] = /^```html\n(.*?)^```/ms.exec(readFileSync("docs/guides/leaderboards.md", "utf8")) ?? [];
  return page.replace(/https:\/\/go\.example\.com\/[^"]+/, url);
}

function itemsOf(page: Page): Promise<string[]> {
  return page.getByRole("listitem").allTextContents();
}
