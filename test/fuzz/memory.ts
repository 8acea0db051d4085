import type { Chance } from "#bench/fraud-world/chance";

const mostOfAName = 60;

/**
 * What answers have shown, by the name it stood under: ids and codes that exist, for requests to come. Most fields that
 * name something end in its name (`program_id`, `participant`), so both are kept.
 */
/** Without the query; `body` is null where there was none. */
export type Taken = { path: string; body: unknown };
export type Memory = ReturnType<typeof createMemory>;

export function createMemory(chance: Chance) {
  const known = new Map<string, string[]>();
  const taken = new Map<string, Taken[]>();
  function keep(name: string, value: string): void {
    const values = known.get(name) ?? [];
    known.set(name, values);
    if (values.includes(value)) return;
    if (values.length < mostOfAName) values.push(value);
    else values[chance.int(0, mostOfAName - 1)] = value;
  }
  function learn(value: unknown, name = ""): void {
    if (typeof value === "string" && value.length > 0 && value.length < 400) {
      const prefix = /^([a-z]{3})_[0-9A-Za-z]{8,}$/.exec(value)?.[1];
      if (prefix !== undefined) keep(`${prefix}_`, value);
      keep(name, value);
    } else if (Array.isArray(value)) for (const part of value) learn(part, name);
    else if (value !== null && typeof value === "object")
      for (const [key, part] of Object.entries(value)) learn(part, key);
  }
  return {
    learn,
    /** A request that was answered with success: what follows from it gets further than what is made anew. */
    keepRequest(operationId: string, request: Taken): void {
      const kept = taken.get(operationId) ?? [];
      taken.set(operationId, [...kept.slice(-mostOfAName), request]);
    },
    /** Null where none was taken yet. */
    recallRequest(operationId: string): Taken | null {
      const kept = taken.get(operationId);
      return kept === undefined ? null : chance.pick(kept);
    },
    /** Null where nothing of that name was seen. */
    recall(name: string): string | null {
      const values = known.get(name);
      return values === undefined ? null : chance.pick(values);
    },
  };
}

/** Which ids a parameter or field may mean, by where it stands. */
export const prefixes: readonly (readonly [place: RegExp, prefix: string])[] = [
  [/program/, "prg_"],
  [/participant|referrer|referee|beneficiary/, "ptc_"],
  [/links?\b|link_id/, "lnk_"],
  [/referrals?/, "ref_"],
  [/rewards?/, "rwd_"],
  [/endpoints?/, "whe_"],
  [/message/, "msg_"],
  [/fulfilments?/, "rwd_"],
  [/deliver/, "pdl_"],
  [/emails?/, "eml_"],
  [/keys?/, "key_"],
];
