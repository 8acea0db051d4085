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
