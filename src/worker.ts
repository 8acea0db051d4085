import { Hono } from "hono";
import { createEdge } from "#edge/create-edge";
import { clickLogsOf, log, openContext, readSettings } from "#env";
import { answerFault, answerNotFound, createApi } from "#http/api";
import { runDueJobs } from "#jobs/schedule";

export { ClickLog } from "#objects/click-log";

const edge = createEdge({ signing: (env) => readSettings(env).signing, log });
const app = new Hono<{ Bindings: Env }>();
app.route("/", edge.app);
app.route("/", createApi({ openContext, clickLogsOf }));
app.notFound(answerNotFound);
app.onError(answerFault);

export default {
  fetch: (request, env, ctx) => edge.answerWarm(request, env, ctx) ?? app.fetch(request, env, ctx),
  async scheduled(controller, env) {
    const { scheduledTime: nowMs } = controller;
    const requestId = `req_tick_${nowMs}`;
    await runDueJobs(
      (name) => openContext(env, { actor: { type: "job", name, mode: "live" }, nowMs, requestId }),
      nowMs,
    );
  },
} satisfies ExportedHandler<Env>;
