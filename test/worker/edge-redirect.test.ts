import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { clickLogShard } from "#domain/click-log";
import { cookieOf, journeyOf, openIsolate, seedLink, startMs, tokenOf } from "#support/edge";

async function clicksOf(code: string) {
  const stub = env.CLICK_LOG.getByName(clickLogShard(code, 2));
  return (await stub.clicks(code, { fromMs: 0, toMs: startMs + 1e9, limit: 100 })).clicks;
}

test("a click leads to the destination with ref and token merged in, and sets a signed cookie", async () => {
  const { programId } = await seedLink({ code: "LOVE7KQ2" });
  const isolate = openIsolate();
  const answer = await isolate.visit("/r/love7kq2?c=qr");
  expect(answer.status).toBe(302);
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  const token = tokenOf(answer);
  expect(answer.headers.get("Location")).toBe(`https://app.example/join?x=1&ref=LOVE7KQ2&ref_click=${token}#frag`);
  expect(answer.headers.get("Set-Cookie")).toBe(
    `bq_${programId.slice(4)}=${token}; Path=/; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax`,
  );
  expect(journeyOf(answer)).toMatchObject({ programId, touches: [{ code: "LOVE7KQ2", atMs: startMs, channel: "qr" }] });
  expect(await clicksOf("LOVE7KQ2")).toMatchObject([{ class: "human", repeat: false, channel: "qr", atMs: startMs }]);
});

test("vector 12 (edge): touches A then B travel in one journey, first A, last B", async () => {
  await seedLink({ code: "AAAAAAAA", program: "shared" });
  await seedLink({ code: "BBBBBBBB", program: "shared" });
  const isolate = openIsolate();
  const first = await isolate.visit("/r/AAAAAAAA");
  isolate.clock.nowMs += 60_000;
  const second = await isolate.visit("/r/BBBBBBBB", { headers: { Cookie: `theme=dark; ${cookieOf(first)}` } });
  expect(journeyOf(second)?.touches.map(({ code }) => code)).toEqual(["AAAAAAAA", "BBBBBBBB"]);
  expect(journeyOf(second)?.visitorId).toBe(journeyOf(first)?.visitorId);
});

test("the same visitor and code is a repeat until 30 min − 1 ms, and a touch from 30 min on", async () => {
  await seedLink({ code: "REPEAT22" });
  const isolate = openIsolate();
  const first = await isolate.visit("/r/REPEAT22");
  const headers = { Cookie: cookieOf(first) };
  isolate.clock.nowMs = startMs + 30 * 60_000 - 1;
  const repeat = await isolate.visit("/r/REPEAT22", { headers });
  expect(tokenOf(repeat)).toBe(tokenOf(first));
  expect(repeat.headers.get("Set-Cookie")).toBeNull();
  isolate.clock.nowMs = startMs + 30 * 60_000;
  const again = await isolate.visit("/r/REPEAT22", { headers });
  expect(journeyOf(again)?.touches).toHaveLength(2);
  expect((await clicksOf("REPEAT22")).map((click) => click.repeat)).toEqual([false, true, false]);
});

test("vector 11: HEAD, prefetch, Slack and WhatsApp previews and bots are redirected without touch, token or cookie", async () => {
  await seedLink({ code: "QUIET222" });
  const isolate = openIsolate();
  const visits: [string, { method?: string; headers?: Record<string, string> }][] = [
    ["preview", { method: "HEAD" }],
    ["prefetch", { headers: { "Sec-Purpose": "prefetch" } }],
    ["prefetch", { headers: { "Sec-Purpose": "prefetch;prerender" } }],
    ["prefetch", { headers: { Purpose: "prefetch" } }],
    ["preview", { headers: { "User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" } }],
    ["preview", { headers: { "User-Agent": "WhatsApp/2.24.6.77 A" } }],
    ["bot", { headers: { "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" } }],
    ["bot", { headers: { "User-Agent": "curl/8.5.0" } }],
    ["bot", { headers: { "User-Agent": "" } }],
  ];
  for (const [, visit] of visits) {
    const answer = await isolate.visit("/r/QUIET222", visit);
    expect(answer.status).toBe(302);
    expect(answer.headers.get("Location")).toBe("https://app.example/join?x=1&ref=QUIET222#frag");
    expect(answer.headers.get("Set-Cookie")).toBeNull();
  }
  expect((await clicksOf("QUIET222")).map((click) => click.class)).toEqual(visits.map(([clickClass]) => clickClass));
  const counts = await env.CLICK_LOG.getByName(clickLogShard("QUIET222", 2)).counts("QUIET222");
  expect(counts).toMatchObject([{ human: 0, repeat: 0, bot: 3, preview: 3, prefetch: 3 }]);
});

test("how the link was loaded is logged for people, and never travels with the journey", async () => {
  await seedLink({ code: "LOADED22" });
  const isolate = openIsolate();
  const agent = { "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)", "Sec-Fetch-Dest": "image" };
  for (const headers of [{ "Sec-Fetch-Dest": "document" }, { "Sec-Fetch-Dest": "iframe" }, {}, agent])
    await isolate.visit("/r/LOADED22", { headers });
  expect((await clicksOf("LOADED22")).map(({ via }) => via)).toEqual(["navigation", "iframe", null, null]);
});

