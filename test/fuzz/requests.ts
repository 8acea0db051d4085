import { createHmac } from "node:crypto";
import type { Chance } from "#bench/fraud-world/chance";
import type { FuzzOperation } from "#fuzz/document";
import type { RawRequest } from "#fuzz/http";
import { spoil } from "#fuzz/spoil";
import { makeValue } from "#fuzz/values";
import type { Source } from "#fuzz/values";

/** `isPlain`: nothing was done to method, path and type, so that the document says what may be answered. */
export type FuzzRequest = RawRequest & { operation: FuzzOperation; isPlain: boolean };
/** Keys of the mode that the request is made in. */
export type Secrets = { keys: readonly string[]; stripe: string };

export function makeRequest(source: Source, operation: FuzzOperation, secrets: Secrets): FuzzRequest {
  const { chance } = source;
  const taken = chance.happens(0.45) ? source.memory.recallRequest(operation.operationId) : null;
  const path = taken !== null && chance.happens(0.85) ? taken.path : makePath(source, operation);
  const query = makeQuery(source, operation);
  const body = operation.body === null ? null : makeBody(source, operation, taken?.body ?? null);
  const request = { method: operation.method, path: path + query, headers: makeHeaders(source, secrets), body };
  if (body !== null) request.headers["content-type"] = "application/json";
  if (operation.operationId === "receiveStripeDelivery" && body !== null) sign(request, body, secrets.stripe);
  if (body !== null) request.headers["content-length"] = String(body.length);
  const isPlain = !chance.happens(0.12) || !twist(chance, request);
  return { ...request, operation, isPlain };
}

function makePath(source: Source, { path, parameters }: FuzzOperation): string {
  const params = parameters.filter((parameter) => parameter.in === "path");
  return params.reduce((text, { name, schema }) => {
    const value = String(makeValue(source, schema, `${path}.${name}`));
    return text.replace(`{${name}}`, encodeURIComponent(spoilSometimes(source.chance, value, 0.1)));
  }, path);
}

function spoilSometimes(chance: Chance, text: string, share: number): string {
  if (!chance.happens(share)) return text;
  const spoiled = spoil(chance, text);
  const written = typeof spoiled === "string" ? spoiled : (JSON.stringify(spoiled) ?? "");
  return written.slice(0, 3000).toWellFormed() || "x";
}

function makeQuery(source: Source, { parameters, path }: FuzzOperation): string {
  const { chance } = source;
  const share = chance.pick([0, 0.2, 0.6]);
  const given = parameters.filter((parameter) => parameter.in === "query" && chance.happens(share));
  const pairs = given.map(({ name, schema }) => {
    const known = name === "cursor" ? source.memory.recall("next_cursor") : null;
    const value = known ?? String(makeValue(source, schema, `${path}.${name}`));
    return `${encodeURIComponent(name)}=${encodeURIComponent(spoilSometimes(chance, value, 0.15))}`;
  });
  if (chance.happens(0.03))
    pairs.push(chance.pick(["limit=1&limit=2", "cursor=%00", "x=1", "=", "&&", "%ff=1", "limit=%E0%A4%A"]));
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function makeBody(source: Source, operation: FuzzOperation, taken: unknown): Buffer {
  const { chance } = source;
  const fresh = () =>
    operation.operationId === "receiveStripeDelivery"
      ? stripeEvent(source)
      : makeValue(source, operation.body ?? {}, operation.path);
  const value = taken === null ? fresh() : renew(chance, taken);
  const text = JSON.stringify(chance.happens(0.35) ? spoil(chance, value) : value) ?? "";
  const way = chance.int(0, 59);
  if (way === 0) return Buffer.from(text.slice(0, chance.int(0, text.length)));
  if (way === 1) return Buffer.from(`${"[".repeat(chance.pick([31, 33, 5000]))}1`);
  if (way === 2) return Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xfe, 0x22, 0x7d])]);
  if (way === 3) return Buffer.from(text.replace("{", '{"__proto__":{"admin":true},'));
  if (way === 4) return Buffer.from(text.replace("{", `{"a":${"[".repeat(40)}${"]".repeat(40)},`));
  if (way === 5) return Buffer.from(`\ufeff${text}`);
  if (way === 6) return Buffer.from(text.replace(/"(\w+)":/, '"$1":1,"$1":'));
  if (way === 7) return Buffer.from(text.padEnd(chance.pick([65_535, 65_537, 300_000]), " "));
  if (way === 8) return Buffer.from(text, "utf16le");
  return Buffer.from(text);
}

