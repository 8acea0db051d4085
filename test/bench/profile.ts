import type { BuiltWorker } from "#bench/build";
import { runLoad, findLoadTool } from "#bench/load";
import { runBareWorker, runWorker } from "#bench/runtime";
import type { RunningWorker } from "#bench/runtime";
import { seedLinks } from "#bench/seed";
import { browserHeaders, warmUp } from "#bench/throughput";

/** Where the isolate's time goes: functions by the time spent in themselves, in microseconds per request. */
export type ProfileLine = { name: string; micros: number };

/** Samples the warm redirect under load through workerd's inspector. */
export async function profileRedirect(built: BuiltWorker, seconds: number): Promise<ProfileLine[]> {
  const bouquet = await runWorker(built);
  try {
    const codes = await seedLinks(await bouquet.miniflare.getD1Database("DB"), 1, Date.now());
    await warmUp(bouquet.url, codes);
    return await profile(
      bouquet,
      "bouquet",
      codes.map((code) => `/r/${code}`),
      seconds,
    );
  } finally {
    await bouquet.miniflare.dispose();
  }
}

export async function profileBare(built: BuiltWorker, seconds: number): Promise<ProfileLine[]> {
  const bare = await runBareWorker(built);
  try {
    return await profile(bare, "bare", ["/r/BENCH0000"], seconds);
  } finally {
    await bare.miniflare.dispose();
  }
}

async function profile(worker: RunningWorker, name: string, paths: string[], seconds: number): Promise<ProfileLine[]> {
  const load = { url: worker.url, paths, headers: browserHeaders, connections: 32, seconds: seconds + 2 };
  const [sampled, { perSecond }] = await Promise.all([sample(worker, name, seconds), runLoad(findLoadTool(), load)]);
  return summarise(sampled, perSecond);
}

type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples: number[];
  startTime: number;
  endTime: number;
};

async function sample(worker: RunningWorker, name: string, seconds: number): Promise<CpuProfile> {
  const inspector = await connect(`${worker.inspectorUrl}core:user:${name}`);
  await inspector.send("Profiler.enable");
  await inspector.send("Profiler.setSamplingInterval", { interval: 200 });
  await inspector.send("Profiler.start");
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const { profile } = await inspector.send("Profiler.stop");
  inspector.close();
  // Safe because the protocol promises this shape for Profiler.stop.
  return profile as CpuProfile;
}

type Inspector = {
  send(method: string, params?: object): Promise<Record<string, unknown>>;
  close(): void;
};

async function connect(url: string): Promise<Inspector> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (result: Record<string, unknown>) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result: Record<string, unknown> };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error(`no inspector at ${url}`)));
  });
  let last = 0;
  return {
    send: (method, params = {}) =>
      new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    close: () => socket.close(),
  };
}

function summarise({ nodes, samples, startTime, endTime }: CpuProfile, perSecond: number): ProfileLine[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const counts = new Map<string, number>();
  for (const id of samples) {
    const name = names.get(id) ?? "?";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  counts.delete("(idle)");
  const microsPerSample = (endTime - startTime) / samples.length;
  const requests = (perSecond * (endTime - startTime)) / 1_000_000;
  const lines = [...counts].map(([name, count]) => ({ name, micros: (count * microsPerSample) / requests }));
  return lines.toSorted((a, b) => b.micros - a.micros);
}

function nameOf({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string {
  const name = functionName === "" ? "(anonymous)" : functionName;
  return url === "" && !name.startsWith("(") ? `${name} (workerd)` : name;
}
