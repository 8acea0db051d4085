import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { sha256Hex } from "#store/digest";
import { migrateLocalDatabase } from "#scripts/local-database";
import { queryDatabase } from "#scripts/wrangler";

const timeout = 120_000;

test(
  "npm run members:bootstrap makes one owner, whatever he is called, and another key only when asked, with a row that says so",
  { timeout },
  async () => {
    const persistDir = mkdtempSync(join(tmpdir(), "bouquet-"));
    onTestFinished(() => rmSync(persistDir, { recursive: true, force: true }));
    await migrateLocalDatabase(persistDir);
    const at = ["--local", "--persist-to", persistDir];
    const ann = ["--name", `Ann'); DROP TABLE members; --"`, "--email", "Ann@Example.com"];

    const first = await run([...ann, ...at]);
    expect(first, first.printed).toMatchObject({ code: 0 });
    const refused = await run(["--name", "Bea", "--email", "bea@example.com", ...at]);
    expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining("There is an owner already") });
    const again = await run([...ann, ...at, "--another", "--mode", "test"]);
    expect(again, again.printed).toMatchObject({ code: 0 });

    const [members, keys, audit] = await queryDatabase({ remote: false, persistDir }, [
      "SELECT id, name, email, role FROM members",
      "SELECT hash, mode, scopes, member_id FROM api_keys ORDER BY id",
      "SELECT actor, action, object_id, detail FROM audit_log ORDER BY seq",
    ]);
    const owner = { name: ann[1], email: "ann@example.com", role: "owner" };
    expect(members).toMatchObject([owner]);
    // Safe because that is what was selected.
    const [{ id }] = members as [{ id: string }];
    const hashOf = ({ printed }: { printed: string }) => sha256Hex(/bq_\w+/.exec(printed)?.[0] ?? "");
    expect(keys).toEqual([
      { hash: hashOf(first), mode: "live", scopes: "[]", member_id: id },
      { hash: hashOf(again), mode: "test", scopes: "[]", member_id: id },
    ]);
    const row = { actor: "command:members_bootstrap", action: "member.bootstrapped", object_id: id };
    expect(audit).toMatchObject([row, { ...row, detail: expect.stringContaining('"another":true') }]);
    expect(JSON.stringify(audit)).not.toMatch(/ann@|DROP/i);
  },
);

test("npm run members:bootstrap says how it is used when something is missing or wrong", { timeout }, async () => {
  const who = ["--name", "Ann", "--email", "ann@example.com"];
  const wrong = [
    who,
    [...who, "--local", "--remote"],
    [...who, "--local", "--mode", "both"],
    ["--local", "--email", "x"],
  ];
  const tries = await Promise.all(wrong.map(async (args) => run(args)));
  for (const { code, printed } of tries) {
    expect(printed).toContain("Usage: npm run members:bootstrap");
    expect(code).toBe(1);
  }
});

async function run(args: readonly string[]): Promise<{ code: number | null; printed: string }> {
  const child = spawn(process.execPath, ["scripts/members-bootstrap.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, printed: out + err };
}
