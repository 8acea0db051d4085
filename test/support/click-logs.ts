import { runInDurableObject } from "cloudflare:test";
import type { ClickLog } from "#objects/click-log";
import { countOperations } from "#support/operation-counter";
import type { Operations } from "#support/operation-counter";

export type ObjectOperations = { rowsWritten: number; alarmsRun: number; flushes: Operations };

export type WatchedClickLogs = {
  /** What the objects wrote, and asked of D1, since the last time. */
  take(): ObjectOperations;
  nextAlarmMs(): number;
  /** Runs the alarms that are due. */
  runAlarms(): Promise<void>;
};

/** Counts what the objects write, and takes their alarms over: workerd would keep to the real time. */
export async function watchClickLogs(env: Cloudflare.Env): Promise<WatchedClickLogs> {
  const alarms = new Map<DurableObjectStub<ClickLog>, number>();
  const shards = Number(env.CLICK_SHARDS);
  const flushes = countOperations(env);
  let counted = { rowsWritten: 0, alarmsRun: 0 };
  const watched: WatchedClickLogs = {
    take() {
      const taken = { ...counted, flushes: flushes.take() };
      counted = { rowsWritten: 0, alarmsRun: 0 };
      return taken;
    },
    nextAlarmMs: () => Math.min(...alarms.values()),
    async runAlarms() {
      for (const [stub, atMs] of [...alarms]) {
        if (atMs > Date.now()) continue;
        alarms.delete(stub);
        counted.alarmsRun += 1;
        await runInDurableObject(stub, (object: ClickLog) => object.alarm());
      }
    },
  };
  for (let shard = 0; shard < shards; shard += 1) {
    const stub = env.CLICK_LOG.getByName(`${shard}-of-${shards}`);
    await runInDurableObject(stub, (object: ClickLog, { storage }) => {
      Object.defineProperty(object, "env", { value: flushes.env });
      const exec = storage.sql.exec.bind(storage.sql);
      Object.defineProperty(storage.sql, "exec", {
        value: (...args: Parameters<typeof exec>) => {
          const cursor = exec(...args);
          counted.rowsWritten += cursor.rowsWritten;
          return cursor;
        },
      });
      Object.defineProperty(storage, "setAlarm", {
        value: async (atMs: number) => {
          counted.rowsWritten += 1;
          alarms.set(stub, atMs);
        },
      });
    });
  }
  return watched;
}
