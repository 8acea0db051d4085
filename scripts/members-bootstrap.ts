/**
 * `npm run members:bootstrap -- --name NAME --email ADDRESS --remote|--local`: makes the first owner and a key of his, by
 * way of wrangler and past the API, which nobody can ask yet.
 */
import { parseArgs } from "node:util";
import * as z from "zod";
import type { Mode } from "#domain/mode";
import { sha256Hex } from "#store/digest";
import { createKeySecret, newIdAt } from "./local-database.ts";
import { localPersistDir } from "./local-machine.ts";
import { queryDatabase } from "./wrangler.ts";
import type { DatabasePlace } from "./wrangler.ts";

const usage = `Usage: npm run members:bootstrap -- --name NAME --email ADDRESS --remote|--local [--mode live|test]
                                     [--another] [--persist-to FOLDER]

Makes the first owner and prints a key of his, once. Where there is an owner already it does nothing, unless --another
says that the key is lost: then an owner of that address gets another key, and any other address becomes an owner too.
Beside a running server the local database may be busy.`;

type Options = { place: DatabasePlace; name: string; email: string; mode: Mode; another: boolean };

const options = readOptions();
if (options === null) {
  console.error(usage);
  process.exit(1);
}
process.exitCode = await run(options);

function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        name: { type: "string" },
        email: { type: "string" },
        mode: { type: "string", default: "live" },
        another: { type: "boolean", default: false },
        local: { type: "boolean" },
        remote: { type: "boolean" },
        "persist-to": { type: "string", default: localPersistDir },
      },
    });
    const { mode, another, local, remote } = values;
    const name = z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^\P{Cc}*$/u)
      .safeParse(values.name);
    const email = z.email().max(254).toLowerCase().safeParse(values.email);
    if (!name.success || !email.success || local === remote || (mode !== "live" && mode !== "test")) return null;
    const place: DatabasePlace = remote === true ? { remote } : { remote: false, persistDir: values["persist-to"] };
    return { place, name: name.data, email: email.data, mode, another };
  } catch {
    return null;
  }
}

/** Each statement goes by what the one before has left, so that of two who bootstrap at once one makes the owner. */
async function run({ place, name, email, mode, another }: Options): Promise<number> {
  const nowMs = Date.now();
  const newId = newIdAt(nowMs);
  const [memberId, keyId, secret] = [newId("mbr"), newId("key"), createKeySecret(mode)];
  const isIn = "removed_at_ms IS NULL";
  const owner = `role = 'owner' AND ${isIn}`;
  const mayMake = another
    ? `NOT EXISTS (SELECT 1 FROM members WHERE email = ${quote(email)} AND ${isIn})`
    : "NOT EXISTS (SELECT 1 FROM members WHERE role = 'owner')";
  const whose = another ? `email = ${quote(email)} AND ${owner}` : `id = '${memberId}'`;
  const detail = quote(JSON.stringify({ another, key_id: keyId, mode }));
  const [, , , made = [], known = []] = await queryDatabase(place, [
    `INSERT INTO members (id, name, email, role, created_at_ms)
      SELECT '${memberId}', ${quote(name)}, ${quote(email)}, 'owner', ${nowMs} WHERE ${mayMake}`,
    `INSERT INTO api_keys (id, hash, mode, name, scopes, member_id, created_at_ms)
      SELECT '${keyId}', '${sha256Hex(secret)}', '${mode}', 'bootstrap', '[]', id, ${nowMs} FROM members WHERE ${whose}`,
    `INSERT INTO audit_log (mode, at_ms, actor, action, object_id, request_id, detail)
      SELECT 'live', ${nowMs}, 'command:members_bootstrap', 'member.bootstrapped', member_id, 'req_bootstrap_${nowMs}', ${detail}
      FROM api_keys WHERE id = '${keyId}'`,
    `SELECT member_id FROM api_keys WHERE id = '${keyId}'`,
    `SELECT id FROM members WHERE email = ${quote(email)} AND ${isIn}`,
  ]);
  if (made.length === 0) return refuse(another && known.length > 0);
  // Safe because that is what was selected.
  const [{ member_id: whoseKey }] = made as [{ member_id: string }];
  console.log(`${whoseKey} is an owner. His key, in ${mode} mode, shown this once:\n\n  ${secret}\n`);
  return 0;
}

function refuse(isOtherMember: boolean): 1 {
  console.error(
    isOtherMember
      ? "This address is that of a member who is no owner. Give an owner's address, or a new one."
      : "There is an owner already. If every owner's key is lost, add --another: it makes a key and says so in the audit log.",
  );
  return 1;
}

/** As bytes: whatever is in a name is a name, for wrangler, which takes statements apart, and for SQLite. */
function quote(text: string): string {
  return `CAST(x'${Buffer.from(text).toString("hex")}' AS TEXT)`;
}
