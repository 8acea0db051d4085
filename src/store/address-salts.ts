import { lt } from "drizzle-orm";
import type { Database } from "#store/database";
import { addressSalts } from "#schema/links";

/** The salt of a day, made by whoever asks first. Plain D1: it is read off the edge's own path. */
export async function loadAddressSalt(d1: D1Database, day: number): Promise<string> {
  const [, rows] = await d1.batch<{ salt: string }>([
    d1.prepare("INSERT OR IGNORE INTO address_salts (day) VALUES (?1)").bind(day),
    d1.prepare("SELECT salt FROM address_salts WHERE day = ?1").bind(day),
  ]);
  const salt = rows?.results[0]?.salt;
  if (salt === undefined) throw new Error(`no address salt for day ${day}`);
  return salt;
}

/** Without its salt a day's hashes can be compared with nothing any more. Answers how many days are gone. */
export async function destroyAddressSalts(db: Database, beforeDay: number): Promise<number> {
  const result = await db.delete(addressSalts).where(lt(addressSalts.day, beforeDay));
  return result.meta.changes;
}