/** What is named by the caller, under another name half of the time: the same name again is the same thing again. */
function renew(chance: Chance, body: unknown): unknown {
  if (typeof body !== "object" || body === null || chance.happens(0.5)) return body;
  const names = ["id", "operation_id", "payment_ref", "campaign", "key"].filter((name) => name in body);
  return { ...body, ...Object.fromEntries(names.map((name) => [name, `n-${chance.int(1, 100_000)}`])) };
}

const stripeTypes = [
  "checkout.session.completed",
  "invoice.paid",
  "charge.refunded",
  "charge.dispute.created",
  "customer.subscription.deleted",
  "x",
];

/** Signed as Stripe's, so that what is inside gets looked at. */
function stripeEvent({ chance, memory }: Source): unknown {
  const id = (prefix: string) => `${prefix}_${chance.int(1, 40)}`;
  const amount = chance.pick([0, 1, 4900, -5, 1e15, 2.5]);
  const object = {
    id: id("in"),
    object: "invoice",
    customer: chance.happens(0.5) ? (memory.recall("customer_id") ?? id("cus")) : id("cus"),
    ...{ payment_intent: id("pi"), invoice: id("in"), charge: id("ch"), subscription: id("sub") },
    ...{
      amount_paid: amount,
      amount_total: amount,
      amount,
      amount_refunded: amount,
      currency: chance.pick(["usd", "gbp", "xxx"]),
    },
    ...{ payment_status: "paid", mode: chance.pick(["payment", "subscription"]), status: "paid", metadata: { a: "b" } },
    lines: { data: [{ amount, period: { start: 1, end: 2 }, price: { id: "price_1" }, quantity: 1 }] },
    refunds: { data: [{ id: id("re"), amount }] },
  };
  return {
    ...{ id: id("evt"), object: "event", type: chance.pick(stripeTypes), created: 1_790_000_000, livemode: true },
    data: { object },
  };
}

function sign({ headers }: RawRequest, body: Buffer, secret: string): void {
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", secret).update(`${at}.`).update(body).digest("hex");
  headers["stripe-signature"] = `t=${at},v1=${signature}`;
}

function makeHeaders({ chance }: Source, { keys }: Secrets): Record<string, string> {
  const address = `198.18.${chance.int(0, 255)}.${chance.int(0, 255)}`;
  const headers: Record<string, string> = { "cf-connecting-ip": address };
  const way = chance.int(0, 39);
  if (way !== 0) headers["authorization"] = `Bearer ${chance.pick(keys)}`;
  if (way === 1)
    headers["authorization"] = chance.pick(["Bearer", "Basic eDp5", "Bearer x", `Bearer bq_live_${"0".repeat(48)}`]);
  if (chance.happens(0.15))
    headers["idempotency-key"] = chance.pick([`k-${chance.int(1, 30)}`, '"quoted"', "", "two words", "x".repeat(300)]);
  if (chance.happens(0.03)) headers["cookie"] = `a=${"b".repeat(3000)}`;
  if (chance.happens(0.03)) headers["accept"] = chance.pick(["text/html", "*/*;q=0", "\u00ff", ""]);
  if (chance.happens(0.03)) headers["x-forwarded-for"] = "127.0.0.1, ".repeat(50);
  return headers;
}

/** Something that is wrong with the request as a whole; false where it was left as it is. */
function twist(chance: Chance, request: RawRequest): boolean {
  const way = chance.int(0, 8);
  if (way === 0) request.method = chance.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "PROPFIND"]);
  else if (way === 1)
    request.headers["content-type"] = chance.pick(["text/plain", "application/json; charset=utf-16", "", "a/b/c"]);
  else if (way === 2) request.headers["content-encoding"] = chance.pick(["gzip", "identity", "br", "x"]);
  else if (way === 3) {
    delete request.headers["content-length"];
    request.headers["transfer-encoding"] = "chunked";
  } else if (way === 4) {
    const body = Buffer.from('{"unasked":"for"}');
    request.body = body;
    request.headers["content-length"] = String(body.length);
  } else if (way === 5)
    request.path += chance.pick(["/", "/x", "%2f", "//", "/..", "/%00", "/%E0%A4%A", ";a=b", "/.json"]);
  else if (way === 6)
    request.path = request.path.replace("/v1/", chance.pick(["/v1//", "/V1/", "/v2/", "/v1/%76/", "//v1/"]));
  else if (way === 7)
    request.path = `/${chance.pick(["r", "join", "qr", "unsubscribe"])}${request.path.replace("/v1", "")}`;
  else return false;
  return true;
}
