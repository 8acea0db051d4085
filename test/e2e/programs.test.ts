import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import walletBonus from "#presets/wallet-bonus" with { type: "json" };
import { openTestServer } from "#support/node/test-server";
import type { TestServer } from "#support/node/test-server";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
}, 120_000);
afterAll(() => server.close());

const timeout = 120_000;

/** Files of their own, and what the script says to them. */
function createFolder() {
  const folder = mkdtempSync(join(tmpdir(), "bouquet-programs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: unknown) => {
    const file = join(folder, name);
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };
  return { folder, write };
}

type Ended = { code: number | null; out: string; err: string };

async function programs(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const ours = { BOUQUET_URL: `${server.url}/`, BOUQUET_KEY: server.key, ...env };
  const child = spawn(process.execPath, ["scripts/programs.ts", ...args], { env: { ...process.env, ...ours } });
  const ended: Ended = { code: null, out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (ended.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (ended.err += chunk.toString()));
  ended.code = await new Promise((done) => child.once("close", done));
  return ended;
}

test(
  "a program goes from a file to its first version and, when the file changes, to its second",
  { timeout },
  async () => {
    const { write } = createFolder();
    const file = write("members.json", { $schema: "../program.schema.json", ...walletBonus });
    const planned = await programs(["plan", file]);
    expect(planned, planned.err).toMatchObject({ code: 2, err: "" });
    expect(planned.out).toMatch(/^members: create\n/);
    expect(planned.out).toContain(`  + name: ${JSON.stringify(walletBonus.name)}\n`);
    expect(planned.out).not.toContain("$schema");
    expect(await programs(["apply", file])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/published version 1\n$/),
    });
    expect(await programs(["plan", file])).toMatchObject({ code: 0, out: "members: unchanged\n", err: "" });
    expect(await programs(["apply", file])).toMatchObject({ code: 0, out: "members: unchanged\n" });

    write("members.json", { ...walletBonus, attribution: { ...walletBonus.attribution, window_days: 45 } });
    const diff = `  ~ attribution.window_days: ${walletBonus.attribution.window_days} → 45\n`;
    expect(await programs(["plan", file])).toMatchObject({ code: 2, out: `members: change\n${diff}` });
    expect(await programs(["apply", file])).toMatchObject({
      code: 0,
      out: `members: change\n${diff}members: published version 2\n`,
    });
    const versions = await ask<{ data: { version: number; document: object }[] }>("/v1/programs/members/versions");
    expect(versions.data.map(({ version }) => version)).toEqual([2, 1]);
    expect(versions.data[0]?.document).not.toHaveProperty("$schema");
  },
);

test("a draft that says already what the file says is only published", { timeout }, async () => {
  const { write } = createFolder();
  const file = write("drafted.json", walletBonus);
  await ask("/v1/programs", { key: "drafted", preset: "wallet-bonus" });
  expect(await programs(["plan", file])).toMatchObject({ code: 2, out: expect.stringMatching(/^drafted: publish\n/) });
  expect(await programs(["apply", file])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/published version 1\n$/),
  });
});

test("what is wrong is said with its path, and then nothing at all is applied", { timeout }, async () => {
  const { write, folder } = createFolder();
  const good = write("good.json", walletBonus);
  const bad = write("bad.json", { ...walletBonus, attribution: { model: "best_touch", window_days: 30 }, tips: 1 });
  const applied = await programs([
    "apply",
    good,
    bad,
    write("list.json", []),
    write("half.json", "{"),
    join(folder, "no.json"),
  ]);
  expect(applied.code).toBe(1);
  expect(applied.err).toMatch(/bad\.json: error\n(  .+\n)*  attribution\.model: /);
  expect(applied.err).toMatch(/bad\.json: error\n(  .+\n)*  tips: is not a known field\n/);
  expect(applied.err).toMatch(/list\.json: error\n  must hold one program document, which is an object\n/);
  expect(applied.err).toMatch(/half\.json: error\n  is no JSON: /);
  expect(applied.err).toMatch(/no\.json: error\n  cannot be read: /);
  expect(await programs(["plan", good])).toMatchObject({ code: 2, out: expect.stringMatching(/^good: create\n/) });
});

test("a wrong command, key, address or file name ends with 1 and plain words", { timeout }, async () => {
  const { write } = createFolder();
  const file = write("friends.json", walletBonus);
  const usage = { code: 1, out: "", err: expect.stringMatching(/^Usage: /) };
  expect(await programs([])).toMatchObject(usage);
  expect(await programs(["plan"])).toMatchObject(usage);
  expect(await programs(["plan", file], { BOUQUET_KEY: "" })).toMatchObject(usage);
  const unauthorized = await programs(["plan", file], { BOUQUET_KEY: "bq_test_wrong" });
  expect(unauthorized).toMatchObject({ code: 1, out: "", err: expect.stringContaining("unauthorized") });
  const nobody = await programs(["plan", file], { BOUQUET_URL: "http://127.0.0.1:1" });
  expect(nobody).toMatchObject({ code: 1, out: "", err: expect.stringContaining("does not answer") });
  const misnamed = await programs(["plan", write("My Program.json", walletBonus)]);
  expect(misnamed).toMatchObject({ code: 1, out: "", err: expect.stringContaining("must be named") });
  const twice = await programs(["plan", file, file]);
  expect(twice).toMatchObject({ code: 1, err: expect.stringContaining("friends is named twice") });
});

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(server.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${server.key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.ok, path).toBe(true);
  // Safe because a test names the shape that it then asserts on.
  return (await response.json()) as T;
}
