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
  expect(() => settingsOf({ STRIPE_API_KEYS: keys })).toThrow(/^STRIPE_API_KEYS must be/);
  expect(() => settingsOf({ STRIPE_API_KEYS: keys })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("0123456789") }),
  );
});

test("the address of Stripe's API is one without a path", () => {
  expect(settingsOf({ STRIPE_API_URL: "http://127.0.0.1:8123" }).stripe.url.port).toBe("8123");
  for (const url of ["", "api.stripe.com", "ftp://api.stripe.com", "https://api.stripe.com/v1"])
    expect(() => settingsOf({ STRIPE_API_URL: url })).toThrow("STRIPE_API_URL must be");
});
