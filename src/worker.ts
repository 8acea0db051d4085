import { createEdge } from "#edge/create-edge";
import { keepToHttps } from "#edge/https";
import { log, readSettings } from "#env";
import type { Api } from "#http/ground";

export { ClickLog } from "#objects/click-log";
export { Leaderboard } from "#objects/leaderboard";
export { RateLimiter } from "#objects/rate-limiter";

const edge = createEdge({ signing: (env) => readSettings(env).signing, log });
let api: Api | undefined;

export default {
  fetch: (request, env, ctx) => keepToHttps(request, edge.answer(request, env, ctx) ?? answerByApi(request, env, ctx)),
  async scheduled(controller, env) {
    const { scheduledTime: nowMs } = controller;
    const requestId = `req_tick_${nowMs}`;
    const [{ runDueJobs }, { openContext }] = await Promise.all([import("#jobs/run-jobs"), import("#open-context")]);
    await runDueJobs(
      (name) => openContext(env, { actor: { type: "job", name, mode: "live" }, nowMs, requestId }),
      nowMs,
    );
  },
  async queue(batch, env) {
    const nowMs = Date.now();
    const requestId = `req_queue_${nowMs}`;
    const [{ answerDoorbell }, { openContext }] = await Promise.all([
      import("#jobs/queue-consumer"),
      import("#open-context"),
    ]);
    await answerDoorbell(batch, (name) =>
      openContext(env, { actor: { type: "job", name, mode: "live" }, nowMs, requestId }),
    );
  },
} satisfies ExportedHandler<Env>;

/** Evaluated at the first request of its kind: an isolate that starts for a click is ready without it. */
async function answerByApi(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  if (api === undefined) {
    const [{ createApi }, doors] = await Promise.all([import("#http/api"), import("#open-context")]);
    // Another request may have made it meanwhile, and what it remembers of keys is worth keeping.
    api ??= createApi({ openContext: doors.openContext, clickLogsOf: doors.clickLogsOf });
  }
  return api.fetch(request, env, ctx);
}
