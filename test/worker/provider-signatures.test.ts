import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { readSettings } from "#env";
import { call, countRows } from "#support/api";
import type { Reply } from "#support/api";
import {
  allWorked,
  postStripe,
  postWhop,
  signStripe,
  signWhop,
  stripeSecrets,
  whopSecrets,
} from "#support/provider-ground";
import { engineContext } from "#support/engine";
import { rows } from "#support/ledger";
import { createStripeFixtures } from "#support/stripe-fixtures";
import { receiveDelivery } from "#usecases/receive-delivery";

afterEach(allWorked);

const fixtures = createStripeFixtures();
const payload = JSON.stringify(fixtures.invoicePaid(), null, 2);

function expectRefused(reply: Reply, flaw: string, label = flaw) {
  expect(reply, label).toMatchObject({ status: 400, body: { code: "signature_invalid", flaw } });
}

function expectTaken(reply: Reply, deliveryId: string) {
  expect(reply, reply.text).toMatchObject({ status: 200, body: { received: true, delivery_id: deliveryId } });
}

async function storedBodies() {
  return (await rows<{ body: string }>("SELECT body FROM provider_deliveries")).map(({ body }) => body);
}

describe("a delivery of Stripe's", () => {
  test("is kept byte for byte, byte order mark and all, in the mode of the secret that signed it", async () => {
    const odd = `\ufeff${JSON.stringify(fixtures.event("evt_odd", "customer.created", { name: "Zoë 💐" }), null, 7)}\r\n`;
    // A byte order mark is no JSON: it is signed rightly all the same, and refused for what it is.
    expect(await postStripe(odd, await signStripe(odd))).toMatchObject({ status: 400 });
    const plain = odd.slice(1);
    expectTaken(await postStripe(plain, await signStripe(plain)), "evt_odd");
    expect(await storedBodies()).toEqual([plain]);
    expect(await rows("SELECT mode, provider, delivery_id, type FROM provider_deliveries")).toEqual([
      { mode: "live", provider: "stripe", delivery_id: "evt_odd", type: "customer.created" },
    ]);
  });

  test("is kept once, however often it comes", async () => {
    for (let time = 0; time < 3; time++)
      expectTaken(await postStripe(payload, await signStripe(payload)), "evt_invoice");
    expect(await storedBodies()).toEqual([payload]);
  });

  test("is taken for 300 seconds after it was signed, and not for one more", async () => {
    expectTaken(await postStripe(payload, await signStripe(payload, { ageSeconds: 299 })), "evt_invoice");
    expectRefused(await postStripe(payload, await signStripe(payload, { ageSeconds: 301 })), "not_verified");
  });

  test("is taken by either secret of a mode while one is being replaced", async () => {
    for (const secret of [stripeSecrets.live, stripeSecrets.retiring])
      expectTaken(await postStripe(payload, await signStripe(payload, { secret })), "evt_invoice");
  });

  test("is taken when one of two signatures in a header fits, in whichever place", async () => {
    const good = (await signStripe(payload)).split(",");
    const bad = `v1=${"0".repeat(64)}`;
    expectTaken(await postStripe(payload, [good[0], bad, good[1]].join()), "evt_invoice");
    expectTaken(await postStripe(payload, [good[0], good[1], bad].join()), "evt_invoice");
  });

  test("of the test mode is signed with the test mode's secret", async () => {
    const inTest = JSON.stringify(createStripeFixtures({ livemode: false }).invoicePaid());
    expectTaken(await postStripe(inTest, await signStripe(inTest, { secret: stripeSecrets.test })), "evt_invoice");
    expect(await rows("SELECT mode FROM provider_deliveries")).toEqual([{ mode: "test" }]);
  });

  test("that is not signed rightly leaves no row", async () => {
    const before = await countRows();
    const signature = await signStripe(payload);
    const [time = "", scheme = ""] = signature.split(",");
    expectRefused(await postStripe(payload, null), "header_missing");
    expectRefused(
      await postStripe(payload, await signStripe(payload, { secret: "whsec_of_somebody_else" })),
      "not_verified",
    );
    // One byte in the body: a digit, and a space that JSON would not mind.
    expectRefused(await postStripe(payload.replace("4900", "4901"), signature), "not_verified");
    expectRefused(await postStripe(`${payload} `, signature), "not_verified");
    const garbage = ["", "t=", "v1=", "nonsense", "t=now,v1=x", `${time},v0=${scheme.slice(3)}`, `${time},${scheme}00`];
    for (const header of [...garbage, "🎉".repeat(3), "x".repeat(5000), time, scheme, `t=9999999999,${scheme}`]) {
      const flaw = header === "" ? "header_missing" : "not_verified";
      expectRefused(await postStripe(payload, encodeURI(header)), flaw, header);
    }
    expect(await countRows()).toEqual(before);
  });

  test("that says it is of the other mode than its secret is refused", async () => {
    const inTest = JSON.stringify(createStripeFixtures({ livemode: false }).invoicePaid());
    expectRefused(await postStripe(inTest, await signStripe(inTest)), "wrong_mode");
    expectRefused(await postStripe(payload, await signStripe(payload, { secret: stripeSecrets.test })), "wrong_mode");
    expect(await storedBodies()).toEqual([]);
  });

  test("that is signed and no event, too large or no text is refused, and never with a fault", async () => {
    const noEvents = ["[]", "null", "1", "{}", '{"id":"evt_1"}', '{"id":1,"type":"x","livemode":true}', "not json"];
    const odd = ['{"id":"evt_1","type":"x","livemode":"true"}', '{"id":"evt 1","type":"x","livemode":true}'];
    for (const text of [...noEvents, ...odd]) {
      const reply = await postStripe(text, await signStripe(text));
      expect(reply.status, `${text}: ${reply.text}`).toBe(400);
    }
    const large = JSON.stringify({ ...fixtures.invoicePaid(), padding: "x".repeat(1024 * 1024) });
    expect(await postStripe(large, await signStripe(large))).toMatchObject({ status: 413 });
    expect(await postStripe(new Uint8Array([0x7b, 0xff, 0x7d]), "t=1,v1=x")).toMatchObject({ status: 400 });
    expect(await postStripe("", "t=1,v1=x")).toMatchObject({ status: 400 });
    expect(await storedBodies()).toEqual([]);
  });

  test("of up to a megabyte is taken", async () => {
    const large = JSON.stringify({ ...fixtures.invoicePaid(), padding: "x".repeat(900_000) });
    expectTaken(await postStripe(large, await signStripe(large)), "evt_invoice");
  });
});

