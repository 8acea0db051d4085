import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { countRows, origin } from "#support/api";

/** Signed like a participant's token would be, by nobody. */
const participantToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwdGNfMSJ9.c2lnbmF0dXJl";
const event = { id: "e", type: "signup", referee: { external_id: "mike", kind: "supplier" }, code: "SARAH" };

test.each<[string, Record<string, string>]>([
  ["without a key", {}],
  ["with a participant's token", { authorization: `Bearer ${participantToken}` }],
  ["with a forged Origin", { origin, referer: `${origin}/dashboard`, cookie: "session=1" }],
  ["with a participant's token and a forged Origin", { authorization: `Bearer ${participantToken}`, origin }],
])("vector 17: an event %s is refused and leaves no row", async (_name, headers) => {
  for (const [path, body] of [
    ["/v1/events", event],
    ["/v1/events/batch", { events: [event] }],
  ] as const) {
    const before = await countRows();
    const response = await exports.default.fetch(`${origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "unauthorized" });
    expect(await countRows()).toEqual(before);
  }
});
