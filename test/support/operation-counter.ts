/** What was asked of the platform: the things that a bill and a response time are made of. */
export type Operations = {
  d1Trips: number;
  /** The longest chain of trips of which each began after another had ended. */
  d1SequentialTrips: number;
  d1RowsWritten: number;
  d1RowsWrittenByTable: Record<string, number>;
  kvReads: number;
  kvWrites: number;
  objectCalls: number;
};

export type OperationCounter = {
  env: Cloudflare.Env;
  /** What was counted since the last time. */
  take(): Operations;
};

/** Wraps the bindings, so that the code under test runs as ever and what it asks of them is counted. */
export function countOperations(env: Cloudflare.Env): OperationCounter {
  const tally = createTally();
  const counted = { DB: wrapDatabase(env.DB, tally), LINKS: wrapKv(env.LINKS, tally) };
  return { env: { ...env, ...counted, CLICK_LOG: wrapObjects(env.CLICK_LOG, tally) }, take: () => tally.take() };
}

type Tally = {
  trip<T>(call: () => Promise<T>): Promise<T>;
  wrote(sql: string, rows: number): void;
  count(name: "kvReads" | "kvWrites" | "objectCalls"): void;
  take(): Operations;
};

function createTally(): Tally {
  let counted = noOperations();
  return {
    async trip(call) {
      const operations = counted;
      operations.d1Trips += 1;
      const depth = operations.d1SequentialTrips + 1;
      try {
        return await call();
      } finally {
        operations.d1SequentialTrips = Math.max(operations.d1SequentialTrips, depth);
      }
    },
    wrote(sql, rows) {
      if (rows === 0) return;
      const table = /^\s*(?:insert(?: or \w+)? into|update(?: or \w+)?|delete from)\s+["`]?(\w+)/i.exec(sql)?.[1] ?? sql;
      counted.d1RowsWritten += rows;
      counted.d1RowsWrittenByTable[table] = (counted.d1RowsWrittenByTable[table] ?? 0) + rows;
    },
    count(name) {
      counted[name] += 1;
    },
    take() {
      const taken = counted;
      counted = noOperations();
      return taken;
    },
  };
}

function noOperations(): Operations {
  const trips = { d1Trips: 0, d1SequentialTrips: 0, d1RowsWritten: 0, d1RowsWrittenByTable: {} };
  return { ...trips, kvReads: 0, kvWrites: 0, objectCalls: 0 };
}

type Wrapped = { prepared: D1PreparedStatement; sql: string };
const wrappedStatements = new WeakMap<object, Wrapped>();

function wrapDatabase(db: D1Database, tally: Tally): D1Database {
  const wrapped = {
    prepare: (sql: string) => wrapStatement({ prepared: db.prepare(sql), sql }, tally),
    async batch(statements: D1PreparedStatement[]) {
      const inner = statements.map(unwrap);
      const results = await tally.trip(() => db.batch(inner.map(({ prepared }) => prepared)));
      results.forEach((result, index) => tally.wrote(inner[index]?.sql ?? "", result.meta.rows_written));
      return results;
    },
  };
  // Safe because the product uses nothing of D1 but these two; another call would throw and fail its test.
  return wrapped as unknown as D1Database;
}

function wrapStatement(inner: Wrapped, tally: Tally): D1PreparedStatement {
  const { prepared, sql } = inner;
  const withMeta = async (call: () => Promise<D1Result>): Promise<D1Result> => {
    const result = await tally.trip(call);
    tally.wrote(sql, result.meta.rows_written);
    return result;
  };
  const wrapped = {
    bind: (...values: unknown[]) => wrapStatement({ prepared: prepared.bind(...values), sql }, tally),
    run: () => withMeta(() => prepared.run()),
    all: () => withMeta(() => prepared.all()),
    first: (column?: string) => {
      refuseWrite(sql);
      return tally.trip(() => (column === undefined ? prepared.first() : prepared.first(column)));
    },
    raw: () => {
      refuseWrite(sql);
      return tally.trip(() => prepared.raw());
    },
  };
  wrappedStatements.set(wrapped, inner);
  // Safe because of the same.
  return wrapped as unknown as D1PreparedStatement;
}

/** These answers say nothing of written rows: a write through them would go uncounted. */
function refuseWrite(sql: string): void {
  if (!/^\s*(select|with)\b/i.test(sql)) throw new Error(`written rows cannot be counted: ${sql}`);
}

function unwrap(statement: D1PreparedStatement): Wrapped {
  const inner = wrappedStatements.get(statement);
  if (inner === undefined) throw new Error("a statement of another database");
  return inner;
}

function wrapKv(kv: KVNamespace, tally: Tally): KVNamespace {
  const reads = new Set<PropertyKey>(["get", "getWithMetadata", "list"]);
  return wrapMethods(kv, (name) => tally.count(reads.has(name) ? "kvReads" : "kvWrites"));
}

function wrapObjects<T extends Cloudflare.Env["CLICK_LOG"]>(namespace: T, tally: Tally): T {
  return wrapMethods(namespace, () => {}, {
    get: (stub) => wrapMethods(stub, () => tally.count("objectCalls")),
    getByName: (stub) => wrapMethods(stub, () => tally.count("objectCalls")),
  });
}

/** `Reflect.apply`, because `.apply` of a stub's method would be a call to the object. */
function wrapMethods<T extends object>(
  target: T,
  onCall: (name: PropertyKey) => void,
  results: Record<string, (result: object) => object> = {},
): T {
  return new Proxy(target, {
    get(inner, name) {
      const value: unknown = Reflect.get(inner, name, inner);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        onCall(name);
        const result: unknown = Reflect.apply(value, inner, args);
        const wrapResult = results[String(name)];
        return wrapResult === undefined ? result : wrapResult(result as object);
      };
    },
  });
}
