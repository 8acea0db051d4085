import { DurableObject } from "cloudflare:workers";
export class ClickLog extends DurableObject {}
export default { fetch: () => new Response("ok") };
