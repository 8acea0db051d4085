import { sql } from "drizzle-orm";
import type { Database } from "#store/database";

/** One cheap read: whether the database is there at all. */
export async function canReadDatabase(db: Database): Promise<boolean> {
  try {
    await db.run(sql`SELECT 1`);
    return true;
  } catch {
    return false;
  }
}
