import { env } from "cloudflare:workers";

/** Bindings that count, fail or go stale around the real ones. */
export type Calls = { d1: number; kvReads: number; kvWrites: number; appends: number };

/** Counts what a request costs: round trips to D1, KV reads and writes, calls of the click log. */
export function countCalls(base: Env = env): { env: Env; calls: Calls } {
  const calls: Calls = { d1: 0, kvReads: 0, kvWrites: 0, appends: 0 };
  const counted: Env = {
    ...base,
    DB: wrapDatabase(base.DB, () => void (calls.d1 += 1)),
    LINKS: wrap(base.LINKS, { get: () => void (calls.kvReads += 1), put: () => void (calls.kvWrites += 1) }),
    CLICK_LOG: wrapClickLog(base.CLICK_LOG, () => void (calls.appends += 1)),
  };
  return { env: counted, calls };
}

export type Outage = { d1?: boolean; kv?: boolean; clickLog?: boolean };

/** Stores that are down as long as the switch says so. */
export function failWhile(outage: Outage, base: Env = env): Env {
  const failing = (store: keyof Outage) => () => {
    if (outage[store] === true) throw new Error(`${store} is down`);
  };
  return {
    ...base,
    DB: wrapDatabase(base.DB, failing("d1")),
    LINKS: wrap(base.LINKS, { get: failing("kv"), put: failing("kv") }),
    CLICK_LOG: wrapClickLog(base.CLICK_LOG, failing("clickLog")),
  };
}

/** A KV that answers each key for ever as it did the first time, misses included: the worst that staleness can be. */
export function staleForEver(base: Env = env): Env {
  const answers = new Map<string, unknown>();
  const kv = new Proxy(base.LINKS, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        if (name !== "get") return Reflect.apply(value, target, args) as unknown;
        const key = String(args[0]);
        if (!answers.has(key)) answers.set(key, await Reflect.apply(value, target, args));
        return answers.get(key);
      };
    },
  });
  return { ...base, LINKS: kv };
}

type Before = (...args: unknown[]) => void | Promise<void>;

function wrap<T extends object>(target: T, before: Record<string, Before>): T {
  return new Proxy(target, {
    get(inner, name) {
      const value: unknown = Reflect.get(inner, name);
      if (typeof value !== "function") return value;
      const first = before[String(name)];
      if (first === undefined) return (...args: unknown[]) => Reflect.apply(value, inner, args) as unknown;
      return async (...args: unknown[]) => {
        await first(...args);
        return Reflect.apply(value, inner, args) as unknown;
      };
    },
  });
}

const statements = new WeakMap<object, D1PreparedStatement>();

/** One round trip is one `batch`, or one of the calls that run a statement. */
function wrapDatabase(db: D1Database, before: () => void): D1Database {
  return new Proxy(db, {
    get(inner, name) {
      if (name === "prepare") return (text: string) => wrapStatement(inner.prepare(text), before);
      if (name !== "batch") return Reflect.get(inner, name) as unknown;
      return async (batch: D1PreparedStatement[]) => {
        before();
        return inner.batch(batch.map((statement) => statements.get(statement) ?? statement));
      };
    },
  });
}

function wrapStatement(statement: D1PreparedStatement, before: () => void): D1PreparedStatement {
  const wrapped = new Proxy(statement, {
    get(inner, name) {
      if (name === "bind") return (...values: unknown[]) => wrapStatement(inner.bind(...values), before);
      const value: unknown = Reflect.get(inner, name);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        before();
        return Reflect.apply(value, inner, args) as unknown;
      };
    },
  });
  statements.set(wrapped, statement);
  return wrapped;
}

/** `Reflect.apply`, since `.apply` on a stub's method would be a remote call. */
function wrapClickLog(namespace: Env["CLICK_LOG"], before: Before): Env["CLICK_LOG"] {
  return new Proxy(namespace, {
    get(inner, name) {
      if (name !== "getByName") return Reflect.get(inner, name) as unknown;
      return (shard: string) => {
        const stub = inner.getByName(shard);
        return {
          append: async (...args: Parameters<typeof stub.append>) => {
            await before(...args);
            return stub.append(...args);
          },
        };
      };
    },
  });
}
