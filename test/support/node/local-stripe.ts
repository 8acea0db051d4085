import type { ServerResponse } from "node:http";
import type { OutsideHost } from "#support/node/simulator";

/**
 * Stripe's API for the calls that Bouquet makes, as docs.stripe.com/api describes it: form-encoded bodies, errors in its
 * format, and keys whose first answer stands, an answer of 500 too. Nothing of it is shared with what it tests.
 */
export type LocalStripe = {
  host: OutsideHost;
  /** Everything that was asked, in order. */
  requests: StripeRequest[];
  /** How the next requests that change something fare; after them, all goes well. */
  misbehave: (...ways: Misbehaviour[]) => void;
  addCustomer: (id: string) => void;
  addSubscription: (id: string, customer: string) => void;
  /** A coupon on the customer, which a subscription without discounts of its own has too. */
  addDiscount: (customer: string, coupon: string) => void;
  /** Takes what is left of a discount off, as the end of its months does. */
  endDiscounts: (subscription: string) => void;
  /** As Stripe counts: below zero is the customer's credit. */
  balanceOf: (customer: string) => number;
  transactionsOf: (customer: string) => Transaction[];
  coupons: Map<string, Coupon>;
  couponsOn: (subscription: string) => string[];
  /** As after 24 hours. */
  forgetKeys: () => void;
  /** From now on only with this API key. */
  rotateKey: (apiKey: string) => void;
};

/** `…_after`: it was done, and the answer is an error, or nothing is answered. */
export type Misbehaviour = "none" | 403 | 429 | 500 | "500_after" | "hang" | "hang_after" | "close" | "close_after";

export type StripeRequest = { method: string; path: string; key: string | null; params: Params; status: number | null };
type Params = Record<string, string>;
type Transaction = { id: string; amount: number; currency: string; metadata: Params; created: number };
type Coupon = Record<string, unknown> & { id: string; max_redemptions: number | null; times_redeemed: number };
type Discount = { id: string; coupon: string };
type Answer = { status: number; body: unknown };
type Customer = { currency: string | null; transactions: Transaction[]; discount: Discount | null };

