import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Click } from "#domain/click";
import { clickLogShard, packClicks } from "#domain/click-log";
import { dayMs } from "#domain/day";
import { startMs } from "#support/edge";

const shard = "0-of-1";
const openLog = () => env.CLICK_LOG.getByName(shard);

function click(code: string, change: Partial<Click> = {}): Click {
  return {
    code,
    atMs: startMs,
    channel: "link",
    class: "human",
    repeat: false,
    visitorId: "v",
    addressHash: null,
    via: null,
    ...change,
  };
}

function group(id: string, clicks: Click[]) {
  return { id, shard, clicks: packClicks(clicks) };
}

async function countsInD1(code: string) {
  const { results } = await env.DB.prepare("SELECT * FROM click_counts WHERE code = ? ORDER BY day, channel")
    .bind(code)
    .all();
  return results;
}

const rowsOf = (table: string) =>
  runInDurableObject(openLog(), (_log, state) => [...state.storage.sql.exec(`SELECT * FROM ${table}`)]);

test("a group of clicks is one row, and a repeated append changes nothing", async () => {
  const log = openLog();
  const sent = group("clk_1", [click("AAA"), click("AAA", { channel: "qr" }), click("BBB", { class: "bot" })]);
  await log.append(sent, startMs);
  await log.append(sent, startMs + 1);
  expect(await rowsOf("groups")).toHaveLength(1);
  expect(await log.counts("AAA")).toMatchObject([
    { channel: "link", human: 1 },
    { channel: "qr", human: 1 },
  ]);
  expect(await log.counts("BBB")).toMatchObject([{ human: 0, bot: 1 }]);
});

test("a group that is retried after an eviction is still recognised", async () => {
  const sent = group("clk_1", [click("AAA")]);
  await openLog().append(sent, Date.now());
  await evictDurableObject(openLog());
  await openLog().append(sent, Date.now());
  expect(await rowsOf("groups")).toHaveLength(1);
  expect(await openLog().counts("AAA")).toMatchObject([{ human: 1 }]);
});

test("the alarm flushes absolute numbers to D1; again, late or after an eviction it gives the same numbers", async () => {
  await openLog().append(group("clk_1", [click("AAA"), click("AAA", { repeat: true, via: "image" })]), startMs);
  expect(await runDurableObjectAlarm(openLog())).toBe(true);
  const expected = {
    code: "AAA",
    shard,
    day: startMs / dayMs - 0.5,
    channel: "link",
    human: 1,
    repeat: 1,
    bot: 0,
    preview: 0,
    prefetch: 0,
    embedded: 1,
  };
  expect(await countsInD1("AAA")).toEqual([expected]);
  await evictDurableObject(openLog());
  await openLog().append(group("clk_2", [click("AAA")]), startMs);
  for (let flush = 0; flush < 3; flush += 1) await runInDurableObject(openLog(), (log) => log.flush(startMs));
  expect(await countsInD1("AAA")).toEqual([{ ...expected, human: 2 }]);
});

test("state is rebuilt after an eviction between append and flush: nothing is lost or counted twice", async () => {
  await openLog().append(group("clk_1", [click("AAA"), click("BBB")]), startMs);
  await runDurableObjectAlarm(openLog());
  await openLog().append(group("clk_2", [click("AAA")]), startMs + 1);
  await evictDurableObject(openLog());
  await openLog().append(group("clk_3", [click("AAA", { channel: "email" })]), startMs + 2);
  await evictDurableObject(openLog());
  expect(await runDurableObjectAlarm(openLog())).toBe(true);
  expect(await countsInD1("AAA")).toMatchObject([
    { channel: "email", human: 1 },
    { channel: "link", human: 2 },
  ]);
  expect(await countsInD1("BBB")).toMatchObject([{ human: 1 }]);
});

test("a snapshot of an earlier version, which did not count embedded clicks, is read as having none", async () => {
  await openLog().append(group("clk_1", [click("AAA")]), startMs);
  await runDurableObjectAlarm(openLog());
  await runInDurableObject(openLog(), (_log, { storage }) => {
    storage.sql.exec("UPDATE snapshots SET counts = replace(counts, ',\"embedded\":0', '')");
  });
  expect((await rowsOf("snapshots"))[0]?.["counts"]).not.toContain("embedded");
  await evictDurableObject(openLog());
  await openLog().append(group("clk_2", [click("AAA", { via: "image" })]), startMs);
  await runDurableObjectAlarm(openLog());
  expect(await countsInD1("AAA")).toMatchObject([{ human: 2, embedded: 1 }]);
});

