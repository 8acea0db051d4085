import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import { openContext } from "#env";
import { answerFault, answerNotFound, createApi } from "#http/api";

export class ClickLog extends DurableObject {}

const app = new Hono<{ Bindings: Env }>();
app.route("/", createApi(openContext));
app.notFound(answerNotFound);
app.onError(answerFault);

export default { fetch: app.fetch };