export function createLocalStripe({ apiKey }: { apiKey: string }): LocalStripe {
  const customers = new Map<string, Customer>();
  const subscriptions = new Map<string, { customer: string; discounts: Discount[] }>();
  const coupons = new Map<string, Coupon>();
  const keys = new Map<string, { request: string; answer: Answer }>();
  const requests: StripeRequest[] = [];
  const ways: Misbehaviour[] = [];
  let count = 0;
  let currentKey = apiKey;
  const newId = (prefix: string) => `${prefix}_${String(++count).padStart(6, "0")}`;

  const endpoints: [method: string, path: RegExp, act: (id: string, params: Params) => Answer][] = [
    ["POST", /^\/v1\/customers\/([^/]+)\/balance_transactions$/, createTransaction],
    ["GET", /^\/v1\/customers\/([^/]+)\/balance_transactions$/, listTransactions],
    ["POST", /^\/v1\/coupons()$/, createCoupon],
    ["GET", /^\/v1\/coupons\/([^/]+)$/, (id) => found("coupon", id, coupons.get(id))],
    ["POST", /^\/v1\/coupons\/([^/]+)$/, changeCoupon],
    ["DELETE", /^\/v1\/coupons\/([^/]+)$/, deleteCoupon],
    ["GET", /^\/v1\/subscriptions()$/, listSubscriptions],
    ["POST", /^\/v1\/subscriptions\/([^/]+)$/, changeSubscription],
  ];

  function createTransaction(id: string, params: Params): Answer {
    const customer = customers.get(id);
    if (customer === undefined) return missing("customer", id);
    const amount = Number(params["amount"]);
    const currency = params["currency"] ?? "";
    if (!Number.isSafeInteger(amount) || amount === 0) return invalid("amount", "Invalid integer");
    if (!/^[a-z]{3}$/.test(currency)) return invalid("currency", "Invalid currency");
    if (customer.currency !== null && customer.currency !== currency)
      return invalid("currency", `The customer's currency is ${customer.currency}`);
    customer.currency = currency;
    const created = Math.floor(Date.now() / 1000);
    const made = { id: newId("cbtxn"), amount, currency, metadata: bagOf(params, "metadata"), created };
    customer.transactions.unshift(made);
    return { status: 200, body: { object: "customer_balance_transaction", type: "adjustment", ...made } };
  }

  function listTransactions(id: string, params: Params): Answer {
    const customer = customers.get(id);
    if (customer === undefined) return missing("customer", id);
    const since = customer.transactions.filter(({ created }) => created >= Number(params["created[gte]"] ?? 0));
    const start = since.findIndex((transaction) => transaction.id === params["starting_after"]) + 1;
    const limit = Number(params["limit"] ?? 10);
    const data = since.slice(start, start + limit);
    return { status: 200, body: { object: "list", data, has_more: since.length > start + limit } };
  }

  function createCoupon(_: string, params: Params): Answer {
    const id = params["id"] ?? newId("coupon");
    if (coupons.has(id)) return invalid("id", "Coupon already exists.", "resource_already_exists");
    if ((params["name"] ?? "").length > 40) return invalid("name", "Invalid string: longer than 40 characters");
    const numbers = ["percent_off", "amount_off", "duration_in_months", "max_redemptions"].map((name) => [
      name,
      params[name] === undefined ? null : Number(params[name]),
    ]);
    const metadata = bagOf(params, "metadata");
    const { currency = null, duration, name = null } = params;
    const basis = { object: "coupon", id, name, currency, duration, metadata, times_redeemed: 0 };
    // Safe because the numbers are named above.
    const coupon = { ...basis, ...Object.fromEntries(numbers) } as Coupon;
    coupons.set(id, coupon);
    return { status: 200, body: coupon };
  }

  function changeCoupon(id: string, params: Params): Answer {
    const coupon = coupons.get(id);
    if (coupon === undefined) return missing("coupon", id);
    coupon["metadata"] = Object.assign({}, coupon["metadata"], bagOf(params, "metadata"));
    return { status: 200, body: coupon };
  }

  function deleteCoupon(id: string): Answer {
    if (!coupons.delete(id)) return missing("coupon", id);
    return { status: 200, body: { id, object: "coupon", deleted: true } };
  }

  function listSubscriptions(_: string, { customer = "" }: Params): Answer {
    if (!customers.has(customer)) return missing("customer", customer);
    const discount = customers.get(customer)?.discount ?? null;
    const expanded = { object: "customer", id: customer, discount: discount === null ? null : shownDiscount(discount) };
    const data = [...subscriptions].flatMap(([id, subscription]) =>
      subscription.customer === customer ? [{ ...shown(id, subscription.discounts), customer: expanded }] : [],
    );
    return { status: 200, body: { object: "list", data, has_more: false } };
  }

  /** A list replaces what is there, an empty text clears it. */
  function changeSubscription(id: string, params: Params): Answer {
    const subscription = subscriptions.get(id);
    if (subscription === undefined) return missing("subscription", id);
    if (params["discounts"] === "") subscription.discounts = [];
    const discounts: Discount[] = [];
    for (let i = 0; `discounts[${i}][coupon]` in params || `discounts[${i}][discount]` in params; i++) {
      const ofCustomer = customers.get(subscription.customer)?.discount ?? [];
      const kept = [...subscription.discounts]
        .concat(ofCustomer)
        .find((one) => one.id === params[`discounts[${i}][discount]`]);
      if (kept !== undefined) discounts.push(kept);
      const coupon = coupons.get(params[`discounts[${i}][coupon]`] ?? "");
      if (kept !== undefined) continue;
      if (coupon === undefined) return missing("coupon", params[`discounts[${i}][coupon]`] ?? "");
      if (coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions)
        return invalid("discounts", "The coupon is used up.", "coupon_expired");
      coupon.times_redeemed += 1;
      discounts.push({ id: newId("di"), coupon: coupon.id });
    }
    if (discounts.length > 0) subscription.discounts = discounts;
    return { status: 200, body: shown(id, subscription.discounts) };
  }

  function perform(method: string, path: string, params: Params): Answer {
    for (const [wanted, pattern, act] of endpoints) {
      const match = pattern.exec(path);
      if (method === wanted && match !== null) return act(decodeURIComponent(match[1] ?? ""), params);
    }
    return {
      status: 404,
      body: error("invalid_request_error", { message: `Unrecognized request URL (${method}: ${path})` }),
    };
  }

  const host: OutsideHost = (request, response) => {
    const url = new URL(request.url ?? "", "https://api.stripe.com");
    const { method = "GET" } = request;
    const text = method === "GET" ? url.search.slice(1) : request.bodyText;
    const params: Params = Object.fromEntries(new URLSearchParams(text));
    const key = method === "POST" ? String(request.headers["idempotency-key"] ?? "") || null : null;
    const asked: StripeRequest = { method, path: url.pathname, key, params, status: null };
    requests.push(asked);
    const reply = ({ status, body }: Answer, headers: Record<string, string> = {}) => {
      asked.status = status;
      send(response, { status, body }, headers);
    };
    if (request.headers.authorization !== `Bearer ${currentKey}`)
      return reply({ status: 401, body: error("invalid_request_error", { message: "Invalid API Key provided" }) });
    const same = key === null ? undefined : keys.get(key);
    const content = `${method} ${url.pathname} ${text}`;
    if (same !== undefined && same.request !== content)
      return reply({
        status: 400,
        body: error("idempotency_error", {
          message: `Keys for idempotent requests can only be used with the same parameters: ${key}`,
        }),
      });
    const way = method === "GET" ? undefined : ways.shift();
    if (way === 403)
      return reply({ status: 403, body: error("invalid_request_error", { message: "The key lacks a permission" }) });
    if (way === 429)
      return reply({
        status: 429,
        body: error("invalid_request_error", { code: "rate_limit", message: "Too many requests" }),
      });
    if (way === "hang") return;
    if (way === "close") return void request.socket.destroy();
    if (same !== undefined) return reply(same.answer, { "idempotent-replayed": "true" });
    const failed: Answer = { status: 500, body: error("api_error", { message: "An unknown error occurred" }) };
    const done = way === 500 ? failed : perform(method, url.pathname, params);
    const answer = way === "500_after" ? failed : done;
    // What fails its validation was never begun, and leaves its key free.
    if (key !== null && (answer.status < 400 || answer.status >= 500)) keys.set(key, { request: content, answer });
    if (way === "hang_after") return;
    if (way === "close_after") return void request.socket.destroy();
    reply(answer);
  };

  return {
    host,
    requests,
    misbehave: (...next) => void ways.push(...next),
    addCustomer: (id) => void customers.set(id, { currency: null, transactions: [], discount: null }),
    addSubscription: (id, customer) => void subscriptions.set(id, { customer, discounts: [] }),
    addDiscount: (id, coupon) => {
      const customer = customers.get(id);
      if (customer !== undefined) customer.discount = { id: newId("di"), coupon };
    },
    endDiscounts: (id) => void subscriptions.get(id)?.discounts.splice(0),
    balanceOf: (id) => (customers.get(id)?.transactions ?? []).reduce((sum, { amount }) => sum + amount, 0),
    transactionsOf: (id) => customers.get(id)?.transactions ?? [],
    coupons,
    couponsOn: (id) => (subscriptions.get(id)?.discounts ?? []).map(({ coupon }) => coupon),
    forgetKeys: () => keys.clear(),
    rotateKey: (next) => void (currentKey = next),
  };
}