test("a flush that fails is made up for by the next", async () => {
  await openLog().append(group("clk_1", [click("AAA")]), startMs);
  await runInDurableObject(openLog(), async (log) => {
    const broken = { prepare: () => ({ bind: () => ({}) }), batch: () => Promise.reject(new Error("D1 is down")) };
    const before = Reflect.get(log, "env") as { DB: D1Database };
    Reflect.set(log, "env", { DB: broken });
    await log.flush(startMs);
    Reflect.set(log, "env", before);
  });
  expect(await countsInD1("AAA")).toEqual([]);
  expect(await runDurableObjectAlarm(openLog())).toBe(true);
  expect(await countsInD1("AAA")).toMatchObject([{ human: 1 }]);
});

test("invariant 16: roll-ups equal the distinct raw clicks, by code, day, channel and class", async () => {
  const codes = ["AAA", "BBB", "CCC"];
  const sent: Click[] = [];
  for (let number = 0; number < 120; number += 1) {
    const clicks = [0, 1, 2].map((part) =>
      click(codes[(number + part) % 3] ?? "AAA", {
        atMs: startMs + number * 3_600_000,
        channel: (["link", "qr", "email"] as const)[number % 3] ?? "link",
        class: (["human", "bot", "preview", "prefetch"] as const)[number % 4] ?? "human",
        repeat: number % 8 === 4,
        visitorId: `v${number}.${part}`,
        via: ([null, "navigation", "image", "iframe", "script"] as const)[number % 5] ?? null,
      }),
    );
    sent.push(...clicks);
    const same = group(`clk_${number}`, clicks);
    await openLog().append(same, startMs);
    if (number % 10 === 0) await openLog().append(same, startMs);
    if (number % 37 === 0) await runDurableObjectAlarm(openLog());
    if (number % 50 === 0) await evictDurableObject(openLog());
  }
  await runInDurableObject(openLog(), (log) => log.flush(startMs));
  const raw: Click[] = [];
  for (const code of codes)
    raw.push(...(await openLog().clicks(code, { fromMs: 0, toMs: startMs * 2, limit: 1000 })).clicks);
  expect(raw).toHaveLength(sent.length);
  const { results } = await env.DB.prepare(
    "SELECT code, day, channel, human, repeat, bot, preview, prefetch, embedded FROM click_counts ORDER BY code, day, channel",
  ).all();
  expect(results).toEqual(rollUp(raw));
  const sum = await env.DB.prepare(
    "SELECT sum(human + repeat + bot + preview + prefetch) AS clicks FROM click_counts",
  ).first();
  expect(sum).toEqual({ clicks: sent.length });
});

test("raw clicks of a code come in pages, oldest first, within the time asked for", async () => {
  const clicks = Array.from({ length: 25 }, (_, index) =>
    click(index % 5 === 0 ? "BBB" : "AAA", { atMs: startMs + index }),
  );
  for (let at = 0; at < 25; at += 5) await openLog().append(group(`clk_${at}`, clicks.slice(at, at + 5)), startMs);
  const found: number[] = [];
  let cursor: string | null = null;
  do {
    const query = { fromMs: startMs + 2, toMs: startMs + 20, limit: 3, ...(cursor !== null && { cursor }) };
    const page: { clicks: Click[]; cursor: string | null } = await openLog().clicks("AAA", query);
    expect(page.clicks.length).toBeLessThanOrEqual(3);
    found.push(...page.clicks.map((each) => each.atMs - startMs));
    cursor = page.cursor;
  } while (cursor !== null);
  expect(found).toEqual([2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 16, 17, 18, 19]);
});

test("each code has one object, and the number of objects is in its name", () => {
  expect(clickLogShard("LOVE7KQ2", 1)).toBe("0-of-1");
  expect(new Set(["AAA", "BBB", "CCC", "DDD", "EEE"].map((code) => clickLogShard(code, 2)))).toEqual(
    new Set(["0-of-2", "1-of-2"]),
  );
});

