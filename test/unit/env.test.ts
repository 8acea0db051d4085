import { expect, test } from "vitest";
import { readSettings } from "#env";

/** As `wrangler.toml` says, with what a test changes. */
function settingsOf(changes: Partial<Env>) {
  const flags = { ENABLE_REFERRALS: "true", ENABLE_REWARDS: "true", ENABLE_JOBS: "true", CLICK_SHARDS: "2" };
  const texts = { PUBLIC_URL: "", EMAIL_FROM: "", TEAM_EMAILS: "", STRIPE_API_URL: "https://api.stripe.com" };
  const basis = { SIGNING_KEYS: "k1:first-test-secret-of-32-symbols!!!", ...texts };
  // Safe because no binding is read.
  return readSettings({ ...flags, ...basis, ...changes } as Env);
}

test("each mode has the Stripe key that is its own, or none", () => {
  expect(settingsOf({}).stripe).toEqual({ url: new URL("https://api.stripe.com"), keys: {} });
  expect(settingsOf({ STRIPE_API_KEYS: " live:sk_live_0123456789 , test:rk_test_0123456789 " }).stripe.keys).toEqual({
    live: "sk_live_0123456789",
    test: "rk_test_0123456789",
  });
  expect(settingsOf({ STRIPE_API_KEYS: "test:sk_test_0123456789" }).stripe.keys).toEqual({
    test: "sk_test_0123456789",
  });
});

test.each([
  ["sk_live_0123456789", "no mode"],
  ["live:sk_test_0123456789", "a key of the sandbox for real money"],
  ["test:sk_live_0123456789", "a key of real money for the sandbox"],
  ["live:pk_live_0123456789", "a public key"],
  ["live:sk_live_", "an empty key"],
  ["live:sk_live_0123456789,live:sk_live_9876543210", "two keys of a mode"],
])("the Stripe keys %s are refused, because that is %s, and told to no log", (keys) => {
  const { problems, stripe } = settingsOf({ STRIPE_API_KEYS: keys });
  expect(problems).toEqual([expect.stringMatching(/^STRIPE_API_KEYS must be/)]);
  expect(problems.join()).not.toContain("0123456789");
  expect(stripe.keys).toEqual({});
});

test("the address of Stripe's API is one without a path", () => {
  expect(settingsOf({ STRIPE_API_URL: "http://127.0.0.1:8123" }).stripe.url.port).toBe("8123");
  for (const url of ["", "api.stripe.com", "ftp://api.stripe.com", "https://api.stripe.com/v1"])
    expect(settingsOf({ STRIPE_API_URL: url }).problems).toEqual([expect.stringMatching(/^STRIPE_API_URL must be/)]);
});

test("names of receivers are looked up at a resolver by https, or at one of the own machine; an empty one asks nobody", () => {
  const resolver = "https://cloudflare-dns.com/dns-query";
  expect(settingsOf({}).resolverUrl).toBe(resolver);
  expect(settingsOf({ DNS_RESOLVER_URL: "" }).resolverUrl).toBeNull();
  for (const url of ["https://dns.google/resolve", "http://127.0.0.1:5353/dns-query"])
    expect(settingsOf({ DNS_RESOLVER_URL: url }).resolverUrl).toBe(url);
  for (const url of ["1.1.1.1", "http://dns.google/resolve", "https://dns.google/resolve?a=1", "https://a@b/c"])
    expect(settingsOf({ DNS_RESOLVER_URL: url })).toMatchObject({
      resolverUrl: resolver,
      problems: [expect.stringMatching(/^DNS_RESOLVER_URL must be/)],
    });
});

test("what the engine can do without is off where it is set wrongly, and nothing else is", () => {
  const wrong = { EMAIL_FROM: "nonsense", TEAM_EMAILS: "x", PUBLIC_URL: "go", WHOP_WEBHOOK_SECRETS: "ws_1" };
  const settings = settingsOf({ ...wrong, STRIPE_WEBHOOK_SECRETS: "live:whsec_0123456789abcdef" });
  expect(settings).toMatchObject({ emailFrom: null, teamEmails: [], publicUrl: null });
  expect(settings.providerSecrets).toMatchObject({ whop: [], stripe: [{ mode: "live" }] });
  expect(settings.problems.map((problem) => problem.replace(/ .*/, "")).toSorted()).toEqual(
    Object.keys(wrong).toSorted(),
  );
  expect(settingsOf({}).problems).toEqual([]);
  expect(() => settingsOf({ SIGNING_KEYS: "" })).toThrow("SIGNING_KEYS");
});
