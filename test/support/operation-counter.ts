/** What was asked of the platform: the things that a bill and a response time are made of. */
export type Operations = {
  d1Trips: number;
  /** The longest chain of trips of which each began after another had ended. */
  d1SequentialTrips: number;
  d1RowsRead: number;
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
  /** Resolves when nothing that was asked is under way any more. */
  settled(): Promise<void>;
};

/**
 * Wraps the bindings, so that the code under test runs as ever and what it asks of them is counted. `most`: when so much
 * was asked, the database answers no more, as for a request that has used up its allowance.
 */
export function countOperations(env: Cloudflare.Env, most = Infinity): OperationCounter {
  const tally = createTally(most);
  const counted = { DB: wrapDatabase(env.DB, tally), LINKS: wrapKv(env.LINKS, tally) };
  const objects = {
    CLICK_LOG: wrapObjects(env.CLICK_LOG, tally),
    RATE_LIMITER: wrapObjects(env.RATE_LIMITER, tally),
    LEADERBOARD: wrapObjects(env.LEADERBOARD, tally),
  };
  return {
    env: { ...env, ...counted, ...objects },
    take: tally.take,
    settled: tally.settled,
  };
}

type Tally = Pick<OperationCounter, "take" | "settled"> & {
  trip<T>(call: () => Promise<T>): Promise<T>;
  finished(sql: string, meta: { rows_read: number; rows_written: number }): void;
  call(name: "kvReads" | "kvWrites" | "objectCalls", result: unknown): Promise<unknown>;
};

function createTally(most: number): Tally {
  let counted = noOperations();
  const running = new Set<Promise<unknown>>();
  const track = <T>(promise: Promise<T>): Promise<T> => {
    const tracked: Promise<boolean> = promise.then(
      () => running.delete(tracked),
      () => running.delete(tracked),
    );
    running.add(tracked);
    return promise;
  };
  return {
    async trip(call) {
      const operations = counted;
      if (operations.d1Trips + operations.objectCalls >= most) throw new Error("Too many subrequests.");
      operations.d1Trips += 1;
      const depth = operations.d1SequentialTrips + 1;
      try {
        return await track(call());
      } finally {
        operations.d1SequentialTrips = Math.max(operations.d1SequentialTrips, depth);
      }
    },
    finished(sql, meta) {
      counted.d1RowsRead += meta.rows_read;
      if (meta.rows_written === 0) return;
      const rows = meta.rows_written;
      const table =
        /^\s*(?:insert(?: or \w+)? into|update(?: or \w+)?|delete from)\s+["`]?(\w+)/i.exec(sql)?.[1] ?? sql;
      counted.d1RowsWritten += rows;
      counted.d1RowsWrittenByTable[table] = (counted.d1RowsWrittenByTable[table] ?? 0) + rows;
    },
    call(name, result) {
      counted[name] += 1;
      return track(Promise.resolve(result));
    },
    async settled() {
      // A call that has ended may lead to the next one a few turns later.
      for (let quietTurns = 0; quietTurns < 20; quietTurns += 1) {
        await Promise.resolve();
        if (running.size === 0) continue;
        await Promise.all(running);
        quietTurns = 0;
      }
    },
    take() {
      const taken = counted;
      counted = noOperations();
      return taken;
    },
  };
}

function noOperations(): Operations {
  const trips = { d1Trips: 0, d1SequentialTrips: 0, d1RowsRead: 0, d1RowsWritten: 0, d1RowsWrittenByTable: {} };
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
      results.forEach((result, index) => tally.finished(inner[index]?.sql ?? "", result.meta));
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
    tally.finished(sql, result.meta);
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
  return wrapMethods(kv, (name, result) => tally.call(reads.has(name) ? "kvReads" : "kvWrites", result));
}

function wrapObjects<T extends object>(namespace: T, tally: Tally): T {
  return wrapMethods(namespace, (name, result) => {
    if (name !== "get" && name !== "getByName") return result;
    // Safe because both give a stub.
    return wrapMethods(result as object, (_method, answer) => tally.call("objectCalls", answer));
  });
}

/** `onResult` gives what the caller gets. `Reflect.apply`, because `.apply` of a stub's method would be a call to the object. */
function wrapMethods<T extends object>(target: T, onResult: (name: PropertyKey, result: unknown) => unknown): T {
  return new Proxy(target, {
    get(inner, name) {
      const value: unknown = Reflect.get(inner, name, inner);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => onResult(name, Reflect.apply(value, inner, args));
    },
  });
}