function rollUp(clicks: Click[]) {
  const rows = new Map<string, Record<string, string | number>>();
  for (const { code, atMs, channel, class: clickClass, repeat, via } of clicks) {
    const day = Math.floor(atMs / dayMs);
    const key = `${code} ${day} ${channel}`;
    const none = { human: 0, repeat: 0, bot: 0, preview: 0, prefetch: 0, embedded: 0 };
    const row = rows.get(key) ?? { code, day, channel, ...none };
    const tally = repeat ? "repeat" : clickClass;
    row[tally] = Number(row[tally]) + 1;
    const isEmbedded = clickClass === "human" && via !== null && via !== "navigation";
    row["embedded"] = Number(row["embedded"]) + (isEmbedded ? 1 : 0);
    rows.set(key, row);
  }
  return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

test("raw clicks go after 400 days, once they are counted, and the object wakes for it; their counts stay", async () => {
  const log = openLog();
  const dayNow = Math.floor(Date.now() / dayMs);
  const onDay = (age: number) => ({ atMs: (dayNow - age) * dayMs });
  const old = [group("clk_1", [click("AAA", onDay(401))]), group("clk_2", [click("AAA", onDay(401))])];
  for (const sent of old) await log.append(sent, (dayNow - 401) * dayMs);
  await log.append(group("clk_3", [click("AAA", onDay(401))]), Date.now());
  await log.append(group("clk_4", [click("AAA", onDay(399))]), (dayNow - 399) * dayMs);
  await runInDurableObject(log, async (object) => object.alarm());
  expect((await rowsOf("groups")).map(({ id }) => id)).toEqual(["clk_3", "clk_4"]);
  expect(await countsInD1("AAA")).toMatchObject([
    { day: dayNow - 401, human: 3 },
    { day: dayNow - 399, human: 1 },
  ]);
  const alarm = await runInDurableObject(log, async (_object, { storage }) => storage.getAlarm());
  expect(alarm).toBeGreaterThan(Date.now() + dayMs - 60_000);
  await log.append(group("clk_5", [click("BBB")]), Date.now());
  expect(await runInDurableObject(log, async (_object, { storage }) => storage.getAlarm())).toBeLessThan(
    Date.now() + dayMs / 2,
  );
});

test("a visitor's touches are found among those of the day, and no more than a stretch of it is looked through", async () => {
  const mine = { visitorId: "visitor-of-mine", addressHash: "hash", via: "image" } as const;
  const at = (number: number) => startMs + number * 100;
  await runInDurableObject(openLog(), async (log) => {
    for (let number = 0; number < 700; number += 1) {
      const clicks = [click("AAA", { atMs: at(number), visitorId: `v${number}` })];
      if (number === 500) clicks.push(click("AAA", { ...mine, atMs: at(500) }));
      // Received so late that it stands behind the stretch.
      if (number === 600) clicks.push(click("AAA", { ...mine, atMs: at(10) }));
      await log.append(group(`clk_${number}`, clicks), at(number) + 150);
    }
  });
  const ask = async (...touches: { code: string; atMs: number }[]) =>
    openLog().traces({ visitorId: mine.visitorId, touches });
  const touch = { code: "AAA", atMs: at(500) };
  expect(await ask(touch, { code: "BBB", atMs: at(500) }, { code: "AAA", atMs: at(499) })).toEqual([
    { ...touch, via: "image", addressHash: "hash" },
  ]);
  expect(await ask({ code: "AAA", atMs: at(10) })).toEqual([]);
  expect(await ask({ code: "AAA", atMs: startMs + 9 * dayMs })).toEqual([]);
});

test("in a sandbox, whose clock is not that of the receipts, the newest of the day are looked through", async () => {
  const atMs = startMs + 400 * dayMs;
  await openLog().append(group("clk_1", [click("AAA", { atMs, visitorId: "mine" })]), startMs);
  const traces = await openLog().traces({ visitorId: "mine", touches: [{ code: "AAA", atMs }] });
  expect(traces).toEqual([{ code: "AAA", atMs, via: null, addressHash: null }]);
});
