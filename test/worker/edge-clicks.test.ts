import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { dayOf } from "#domain/day";
import { clickLogShard } from "#domain/click-log";
import { dayMs } from "#domain/day";
import { destroyAddressSalts } from "#store/address-salts";
import { openDatabase } from "#store/database";
import { cookieOf, journeyOf, openIsolate, seedLink, startMs } from "#support/edge";
import { countCalls, failWhile } from "#support/edge-bindings";

const logOf = (code: string) => env.CLICK_LOG.getByName(clickLogShard(code, 2));
const clicksOf = async (code: string) =>
  (await logOf(code).clicks(code, { fromMs: 0, toMs: startMs + 2 * dayMs, limit: 5000 })).clicks;

test("clicks that come together are logged by one call per object, none lost, none twice", async () => {
  const codes = ["GROUP222", "GROUP333", "GROUP444", "GROUP555"];
  for (const code of codes) await seedLink({ code });
  const isolate = openIsolate();
  for (const code of codes) await isolate.visit(`/r/${code}`);
  const { env: counted, calls } = countCalls();
  const visits = Array.from({ length: 240 }, (_, index) => isolate.visit(`/r/${codes[index % 4]}`, { env: counted }));
  await Promise.all(visits);
  expect(calls.appends).toBe(new Set(codes.map((code) => clickLogShard(code, 2))).size);
  for (const code of codes) expect(await clicksOf(code)).toHaveLength(61);
});

test("a window is sent at once when it holds 500 clicks", async () => {
  await seedLink({ code: "FULL2222" });
  const isolate = openIsolate();
  await isolate.visit("/r/FULL2222");
  const { env: counted, calls } = countCalls();
  await Promise.all(Array.from({ length: 1100 }, () => isolate.visit("/r/FULL2222", { env: counted })));
  expect(calls.appends).toBe(3);
  expect(await clicksOf("FULL2222")).toHaveLength(1101);
});

test("a window whose request is gone is sent by the next click", async () => {
  await seedLink({ code: "GONE2222" });
  const isolate = openIsolate();
  const abandoned = await isolate.visitOnly("/r/GONE2222");
  isolate.clock.nowMs += 1001;
  const { settled } = await isolate.visitOnly("/r/GONE2222");
  await settled();
  expect(await clicksOf("GONE2222")).toHaveLength(2);
  await abandoned.settled();
  expect(await clicksOf("GONE2222")).toHaveLength(2);
});

test("an append that fails, or whose answer is lost, is repeated under the same id and counts once", async () => {
  await seedLink({ code: "RETRY222" });
  let attempts = 0;
  const downOnce = failWhile({
    get clickLog() {
      attempts += 1;
      return attempts === 1;
    },
  });
  const isolate = openIsolate();
  expect((await isolate.visit("/r/RETRY222", { env: downOnce })).status).toBe(302);
  expect(attempts).toBe(2);
  expect(await clicksOf("RETRY222")).toHaveLength(1);
  const lost = await isolate.visitOnly("/r/RETRY222", { env: losingFirstAnswer() });
  await lost.settled();
  expect(await clicksOf("RETRY222")).toHaveLength(2);
});

test("invariant 24: no raw address is in the click log or in D1, and its hash changes with the day", async () => {
  await seedLink({ code: "ADDRESS2" });
  const isolate = openIsolate();
  const addresses = ["203.0.113.77", "2001:db8:77:1::5", "2001:db8:77:1::6"];
  for (const address of addresses) await isolate.visit("/r/ADDRESS2", { headers: { "CF-Connecting-IP": address } });
  isolate.clock.nowMs += dayMs;
  await isolate.visit("/r/ADDRESS2", { headers: { "CF-Connecting-IP": addresses[0] ?? "" } });
  const hashes = (await clicksOf("ADDRESS2")).map((click) => click.addressHash);
  expect(hashes[1]).toBe(hashes[2]);
  expect(new Set(hashes).size).toBe(3);
  await logOf("ADDRESS2").flush(isolate.clock.nowMs);
  const stored = (await everythingInD1()) + (await everythingInLog("ADDRESS2")) + JSON.stringify(isolate.lines);
  for (const part of ["203.0.113", "2001:db8", "db8:77"]) expect(stored).not.toContain(part);
});

