import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { openApi } from "#scripts/api";
import { executeLocalSql } from "#scripts/local-database";
import { fireMinuteTrigger } from "#scripts/minute-jobs";
import { openTestServer } from "#support/node/test-server";

const timeout = 120_000;

test(
  "npm run audit:verify says that the log is as it was sealed, names the head, and says which row somebody changed",
  { timeout },
  async () => {
    const { server, key, persistDir, close } = await openTestServer();
    onTestFinished(close);
    const { client } = openApi({ url: server.url, key });
    for (const name of ["one", "two", "three"])
      await client.POST("/v1/keys", { body: { name, scopes: ["programs:read"] } });
    await fireMinuteTrigger(server.url);
    await server.stop();

    const well = await verify(persistDir);
    expect(well.printed).toContain("3 rows are as they were sealed, under 1 seals.");
    expect(well.code).toBe(0);
    const head = /Head: (\S+):3$/m.exec(well.printed)?.[1] ?? "";
    expect(head).toMatch(/^[\w-]{43}$/);

    expect(await verify(persistDir, `--expect=${head}:3`)).toMatchObject({ code: 0 });
    const other = await verify(persistDir, `--expect=${"x".repeat(43)}:3`);
    expect(other.code).toBe(1);
    expect(other.printed).toContain("it was cut off or written anew");

    await executeLocalSql(
      persistDir,
      "DROP TRIGGER audit_log_refuse_update; UPDATE audit_log SET actor = 'key:key_2' WHERE seq = 2;",
    );
    const changed = await verify(persistDir);
    expect(changed.printed).toContain("row 2 was changed (row_changed)");
    expect(changed.code).toBe(1);
  },
);

test("npm run audit:verify asks which database is meant", { timeout }, async () => {
  for (const args of [[], ["--local", "--remote"], ["--local", "--expect=abc"], ["--nowhere"]]) {
    const { code, printed } = await run(args);
    expect(printed).toContain("Usage: npm run audit:verify");
    expect(code).toBe(1);
  }
});

async function verify(persistDir: string, ...args: string[]) {
  return run(["--local", "--persist-to", persistDir, ...args]);
}

async function run(args: readonly string[]): Promise<{ code: number | null; printed: string }> {
  const child = spawn(process.execPath, ["scripts/audit-verify.ts", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, printed: out + err };
}
