import { Hono } from "hono";
import { clickLogsOf, openContext } from "#env";
import { answerFault, answerNotFound, createApi } from "#http/api";

export { ClickLog } from "#objects/click-log";

const app = new Hono<{ Bindings: Env }>();
app.route("/", createApi({ openContext, clickLogsOf }));
app.notFound(answerNotFound);
app.onError(answerFault);

export default { fetch: app.fetch };