test("a day's salt is made once, shared by all isolates, and destroyed when the day is over", async () => {
  await seedLink({ code: "SALT2222" });
  const headers = { "CF-Connecting-IP": "203.0.113.78" };
  await openIsolate().visit("/r/SALT2222", { headers });
  await openIsolate().visit("/r/SALT2222", { headers });
  const [first, second] = await clicksOf("SALT2222");
  expect(first?.addressHash).toBe(second?.addressHash);
  expect(await destroyAddressSalts(openDatabase(env.DB), dayOf(startMs))).toBe(0);
  expect(await destroyAddressSalts(openDatabase(env.DB), dayOf(startMs) + 1)).toBe(1);
});

test("without a salt the click is kept, without a hash", async () => {
  await seedLink({ code: "NOSALT22" });
  await openIsolate().visit("/r/NOSALT22");
  await env.DB.prepare("DELETE FROM address_salts").run();
  const isolate = openIsolate();
  const headers = { "CF-Connecting-IP": "203.0.113.79" };
  await isolate.visit("/r/NOSALT22", { headers, env: failWhile({ d1: true }) });
  expect((await clicksOf("NOSALT22")).map((click) => click.addressHash)).toEqual([null, null]);
});

test("invariant 26: whoever may not be remembered gets no cookie on any page, and no visitor of his is in the click log", async () => {
  await seedLink({ code: "CONSENT2", document: { consent: "required" } });
  await seedLink({ code: "PRIVACY2", document: { honor_gpc: true } });
  const isolate = openIsolate();
  const carried = { Cookie: cookieOf(await isolate.visit("/r/PRIVACY2")) };
  const asks = { "Sec-GPC": "1" };
  for (const [code, headers] of [
    ["CONSENT2", carried],
    ["PRIVACY2", { ...asks, ...carried }],
  ] as const) {
    for (const page of [`/r/${code}`, `/join/${code}`, `/qr/${code}.svg`, `/r/${code}-NOT`]) {
      const answer = await isolate.visit(page, { headers });
      expect(answer.headers.get("Set-Cookie"), page).toBeNull();
    }
    const token = journeyOf(await isolate.visit(`/r/${code}`, { headers }));
    expect(token?.touches).toHaveLength(1);
  }
  const visitors = [...(await clicksOf("CONSENT2")), ...(await clicksOf("PRIVACY2"))].map(({ visitorId }) => visitorId);
  expect(visitors.filter((visitor) => visitor !== null)).toHaveLength(1);
  expect((await isolate.visit("/join/PRIVACY2")).headers.get("Set-Cookie")).toBeNull();
});

/** Bindings whose first append arrives, while its answer does not. */
function losingFirstAnswer(): Env {
  let answers = 0;
  const clickLog = new Proxy(env.CLICK_LOG, {
    get: (inner, name) =>
      name !== "getByName"
        ? (Reflect.get(inner, name) as unknown)
        : (shard: string) => {
            const stub = inner.getByName(shard);
            return {
              append: async (...args: Parameters<typeof stub.append>) => {
                await stub.append(...args);
                answers += 1;
                if (answers === 1) throw new Error("the answer was lost");
              },
            };
          },
  });
  return { ...env, CLICK_LOG: clickLog };
}

async function everythingInD1(): Promise<string> {
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf%'",
  ).all<{ name: string }>();
  const rows = await Promise.all(tables.results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).all()));
  return JSON.stringify(rows.map(({ results }) => results));
}

function everythingInLog(code: string): Promise<string> {
  return runInDurableObject(logOf(code), (_log, { storage }) => {
    const tables = [
      ...storage.sql.exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf%'",
      ),
    ];
    return JSON.stringify(tables.map(({ name }) => [...storage.sql.exec(`SELECT * FROM "${name}"`)]));
  });
}
