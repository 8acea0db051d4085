import { createHash, randomBytes } from "node:crypto";
import { scopes } from "#domain/actor";
import type { BuiltWorker } from "#bench/build";
import { runWorker } from "#bench/runtime";
import { seedLinks } from "#bench/seed";
import { percentile } from "#bench/statistics";

export type Latency = { atOnce: number; events: number; p50Ms: number; p95Ms: number; perSecond: number };

/** First payments of distinct referees, from the request to the whole answer, over HTTP. */
export async function measureEventLatency(
  built: BuiltWorker,
  options: { events: number; atOnce: readonly number[] },
): Promise<Latency[]> {
  const bouquet = await runWorker(built);
  try {
    const db = await bouquet.miniflare.getD1Database("DB");
    const [code] = await seedLinks(db, 1, Date.now());
    const key = `bq_live_${randomBytes(24).toString("hex")}`;
    await db
      .prepare(
        "INSERT INTO api_keys (id, hash, mode, name, scopes, created_at_ms) VALUES ('key_bench', ?1, 'live', 'bench', ?2, 0)",
      )
      .bind(createHash("sha256").update(key).digest("hex"), JSON.stringify(scopes))
      .run();
    const report = (event: object) => reportEvent(bouquet.url, key, event);
    const results: Latency[] = [];
    for (const atOnce of options.atOnce) {
      const referees = Array.from({ length: options.events }, (_, index) => `${atOnce}-at-once-${index}`);
      await inTurns(referees, 8, (referee) => report({ ...signup(referee), code, code_source: "typed" }));
      const startedAt = performance.now();
      const times = await inTurns(referees, atOnce, (referee) => report(payment(referee)));
      const seconds = (performance.now() - startedAt) / 1000;
      const [p50Ms, p95Ms] = [percentile(times, 50), percentile(times, 95)];
      results.push({ atOnce, events: times.length, p50Ms, p95Ms, perSecond: times.length / seconds });
    }
    return results;
  } finally {
    await bouquet.miniflare.dispose();
  }
}

function signup(referee: string): object {
  return { id: `signup-${referee}`, type: "signup", referee: { external_id: referee, kind: "supplier" } };
}

function payment(referee: string): object {
  const order = { payment_ref: `order-${referee}`, amount_minor: 4900, currency: "GBP" };
  return { id: `payment-${referee}`, type: "payment", referee: { external_id: referee, kind: "supplier" }, ...order };
}

/** Reports the event and gives how many milliseconds that took. */
async function reportEvent(url: string, key: string, event: object): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/v1/events`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(event),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${answer}`);
  return performance.now() - startedAt;
}

/** Works through the list with so many at once. */
async function inTurns<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<number>): Promise<number[]> {
  const queue = items.values();
  const times: number[] = [];
  const worker = async (): Promise<void> => {
    for (const item of queue) times.push(await work(item));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return times;
}
