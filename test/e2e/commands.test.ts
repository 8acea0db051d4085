import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fireMinuteTrigger, withoutJobLines } from "#scripts/minute-jobs";
import { findFreePort } from "#scripts/server";
import { openTestServer } from "#support/node/test-server";

const timeout = 120_000;

test(
  "npm run demo pays Sarah one month worth GBP 49.00, the other photographer nothing, and says why",
  { timeout },
  async () => {
    const demo = await startScript("scripts/demo.ts");

    const code = await demo.ended;

    expect(demo.printed(), demo.printed()).not.toContain("FAIL");
    expect(demo.printed()).toContain("49.00");
    expect(code, demo.printed()).toBe(0);
  },
);

test(
  "npm run dev on a new machine prints a link that redirects and requests that work as they stand",
  { timeout },
  async () => {
    const dev = await startScript("scripts/dev.ts");
    await dev.printedOnce("Three things to try");
    await dev.printedOnce("in a second terminal");
    const port = /Bouquet serves http:\/\/[^:]+:(\d+)/.exec(dev.printed())?.[1];
    expect(dev.printed()).toContain(`\`PORT=${port} npm run demo\``);
    expect(dev.printed()).toContain("runs its jobs each minute");

    const link = /A link to click\s+(\S+)/.exec(dev.printed())?.[1] ?? "";
    const clicked = await fetch(link, { redirect: "manual" });
    expect(clicked.status).toBe(302);

    const answers = [];
    for (const command of dev.printed().matchAll(/^curl [^]*?(?=\n\n)/gm)) answers.push(await runShell(command[0]));
    expect(answers).toHaveLength(3);
    expect(answers[0]).toMatchObject({ status: "applied" });
    const earned = [{ kind: "free_month" }, { kind: "free_month" }, { kind: "badge" }];
    expect(answers[1]).toMatchObject({ outcomes: [{ rewards: earned }] });
    expect(answers[2]).toMatchObject({ data: earned.toReversed() });
  },
);

test(
  "npm run dev and a test's server take the optional secrets that they are given, and no others",
  { timeout },
  async () => {
    const signingKeys = 'SIGNING_KEYS="dev:a-signing-key-of-32-symbols-or-more"';
    const secrets = `${signingKeys}\nWHOP_WEBHOOK_SECRETS=test:ws_a$secret-of-enough-symbols\n`;
    const dev = await startScript("scripts/dev.ts", { secrets });
    await dev.printedOnce("Three things to try");
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(dev.printed())?.[0] ?? "";
    expect(await problemOf(`${url}/v1/providers/whop/deliveries`)).toBe("signature_invalid");
    expect(await problemOf(`${url}/v1/providers/stripe/deliveries`)).toBe("provider_not_configured");
    expect(dev.printed()).not.toContain("ws_a");

    const { server, close } = await openTestServer({ STRIPE_WEBHOOK_SECRETS: "test:whsec_of-enough-symbols" });
    onTestFinished(close);
    expect(await problemOf(`${server.url}/v1/providers/stripe/deliveries`)).toBe("signature_invalid");
    expect(await problemOf(`${server.url}/v1/providers/whop/deliveries`)).toBe("provider_not_configured");
  },
);

test(
  "the jobs of the minute run where npm run dev fires them, and only those that fail are printed",
  { timeout },
  async () => {
    const { server, close } = await openTestServer();
    onTestFinished(close);
    await fireMinuteTrigger(server.url);
    const job = /^.*"message":"job_done".*"job":"sweep_pending_events".*$/m;
    await expect.poll(server.output).toMatch(job);
    expect(withoutJobLines(`before\n${job.exec(server.output())?.[0]}\n{"message":"job_failed"}\nafter\n`)).toBe(
      `before\n{"message":"job_failed"}\nafter\n`,
    );
  },
);

test.each(["scripts/dev.ts", "scripts/demo.ts"])(
  "%s says in plain words that PORT is no port",
  { timeout },
  async (script) => {
    for (const port of ["abc", "70000", "0", "80.5"]) {
      const started = await startScript(script, { port });
      expect(await started.ended).toBe(1);
      expect(started.printed()).toBe(`PORT must be a whole number from 1 to 65535, and is "${port}".\n`);
    }
  },
);

type Script = { printed(): string; printedOnce(text: string): Promise<void>; ended: Promise<number | null> };

/** Runs a script as npm would, in a folder that has the project's files and none of this machine's state. */
async function startScript(
  script: string,
  { port: givenPort, secrets }: { port?: string; secrets?: string } = {},
): Promise<Script> {
  const folder = mkdtempSync(join(tmpdir(), "bouquet-machine-"));
  for (const name of readdirSync(".").filter((entry) => !entry.startsWith(".")))
    symlinkSync(resolve(name), join(folder, name));
  if (secrets !== undefined) writeFileSync(join(folder, ".dev.vars"), secrets);
  const port = givenPort ?? String(await findFreePort());
  const child = spawn(process.execPath, [script], { cwd: folder, env: { ...process.env, PORT: port }, detached: true });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once("close", done));
  onTestFinished(async () => {
    end(child);
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    printed: () => text,
    ended,
    async printedOnce(wanted) {
      while (!text.includes(wanted)) {
        if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}:\n${text}`);
        await new Promise((later) => setTimeout(later, 50));
      }
    },
  };
}

/** Why an unsigned delivery is refused there. */
async function problemOf(url: string): Promise<unknown> {
  const answer = await fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
  // Safe because every refusal is a problem with a code.
  return ((await answer.json()) as { code: string }).code;
}

/** As Ctrl-C would. */
function end(child: ChildProcess): void {
  if (child.exitCode === null) child.kill("SIGINT");
}

async function runShell(command: string): Promise<unknown> {
  const child = spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  return JSON.parse(text);
}
