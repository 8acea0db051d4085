import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { OutgoingEmail } from "#domain/outside";
import { readSettings } from "#env";
import { createOutside } from "#integrations/outside";
import { sendByCloudflare } from "#integrations/send-by-cloudflare";

const emailFrom = { name: "Bouquet", email: "hello@example.com" };
const email: OutgoingEmail = {
  idempotencyKey: "eml_1",
  to: ["ann@example.com", "bob@example.com"],
  fromName: "The Studio",
  replyTo: "studio@example.com",
  subject: "Grüße 💐",
  text: "Hi",
  html: "<p>Hi</p>",
  headers: { "List-Unsubscribe": "<https://go.example.com/unsubscribe/x>" },
};

/** No key, so that nothing is asked of it. */
const stripe = { url: new URL("https://api.stripe.com"), keys: {} };
const webhooks = { resolverUrl: null, log: () => {} };

test("nothing sends without a sender, or without a service", () => {
  const bare = { stripe, ...webhooks, emailFrom, resendKey: null, emailBinding: null };
  expect(createOutside({ ...bare, emailFrom: null, emailBinding: env.EMAIL ?? null }).sendEmail).toBeNull();
  expect(createOutside(bare).sendEmail).toBeNull();
  expect(createOutside({ ...bare, resendKey: "re_x" }).sendEmail).not.toBeNull();
});

test("Cloudflare's binding takes an email as we write it", async () => {
  const { sendEmail } = createOutside({
    stripe,
    ...webhooks,
    emailFrom,
    resendKey: null,
    emailBinding: env.EMAIL ?? null,
  });
  expect(await sendEmail?.(email)).toMatchObject({ isSent: true, providerId: expect.stringMatching(/.@example\.com/) });
});

/** As the binding refuses: an error with a code, whose message may name the address. */
function refusing(code: string | undefined): SendEmail {
  const send = async () => {
    throw Object.assign(new Error("cannot reach ann@example.com"), code === undefined ? {} : { code });
  };
  return { send };
}

test.each([
  ["E_RATE_LIMIT_EXCEEDED", "e_rate_limit_exceeded", false],
  ["E_DAILY_LIMIT_EXCEEDED", "e_daily_limit_exceeded", false],
  ["E_DELIVERY_FAILED", "e_delivery_failed", false],
  ["E_SENDER_NOT_VERIFIED", "e_sender_not_verified", false],
  ["E_RECIPIENT_SUPPRESSED", "e_recipient_suppressed", true],
  [undefined, "unreachable", false],
  ["ann@example.com", "unreachable", false],
])("Cloudflare's %s is read, and never its message", async (code, reason, isFinal) => {
  expect(await sendByCloudflare(refusing(code), emailFrom, email)).toEqual({ isSent: false, reason, isFinal });
});

test.each([
  [{ EMAIL_FROM: "Bouquet" }, /EMAIL_FROM must be/],
  [{ TEAM_EMAILS: "a@example.com, nobody" }, /TEAM_EMAILS must be/],
  [{ PUBLIC_URL: "http://go.example.com" }, /PUBLIC_URL must be/],
  [{ PUBLIC_URL: "https://go.example.com/path" }, /PUBLIC_URL must be/],
])("a deployment with %j goes without it, and says so", (changes, message) => {
  expect(readSettings({ ...env, ...changes }).problems).toEqual([expect.stringMatching(message)]);
});

test("a deployment's sender, team and address are read once", () => {
  const changes = {
    EMAIL_FROM: "Bouquet <hello@example.com>",
    TEAM_EMAILS: " a@example.com,, b@example.com ",
    PUBLIC_URL: "https://go.example.com/",
    RESEND_API_KEY: "re_x",
  };
  expect(readSettings({ ...env, ...changes })).toMatchObject({
    emailFrom,
    teamEmails: ["a@example.com", "b@example.com"],
    publicUrl: "https://go.example.com",
    resendKey: "re_x",
  });
  expect(readSettings({ ...env, RESEND_API_KEY: "" }).resendKey).toBeNull();
});