test("vector 13: a forged X-Forwarded-For changes nothing", async () => {
  await seedLink({ code: "FORGED22" });
  const isolate = openIsolate();
  const address = { "CF-Connecting-IP": "203.0.113.7" };
  await isolate.visit("/r/FORGED22", { headers: address });
  await isolate.visit("/r/FORGED22", {
    headers: { ...address, "X-Forwarded-For": "198.51.100.1", "X-Real-IP": "198.51.100.1" },
  });
  const [plain, forged] = await clicksOf("FORGED22");
  expect(plain?.addressHash).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(forged?.addressHash).toBe(plain?.addressHash);
});

test("vector 15: a tampered or foreign cookie is ignored and a new journey begins", async () => {
  await seedLink({ code: "COOKIE22", program: "one" });
  await seedLink({ code: "COOKIE33", program: "two" });
  const isolate = openIsolate();
  const first = await isolate.visit("/r/COOKIE22");
  isolate.clock.nowMs += 3_600_000;
  const tampered = cookieOf(first).replace("COOKIE22", "COOKIE23");
  for (const cookie of [
    tampered,
    `bq_one=${tokenOf(await isolate.visit("/r/COOKIE33"))}`,
    "bq_one=",
    "bq_one=v1.k1.x",
    "bq_one=%00",
  ]) {
    const answer = await isolate.visit("/r/COOKIE22", { headers: { Cookie: cookie } });
    expect(answer.status).toBe(302);
    expect(journeyOf(answer)?.touches).toHaveLength(1);
    expect(journeyOf(answer)?.visitorId).not.toBe(journeyOf(first)?.visitorId);
  }
});

test("vector 15: a cookie signed by any listed key goes on, and leaves under the newest", async () => {
  await seedLink({ code: "ROTATE22" });
  const isolate = openIsolate();
  const token = tokenOf(await isolate.visit("/r/ROTATE22"));
  expect(token).toMatch(/^v1\.k2\./);
});

test("no cookie where consent is required or Sec-GPC is honoured; the token still travels", async () => {
  await seedLink({ code: "CONSENT2", document: { consent: "required" } });
  await seedLink({ code: "PRIVACY2", document: { honor_gpc: true } });
  await seedLink({ code: "IGNORES2", document: { honor_gpc: false } });
  const isolate = openIsolate();
  const privacy = { headers: { "Sec-GPC": "1" } };
  for (const answer of [await isolate.visit("/r/CONSENT2"), await isolate.visit("/r/PRIVACY2", privacy)]) {
    expect(answer.headers.get("Set-Cookie")).toBeNull();
    expect(journeyOf(answer)?.touches).toHaveLength(1);
  }
  expect((await isolate.visit("/r/PRIVACY2")).headers.get("Set-Cookie")).not.toBeNull();
  expect((await isolate.visit("/r/IGNORES2", privacy)).headers.get("Set-Cookie")).not.toBeNull();
});

test("the cookie has the program's domain and lives 400 days at most", async () => {
  await seedLink({ code: "DOMAIN22", document: { cookie: { days: 999, domain: "app.example" } } });
  const answer = await openIsolate().visit("/r/DOMAIN22");
  expect(answer.headers.get("Set-Cookie")).toContain(
    "; Path=/; Max-Age=34560000; Domain=app.example; HttpOnly; Secure; SameSite=Lax",
  );
});

test("vector 14: a link whose host is not on the allow-list leads nowhere", async () => {
  await seedLink({ code: "ELSE2222", destinationUrl: "https://evil.example/join" });
  const answer = await openIsolate().visit("/r/ELSE2222");
  expect(answer.status).toBe(410);
  expect(answer.headers.get("Location")).toBeNull();
});

test("a test-mode link follows the sandbox clock at once and is remembered nowhere", async () => {
  const { programId } = await seedLink({
    code: "SANDBOX2",
    mode: "test",
    clockMs: startMs,
    expiresAtMs: startMs + 1000,
  });
  const isolate = openIsolate({ nowMs: startMs + 999_999_999 });
  expect(journeyOf(await isolate.visit("/r/SANDBOX2"))?.touches[0]?.atMs).toBe(startMs);
  await env.DB.prepare("UPDATE programs SET clock_ms = ? WHERE id = ?")
    .bind(startMs + 999, programId)
    .run();
  expect(journeyOf(await isolate.visit("/r/SANDBOX2"))?.touches[0]?.atMs).toBe(startMs + 999);
  await env.DB.prepare("UPDATE programs SET clock_ms = ? WHERE id = ?")
    .bind(startMs + 1000, programId)
    .run();
  expect((await isolate.visit("/r/SANDBOX2")).status).toBe(410);
  expect((await env.LINKS.list()).keys).toEqual([]);
});
