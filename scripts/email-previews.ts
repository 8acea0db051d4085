/**
 * `npm run emails:preview -- --out DIR`: every email as HTML, as text and as pictures of a phone's width, light and
 * dark. `--program FILE` shows a program's own words.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { composeEmail } from "#domain/email-compose";
import { renderEmail } from "#domain/email-render";
import { sampleFacts } from "#domain/email-sample";
import { emailTemplates } from "#domain/email-template";
import { programDocument } from "#http/contract/program";
import { findBrowser } from "./browser.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "dist/emails" },
    program: { type: "string", default: "src/presets/marketplace.json" },
  },
});
const executablePath = findBrowser();
if (executablePath === null) throw new Error("no Chromium on this machine: node scripts/ensure-browser.ts");

const document = programDocument.parse(JSON.parse(readFileSync(values.program, "utf8")));
const links = { origin: "https://go.example.com", unsubscribeUrl: "https://go.example.com/unsubscribe/preview" };
mkdirSync(values.out, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 390, height: 600 }, deviceScaleFactor: 2 });
  for (const template of emailTemplates) {
    const { text, html } = renderEmail(composeEmail(template, sampleFacts(template, document, Date.now()), links));
    writeFileSync(join(values.out, `${template}.html`), html);
    writeFileSync(join(values.out, `${template}.txt`), text);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setContent(html);
      await page.screenshot({ path: join(values.out, `${template}-${colorScheme}.png`), fullPage: true });
    }
    console.log(template);
  }
} finally {
  await browser.close();
}
