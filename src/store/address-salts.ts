import { lt } from "drizzle-orm";
import type { Database } from "#store/database";
import { addressSalts } from "#schema/links";

/** Without its salt a day's hashes can be compared with nothing any more. Answers how many days are gone. */
export async function destroyAddressSalts(db: Database, beforeDay: number): Promise<number> {
  const result = await db.delete(addressSalts).where(lt(addressSalts.day, beforeDay));
  return result.meta.changes;
}
