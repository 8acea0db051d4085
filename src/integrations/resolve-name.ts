import * as z from "zod";
import { isPublicIp } from "#domain/public-ip";
import type { NameProblem } from "#domain/public-address";

const timeoutMs = 3000;
const shortestMs = 30_000;
const longestMs = 300_000;
const mostKnown = 1000;

/** What was found out about names, in this isolate; `resolver_silent` is not kept. */
const known = new Map<string, { problem: NameProblem | null; untilMs: number }>();

/**
 * What stands against a public name by the addresses that it has now (DNS over HTTPS, in the JSON of Cloudflare and
 * Google): every one of them must be public. Kept as long as DNS allows, from half a minute to five.
 */
export async function findNameProblem(name: string, resolverUrl: string): Promise<NameProblem | null> {
  const key = `${resolverUrl} ${name}`;
  const kept = known.get(key);
  if (kept !== undefined && Date.now() < kept.untilMs) return kept.problem;
  const [four, six] = await Promise.all([ask(resolverUrl, name, "A"), ask(resolverUrl, name, "AAAA")]);
  if (four === null || six === null) return "resolver_silent";
  const found = [...four, ...six];
  const problem = judge(found.map(({ data }) => data));
  const ttlMs = Math.min(...found.map(({ TTL }) => TTL * 1000));
  if (known.size >= mostKnown) known.clear();
  known.set(key, { problem, untilMs: Date.now() + Math.min(Math.max(ttlMs, shortestMs), longestMs) });
  return problem;
}

function judge(addresses: string[]): NameProblem | null {
  if (addresses.length === 0) return "name_unknown";
  return addresses.every(isPublicIp) ? null : "address_not_public";
}

const types = { A: 1, AAAA: 28 };
const noError = 0;
const noSuchName = 3;

const answered = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), TTL: z.int().min(0), data: z.string() })).optional(),
});

/** The records of that type; none for a name that does not exist, null when nothing can be learnt. */
async function ask(resolverUrl: string, name: string, type: keyof typeof types) {
  try {
    const response = await fetch(`${resolverUrl}?name=${encodeURIComponent(name)}&type=${type}`, {
      headers: { accept: "application/dns-json" },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { Status: status, Answer: records = [] } = answered.parse(await response.json());
    if (status !== noError && status !== noSuchName) return null;
    return records.filter((record) => record.type === types[type]);
  } catch {
    return null;
  }
}