function shown(id: string, discounts: readonly Discount[]) {
  return { object: "subscription", id, status: "active", discounts: discounts.map(shownDiscount) };
}

function shownDiscount({ id, coupon }: Discount) {
  return { object: "discount", id, source: { type: "coupon", coupon } };
}

function bagOf(params: Params, name: string): Params {
  const inside = new RegExp(`^${name}\\[(.+)\\]$`);
  return Object.fromEntries(
    Object.entries(params).flatMap(([path, value]) => {
      const key = inside.exec(path)?.[1];
      return key === undefined ? [] : [[key, value]];
    }),
  );
}

function found(what: string, id: string, body: unknown): Answer {
  return body === undefined ? missing(what, id) : { status: 200, body };
}

function missing(what: string, id: string): Answer {
  return {
    status: 404,
    body: error("invalid_request_error", {
      code: "resource_missing",
      message: `No such ${what}: '${id}'`,
      param: what,
    }),
  };
}

function invalid(param: string, message: string, code = "parameter_invalid"): Answer {
  return { status: 400, body: error("invalid_request_error", { code, message, param }) };
}

function error(type: string, fields: Params) {
  return { error: { type, ...fields } };
}

function send(response: ServerResponse, { status, body }: Answer, headers: Record<string, string>): void {
  response.writeHead(status, { "content-type": "application/json", "request-id": "req_local", ...headers });
  response.end(JSON.stringify(body));
}
