import { chromium } from "playwright-core";
import type { Browser, BrowserContext } from "playwright-core";
import { findBrowser } from "#scripts/browser";

export function openBrowser(): Promise<Browser> {
  const path = findBrowser();
  // `npm test` fetches one before it starts (scripts/ensure-browser.ts).
  if (path === null) throw new Error("no Chromium on this machine: node scripts/ensure-browser.ts");
  return chromium.launch({ executablePath: path, args: ["--no-sandbox"] });
}

/** A visitor of their own, as a person's browser: without a window Chromium calls itself headless, which is a bot. */
export function openVisitor(browser: Browser): Promise<BrowserContext> {
  const product = `Chrome/${browser.version().split(".")[0]}.0.0.0`;
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) ${product} Safari/537.36`;
  return browser.newContext({ userAgent });
}
