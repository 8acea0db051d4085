import { env } from "cloudflare:workers";
import type { Mode } from "#domain/mode";
import type { Role } from "#domain/rights";
import { sha256Hex } from "#store/digest";
import { thisHourMs } from "#support/api";

/** A member as the bootstrap command makes the first: past the API, which asks who does it. */
export async function seedMember({ role, name = "Ann" }: { role: Role; name?: string }): Promise<string> {
  // Older than whoever the API adds.
  const id = `mbr_000000000${randomText()}`;
  await env.DB.prepare("INSERT INTO members (id, name, email, role, created_at_ms) VALUES (?, ?, ?, ?, 0)")
    .bind(id, name, `${id.toLowerCase()}@example.com`, role)
    .run();
  return id;
}

export async function seedMemberKey(memberId: string, mode: Mode = "live"): Promise<{ id: string; secret: string }> {
  const id = `key_${randomText()}`;
  const secret = `bq_${mode}_${randomText()}`;
  await env.DB.prepare(
    "INSERT INTO api_keys (id, hash, mode, name, scopes, member_id, created_at_ms, last_used_at_ms) VALUES (?, ?, ?, 'test', '[]', ?, 0, ?)",
  )
    .bind(id, sha256Hex(secret), mode, memberId, thisHourMs())
    .run();
  return { id, secret };
}

function randomText(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
