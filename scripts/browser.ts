import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
];

/** A Chromium of this machine: the one named by CHROMIUM, the system's, or playwright's own; null without any. */
export function findBrowser(): string | null {
  const candidates = [process.env["CHROMIUM"] ?? "", ...installed, chromium.executablePath()];
  return candidates.find((path) => path !== "" && existsSync(path)) ?? null;
}