describe("a delivery of Whop's", () => {
  const event = {
    id: "msg_1",
    api_version: "v1",
    timestamp: "2026-05-02T12:00:00.000Z",
    type: "entry.created",
    data: {},
  };
  const text = JSON.stringify(event);

  test("is taken with its three headers and the letters of its secret as key, within 300 seconds", async () => {
    expectTaken(await postWhop(text, signWhop(text, { id: "msg_1", ageSeconds: 299 })), "msg_1");
    expectTaken(await postWhop(text, signWhop(text, { id: "msg_2", secret: whopSecrets.test })), "msg_2");
    expect(await rows("SELECT mode, delivery_id FROM provider_deliveries ORDER BY delivery_id")).toEqual([
      { mode: "live", delivery_id: "msg_1" },
      { mode: "test", delivery_id: "msg_2" },
    ]);
  });

  test("is taken when one of two signatures in its header fits", async () => {
    const headers = signWhop(text, { id: "msg_1" });
    const signature = `v1,${btoa("0".repeat(32))} ${headers["webhook-signature"]}`;
    expectTaken(await postWhop(text, { ...headers, "webhook-signature": signature }), "msg_1");
  });

  test("that is not signed rightly leaves no row", async () => {
    const headers = signWhop(text, { id: "msg_1" });
    for (const name of Object.keys(headers)) {
      const { [name]: _missing, ...others } = headers;
      expectRefused(await postWhop(text, others), "header_missing", name);
    }
    const spoiled: Record<string, Record<string, string>> = {
      "wrong secret": signWhop(text, { id: "msg_1", secret: "ws_of_somebody_else" }),
      "too old": signWhop(text, { id: "msg_1", ageSeconds: 301 }),
      "from the future": signWhop(text, { id: "msg_1", ageSeconds: -301 }),
      "another id": { ...headers, "webhook-id": "msg_2" },
      "no number": { ...headers, "webhook-timestamp": "now" },
      garbage: { ...headers, "webhook-signature": "garbage" },
      "no signature": { ...headers, "webhook-signature": "v1," },
      "another scheme": { ...headers, "webhook-signature": headers["webhook-signature"]?.replace("v1", "v2") ?? "" },
    };
    for (const [label, wrong] of Object.entries(spoiled))
      expectRefused(await postWhop(text, wrong), "not_verified", label);
    expectRefused(await postWhop(text.replace("msg_1", "msg_2"), headers), "not_verified", "changed body");
    expect(await storedBodies()).toEqual([]);
  });
});

describe("signing secrets", () => {
  const withSecrets = (text: string | undefined) => ({ ...env, STRIPE_WEBHOOK_SECRETS: text }) as Env;

  test("may be missing or empty: then there is no such door", async () => {
    for (const text of [undefined, "", " "]) expect(readSettings(withSecrets(text)).providerSecrets.stripe).toEqual([]);
  });

  test("that are malformed are none, which is told without repeating them", () => {
    const wrong = [
      "whsec_aVerySecretSecret00",
      "prod:whsec_aVerySecretSecret00",
      "live:short",
      "live:whsec_…",
      "live:a b".padEnd(30, "c"),
      "live:whsec_aVerySecretSecret00,",
      "test:",
    ];
    for (const text of wrong) {
      const { providerSecrets, problems } = readSettings(withSecrets(text));
      expect(providerSecrets.stripe, text).toEqual([]);
      expect(problems, text).toEqual([expect.stringMatching(/^STRIPE_WEBHOOK_SECRETS must be a list of/)]);
      expect(problems[0]).not.toMatch(/aVery|short|…/);
    }
  });
});

test("no delivery is taken of a provider without a secret", async () => {
  const delivery = { body: payload, header: () => "t=1,v1=x" };
  for (const provider of ["stripe", "whop"] as const) {
    const refusal = { code: "provider_not_configured", provider };
    expect(await receiveDelivery(engineContext(), provider, delivery)).toEqual({ ok: false, refusal });
  }
});

test("the doors answer nothing but POST", async () => {
  for (const provider of ["stripe", "whop"])
    expect((await call(`/v1/providers/${provider}/deliveries`)).status).toBe(405);
});
