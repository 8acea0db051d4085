import { createChance } from "#bench/fraud-world/chance";
import type { Mode } from "#domain/mode";
import { createKeySecret, insertKeySql } from "#scripts/local-database";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";
import { fuzzOperations } from "#fuzz/document";
import { createSender } from "#fuzz/http";
import { judge } from "#fuzz/judge";
import { createMemory } from "#fuzz/memory";
import type { Memory } from "#fuzz/memory";
import { makeRequest } from "#fuzz/requests";
import type { FuzzRequest } from "#fuzz/requests";
import { layGround } from "#fuzz/ground";

export type FuzzReport = {
  requests: number;
  seconds: number;
  /** How many answers had each status, and each code. */
  statuses: Record<string, number>;
  codes: Record<string, number>;
  /** Operations that were never answered with success. */
  neverDone: string[];
  complaints: { request: string; complaint: string }[];
  /** Error lines of the Worker's log. */
  faults: string[];
  /** What is wrong with the ledger or the audit log. */
  contradictions: string[];
};

/** What has a body has more to go wrong, and more to get right. */
const weighed = fuzzOperations.map((operation) => [operation, operation.body === null ? 1 : 2] as const);
const atOnce = 12;
const keysPerMode = 5;
const stripe = "whsec_fuzz_signing_secret_of_some_length";

/**
 * Asks the built Worker so many things that follow from the document, or nearly do. The same seed makes the same
 * choices; what they meet depends on the order in which a dozen are answered.
 */
export async function runFuzz({ requests, seed }: { requests: number; seed: number }): Promise<FuzzReport> {
  const bindings = { STRIPE_WEBHOOK_SECRETS: `live:${stripe}`, PUBLIC_URL: "https://go.example.com" };
  const simulator = await startSimulator({ bindings });
  try {
    return await attack(simulator, { requests, seed });
  } finally {
    await simulator.close();
  }
}

async function attack(
  simulator: Simulator,
  { requests, seed }: { requests: number; seed: number },
): Promise<FuzzReport> {
  const chance = createChance(seed);
  const sides: { memory: Memory; keys: string[] }[] = [];
  for (const mode of ["live", "test"] as const) {
    const side = { memory: createMemory(chance), keys: await insertKeys(simulator, mode) };
    await layGround(simulator, side.memory, side.keys[0] ?? "");
    sides.push(side);
  }
  const own = await simulator.sql<{ id: string }>("SELECT id FROM api_keys");
  const sender = createSender(simulator.url);
  const counts = { statuses: new Map<string, number>(), codes: new Map<string, number>() };
  const done = new Set<string>();
  const complaints: FuzzReport["complaints"] = [];
  const startedMs = performance.now();
  let left = requests;

  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const operation = chance.weighted(weighed);
      const { memory, keys } = chance.pick(sides);
      const request = makeRequest({ chance, memory }, operation, { keys, stripe });
      // Whoever revokes the keys that it works with learns nothing more.
      if (own.some(({ id }) => request.path.includes(id))) continue;
      try {
        const answer = await sender.send(request);
        const { code, complaint } = judge(request, answer);
        count(counts.statuses, String(answer.status));
        if (code !== null) count(counts.codes, code);
        if (complaint !== null) complaints.push({ request: describe(request), complaint });
        if (answer.status < 300 && request.isPlain) {
          done.add(operation.operationId);
          const body: unknown = request.body && JSON.parse(new TextDecoder().decode(request.body));
          memory.keepRequest(operation.operationId, { path: request.path.replace(/\?.*/, ""), body });
        }
        if (answer.status < 300 && answer.text.startsWith("{")) memory.learn(JSON.parse(answer.text));
      } catch (error) {
        complaints.push({ request: describe(request), complaint: String(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const seconds = (performance.now() - startedMs) / 1000;
  sender.close();
  return {
    requests,
    seconds,
    statuses: sorted(counts.statuses),
    codes: sorted(counts.codes),
    neverDone: fuzzOperations.map(({ operationId }) => operationId).filter((id) => !done.has(id)),
    complaints,
    faults: simulator.logs.filter((line) => line.includes('"level":"error"') && !line.includes("setting_wrong")),
    contradictions: await findContradictions(simulator),
  };
}

/** Several, so that limits are met and don't end everything. */
async function insertKeys(simulator: Simulator, mode: Mode): Promise<string[]> {
  const keys = Array.from({ length: keysPerMode }, () => createKeySecret(mode));
  for (const key of keys) await simulator.sql(insertKeySql(key, { mode, name: "fuzz" }));
  return keys;
}

async function findContradictions({ sql, api: { client } }: Simulator): Promise<string[]> {
  const unbalanced = await sql(
    "SELECT transaction_id, unit FROM entries GROUP BY transaction_id, unit HAVING SUM(amount) <> 0 OR COUNT(*) <> 2",
  );
  const drifted = await sql(
    "SELECT a.owner_id, a.unit FROM accounts a WHERE a.balance IS NOT (SELECT SUM(e.amount) FROM entries e WHERE e.owner_id = a.owner_id AND e.program_id = a.program_id AND e.unit = a.unit)",
  );
  const { data: audit } = await client.POST("/v1/audit/verify", { body: {} });
  const found = [...unbalanced, ...drifted].map((row) => JSON.stringify(row));
  return audit?.problem === null ? found : [...found, `audit: ${JSON.stringify(audit)}`];
}

function describe({ method, path, headers, body, operation }: FuzzRequest): string {
  const { authorization: _key, "cf-connecting-ip": _address, ...others } = headers;
  const text = body === null ? "" : body.toString("utf8").slice(0, 1500);
  return `${operation.operationId}: ${method} ${path.slice(0, 300)} ${JSON.stringify(others).slice(0, 200)} ${text}`;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sorted(counts: Map<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a));
}
