import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { decode } from "fast-png";
import { expect, test } from "vitest";
import { createEdge } from "#edge/create-edge";
import { firstName } from "#domain/first-name";
import { origin } from "#support/api";
import { journeyOf, openIsolate, seedLink, startMs } from "#support/edge";
import { expectSecure } from "#support/secure";
import { writeUnsubscribeToken } from "#domain/unsubscribe";
import { readSettings } from "#env";
import { createSigning } from "#signing";

const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}\u202e`;

test("the landing page says who invites, with which words, and what both sides get", async () => {
  await seedLink({ code: "JOIN2222", name: "Sarah Jones", message: "You will love it.\nTruly." });
  const answer = await openIsolate().visit("/join/join2222");
  const text = (await answer.text()).replace(/>\s+</g, "><");
  expect(answer.status).toBe(200);
  expect(text).toContain("<h1>Sarah invites you to Supplier Network</h1>");
  expect(text).not.toContain("Jones");
  expect(text).toContain("You will love it.\nTruly.");
  expect(text).toContain("<strong>GBP 10.00 in credit</strong><span>when you make your first payment</span>");
  expect(text).toContain("<dt>Sarah gets</dt><dd><strong>1 free month</strong>");
  expect(text).toContain('<a class="button" href="/r/JOIN2222">');
  expect(text).not.toContain("<script");
});

test("the landing page hands a known channel on, and nothing else", async () => {
  await seedLink({ code: "JOIN3333" });
  const isolate = openIsolate();
  expect(await (await isolate.visit("/join/JOIN3333?c=email")).text()).toContain('href="/r/JOIN3333?c=email"');
  expect(await (await isolate.visit(`/join/JOIN3333?c=${encodeURIComponent(attack)}`)).text()).toContain(
    'href="/r/JOIN3333"',
  );
});

test("whatever is in names and messages stays text, and the page may run nothing", async () => {
  await seedLink({ code: "ATTACK22", name: attack, message: attack, document: { name: attack } });
  const answer = await openIsolate().visit("/join/ATTACK22");
  const text = await answer.text();
  expect(text).not.toMatch(/<script|<img/);
  expect(answer.headers.get("Content-Security-Policy")).toMatch(
    /^default-src 'none'; img-src data:; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
  expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
});

test("the one style that the policy lets in is the page's own", async () => {
  const answer = await openIsolate().visit("/r/NOSUCH22");
  const style = /<style>([^]*)<\/style>/.exec(await answer.text())?.[1] ?? "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  expect(answer.headers.get("Content-Security-Policy")).toContain(`style-src 'sha256-${hash}'`);
});

test("a name is shown as its first word only, an email address never", () => {
  const names: [string | null, string | null][] = [
    ["Sarah Jones", "Sarah"],
    ["  Zoë\tvan Dam ", "Zoë"],
    ["\u202eharaS x", "haraS"],
    ["sarah@example.com", null],
    ["x".repeat(100), "x".repeat(40)],
    ["", null],
    [null, null],
  ];
  for (const [name, shown] of names) expect(firstName(name)).toBe(shown);
});

test("unknown, expired and paused codes answer the fallback page, and reflect nothing of the request", async () => {
  await seedLink({ code: "OVER2222", expiresAtMs: startMs });
  const isolate = openIsolate();
  for (const path of [
    "/r/NOSUCH22",
    "/join/NOSUCH22",
    `/r/${encodeURIComponent(attack)}`,
    `/join/x?c=${encodeURIComponent(attack)}`,
  ]) {
    const answer = await isolate.visit(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("Location")).toBeNull();
    const text = await answer.text();
    for (const part of ["NOSUCH22", "alert", "7*7"]) expect(text).not.toContain(part);
  }
  for (const path of ["/r/OVER2222", "/join/OVER2222"]) {
    const answer = await isolate.visit(path);
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain("This invitation has expired");
  }
});

test("invariant 27: a program's fallback address is followed only when its host is on the allow-list", async () => {
  await seedLink({ code: "OWNPAGE2", expiresAtMs: startMs, document: { fallback_url: "https://app.example/gone" } });
  await seedLink({ code: "EVILPAG2", expiresAtMs: startMs, document: { fallback_url: "https://evil.example/gone" } });
  const isolate = openIsolate();
  const own = await isolate.visit("/r/OWNPAGE2");
  expect([own.status, own.headers.get("Location")]).toEqual([302, "https://app.example/gone"]);
  const evil = await isolate.visit("/r/EVILPAG2");
  expect([evil.status, evil.headers.get("Location")]).toEqual([410, null]);
});

test("QR codes come as SVG and as PNG of the size asked for, and may be kept for ever", async () => {
  await seedLink({ code: "PICTURE2" });
  const isolate = openIsolate();
  const svg = await isolate.visit("/qr/picture2.svg");
  expect(svg.headers.get("Content-Type")).toBe("image/svg+xml");
  expect(svg.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
  expect(await svg.text()).toMatch(
    /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="512" height="512" viewBox="0 0 \d+ \d+"/,
  );
  for (const [query, size] of [
    ["", 512],
    ["?size=64", 64],
    ["?size=301", 301],
    ["?size=1024", 1024],
  ] as const) {
    const answer = await isolate.visit(`/qr/PICTURE2.png${query}`);
    const png = decode(await answer.arrayBuffer());
    expect([answer.headers.get("Content-Type"), png.width, png.height, png.depth]).toEqual([
      "image/png",
      size,
      size,
      1,
    ]);
  }
});

test("a QR picture is drawn once and then taken from the cache", async () => {
  await seedLink({ code: "PICTURE3" });
  const isolate = openIsolate();
  const first = await (await isolate.visit("/qr/PICTURE3.svg")).text();
  expect(await (await openIsolate().visit("/qr/picture3.svg")).text()).toBe(first);
});

test("no QR code for unknown codes, other formats or sizes out of bounds", async () => {
  await seedLink({ code: "PICTURE4" });
  const isolate = openIsolate();
  const paths = ["/qr/NOSUCH22.svg", "/qr/PICTURE4.gif", "/qr/PICTURE4", "/qr/.svg", `/qr/${"A".repeat(200)}.png`];
  const sizes = ["63", "1025", "99999", "-1", "1e3", "12.5", "x", ""].map((size) => `/qr/PICTURE4.png?size=${size}`);
  for (const path of [...paths, ...sizes]) expect([path, (await isolate.visit(path)).status]).toEqual([path, 404]);
});

test("a slash at the end changes nothing, whether the isolate knows the link or not", async () => {
  await seedLink({ code: "SLASHED2" });
  const isolate = openIsolate();
  const [cold, warm, slashed] = [
    await isolate.visit("/r/SLASHED2/?c=qr"),
    await isolate.visit("/r/SLASHED2"),
    await isolate.visit("/r/SLASHED2/"),
  ];
  expect([cold.status, warm.status, slashed.status]).toEqual([302, 302, 302]);
  expect(journeyOf(cold)?.touches).toMatchObject([{ code: "SLASHED2", channel: "qr" }]);
  expect((await isolate.visit("/join/SLASHED2/")).status).toBe(200);
  expect((await isolate.visit("/qr/SLASHED2.svg/")).headers.get("Content-Type")).toBe("image/svg+xml");
});

test("whatever else is asked of the places of links is answered by the page for unknown links", async () => {
  const paths = [
    "/r",
    "/r/",
    "/r?c=qr",
    "/r/A/B",
    "/r//",
    "/join",
    "/join/",
    "/join/A/B",
    "/qr",
    "/qr/",
    "/qr/A/B.svg",
  ];
  for (const path of paths) {
    const answer = await exports.default.fetch(`${origin}${path}`);
    expect([path, answer.status, answer.headers.get("Content-Type")]).toEqual([path, 404, "text/html; charset=utf-8"]);
    expect(await answer.text()).toContain("We can’t find this link");
  }
  const posted = await exports.default.fetch(`${origin}/r/A`, { method: "POST", body: "x" });
  expect([posted.status, posted.headers.get("Content-Type")]).toEqual([404, "text/html; charset=utf-8"]);
});

test("addresses that only begin like those of links are none", async () => {
  for (const path of ["/", "/report", "/joiner", "/qrs/A.svg", "/v1/r/A"]) {
    const answer = await exports.default.fetch(`${origin}${path}`);
    expect([path, answer.status, answer.headers.get("Content-Type")]).toEqual([path, 404, "application/problem+json"]);
    await answer.text();
  }
});

test("a deployment without its signing keys says so in its log, and asks visitors to come back", async () => {
  await seedLink({ code: "UNSIGNED" });
  const lines: unknown[][] = [];
  const edge = createEdge({
    signing: () => createSigning(undefined),
    log: (...line) => lines.push(line),
    clock: () => startMs,
  });
  const ctx = createExecutionContext();
  const answer = await edge.fetch(new Request(`${origin}/r/UNSIGNED`), env, ctx);
  await waitOnExecutionContext(ctx);
  expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "5"]);
  expect(await answer.text()).toContain("Please try again in a moment");
  expect(lines).toEqual([["error", "edge_fault", { error: expect.stringContaining("SIGNING_KEYS is missing") }]]);
});

test("everything that the edge can answer has the headers of its kind", async () => {
  await seedLink({ code: "SAFE2222" });
  await seedLink({ code: "SAFEOVER", expiresAtMs: 1 });
  await seedLink({ code: "SAFEPAGE", expiresAtMs: 1, document: { fallback_url: "https://app.example/gone" } });
  await seedLink({ code: "SAFESHUT", document: { destination: { url: "https://x.example", allowed_hosts: [] } } });
  const token = writeUnsubscribeToken(readSettings(env).signing, { mode: "live", participantId: "ptc_SAFE2222" });
  const answers = [
    ["redirect", "/r/SAFE2222", 302],
    ["redirect", "/r/SAFE2222?c=qr", 302],
    ["redirect", "/r/SAFEPAGE", 302],
    ["page", "/join/SAFE2222", 200],
    ["page", "/join/SAFEOVER", 410],
    ["page", "/r/SAFESHUT", 410],
    ["page", "/r/NOSUCH22", 404],
    ["page", "/qr/NOSUCH22.svg", 404],
    ["page", "/unsubscribe", 404],
    ["picture", "/qr/SAFE2222.svg", 200],
    ["picture", "/qr/SAFE2222.svg", 200],
    ["picture", "/qr/SAFE2222.png", 200],
    ["secretPage", `/unsubscribe/${token}`, 200],
    ["secretPage", "/unsubscribe/forged", 404],
  ] as const;
  const isolate = openIsolate();
  for (const [kind, path, status] of answers) {
    for (const method of ["GET", "HEAD"]) {
      const answer = await isolate.visit(path, { method });
      expect([path, answer.status]).toEqual([path, status]);
      expectSecure(answer.headers, kind, path);
      for (const scheme of ["https", "http"]) {
        const url = `${scheme}://refer.test${path}`;
        const { headers } = await exports.default.fetch(new Request(url, { method, redirect: "manual" }));
        expectSecure(headers, kind, url);
        expect(headers.get("strict-transport-security"), url).toBe(scheme === "https" ? "max-age=31536000" : null);
      }
    }
  }
  const left = await isolate.visit(`/unsubscribe/${token}`, { method: "POST" });
  expectSecure(left.headers, "secretPage", "unsubscribed");
  const broken: Env = {
    ...env,
    LINKS: new Proxy(env.LINKS, { get: () => Promise.reject }),
    DB: new Proxy(env.DB, { get: () => Promise.reject }),
  };
  const unavailable = await isolate.visit("/r/COLD2222", { env: broken });
  expect(unavailable.status).toBe(503);
  expectSecure(unavailable.headers, "page", "unavailable");
});

test("addresses of any length are answered, and nothing of what is too long is kept", async () => {
  await seedLink({ code: "LENGTHY2" });
  const isolate = openIsolate();
  const long = "x".repeat(8000);
  const warm = await isolate.visit(`/r/LENGTHY2?ref=${long}&c=${long}`);
  expect(warm.status).toBe(302);
  expect(warm.headers.get("Location")).not.toContain("xx");
  expect(journeyOf(warm)?.touches).toMatchObject([{ code: "LENGTHY2", channel: "link" }]);
  const page = await (await isolate.visit(`/join/LENGTHY2?c=${long}&ref=${long}`)).text();
  expect(page).not.toContain("xxx");
  expect((await isolate.visit("/r/LENGTHY2", { headers: { cookie: `bq_plengthy2=${long}` } })).status).toBe(302);
  for (const path of [`/r/${long}`, `/join/${long}`, `/qr/${long}.svg`, `/unsubscribe/${long}`]) {
    expect((await isolate.visit(path)).status).toBe(404);
  }
});
