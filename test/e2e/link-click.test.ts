import { randomBytes } from "node:crypto";
import { decode as decodePng } from "fast-png";
import type { Browser, BrowserContext, Page } from "playwright-core";
import decodeQr from "qr/decode.js";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { writeUnsubscribeToken } from "#domain/unsubscribe";
import { answerOf, openApi } from "#scripts/api";
import type { Api } from "#scripts/api";
import { createSigning } from "#signing";
import { openTestServer } from "#support/node/test-server";
import type { TestServer } from "#support/node/test-server";
import { openBrowser, openVisitor } from "./browser.ts";
import { openMainSite } from "./main-site.ts";
import type { MainSite } from "./main-site.ts";
import { createLink, waitForClicks } from "./world.ts";

const signingKeys = `t1:${randomBytes(32).toString("base64url")}`;
let browser: Browser;
let server: TestServer;
let site: MainSite;
let api: Api;
let visitor: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, server, site] = await Promise.all([
    openBrowser(),
    openTestServer({ SIGNING_KEYS: signingKeys }),
    openMainSite(),
  ]);
  api = openApi(server);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([server.close(), site.close()]);
});
beforeEach(async () => {
  visitor = await openVisitor(browser);
  page = await visitor.newPage();
});
afterEach(() => visitor.close());

test("a browser that follows a link lands at the destination with cookie, code and token, and is counted once", async () => {
  const link = await createLink(api, `${site.url}/welcome?plan=trial#start`);
  await page.goto(site.showPage(`<a href="${link.url}">Sarah recommends us</a>`));
  const redirect = page.waitForResponse(link.url);

  await page.getByRole("link", { name: "Sarah recommends us" }).click();
  await page.waitForURL(`${site.url}/welcome**`);

  expect((await redirect).status()).toBe(302);
  expect((await redirect).headers()["cache-control"]).toBe("no-store");
  const landed = new URL(page.url());
  expect(landed.hash).toBe("#start");
  expect(landed.searchParams.get("plan")).toBe("trial");
  expect(landed.searchParams.get("ref")).toBe(link.code);
  expect(landed.searchParams.get("ref_click")).toMatch(/^v1\./);
  const [cookie, ...others] = (await visitor.cookies(server.url)).filter(({ name }) => name.startsWith("bq_"));
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({
    httpOnly: true,
    secure: true,
    sameSite: "Lax",
    value: landed.searchParams.get("ref_click"),
  });
  expect(await page.evaluate("document.cookie")).toBe("");
  expect(await waitForClicks(api, link.id, 1)).toMatchObject({ human: 1, repeat: 0, bot: 0, preview: 0, prefetch: 0 });
});

test("the same visitor again within half an hour is a repeat and keeps the one touch", async () => {
  const link = await createLink(api, `${site.url}/welcome`);
  await page.goto(link.url);
  const first = new URL(page.url()).searchParams.get("ref_click");

  await page.goto(link.url);

  const second = new URL(page.url()).searchParams.get("ref_click");
  expect(second).toBe(first);
  expect(second?.split("~")).toHaveLength(2);
  expect(await waitForClicks(api, link.id, 2)).toMatchObject({ human: 1, repeat: 1 });
});

const prefetches = {
  "a link element": (url: string) => `<link rel="prefetch" href="${url}">`,
  "speculation rules": (url: string) =>
    `<script type="speculationrules">${JSON.stringify({ prefetch: [{ urls: [url], eagerness: "immediate" }] })}</script>`,
};

test.for(Object.entries(prefetches))("a prefetch by %s leaves no touch and no cookie", async ([, prefetch]) => {
  const link = await createLink(api, `${site.url}/welcome`);

  await page.goto(site.showPage(prefetch(link.url)));

  expect(await waitForClicks(api, link.id, 1)).toMatchObject({ human: 0, repeat: 0, prefetch: 1 });
  expect(await visitor.cookies(server.url)).toEqual([]);
});

test("the QR code leads to the link, and a scan counts as one", async () => {
  const link = await createLink(api, `${site.url}/welcome`);
  const png = await (await fetch(link.qr_png_url)).arrayBuffer();

  const scanned = readQr(png);

  expect(scanned).toBe(`${server.url}/r/${link.code}?c=qr`);
  await page.goto(scanned);
  expect(new URL(page.url()).searchParams.get("ref")).toBe(link.code);
  const { by_channel: byChannel } = await waitForClicks(api, link.id, 1);
  expect(byChannel).toMatchObject({ qr: { human: 1 } });
});

test("no page of ours asks for anything that its own policy refuses, and others may show its pictures", async () => {
  const link = await createLink(api, `${site.url}/welcome`);
  const { id: participant } = await answerOf(
    api.client.PUT("/v1/participants/{kind}/{external_id}", {
      params: { path: { kind: "supplier", external_id: "reader" } },
      body: { name: "Reader" },
    }),
  );
  const leave = `/unsubscribe/${writeUnsubscribeToken(createSigning(signingKeys), { mode: "test", participantId: participant })}`;
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (!message.text().includes("responded with a status of 404")) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));

  for (const path of [`/join/${link.code}`, "/r/NOSUCH22", leave, "/unsubscribe/forged", "/docs/problems"]) {
    await page.goto(server.url + path);
    expect(await page.locator("h1").count(), path).toBe(1);
    const main = page.locator("main");
    // The style was let in: without it there are no round corners.
    if (path !== "/docs/problems")
      expect(await main.evaluate((box) => getComputedStyle(box).borderRadius)).toBe("20px");
  }
  await page.goto(server.url + leave);
  await page.getByRole("button").click();
  expect(await page.locator("h1").count()).toBe(1);

  await page.goto(site.showPage(`<img src="${link.qr_svg_url}"><img src="${link.qr_png_url}">`));
  expect(await page.evaluate("[...document.images].map((image) => image.naturalWidth)")).toEqual([512, 512]);
  expect(complaints).toEqual([]);

  await page.goto(site.showPage(`<iframe src="${server.url}/join/${link.code}"></iframe>`));
  expect(complaints.join()).toContain("frame-ancestors");
});

/** As a phone's camera would: from the picture alone. */
function readQr(png: ArrayBuffer): string {
  const { width, height, data, channels, depth } = decodePng(png);
  expect({ depth, channels }).toEqual({ depth: 1, channels: 1 });
  const bytesPerRow = Math.ceil(width / 8);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isWhite = ((data[y * bytesPerRow + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
      if (!isWhite) rgba.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return decodeQr({ width, height, data: rgba });
}
