/** Before `npm test`: the browser tests need a Chromium, so playwright fetches its own where there is none. */
import { spawnSync } from "node:child_process";
import { findBrowser } from "./browser.ts";

if (findBrowser() === null) {
  const cli = "node_modules/playwright-core/cli.js";
  const { status } = spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit" });
  if (status !== 0) {
    console.error("No Chromium: install one (Debian: apt-get install chromium) or name it in CHROMIUM.");
    process.exit(1);
  }
}
