import { decode, sign } from "hono/jwt";
import { describe, expect, test } from "vitest";
import { encodeJourney } from "#domain/journey";
import { writeUnsubscribeToken } from "#domain/unsubscribe";
import { readParticipantToken, writeParticipantToken } from "#http/participant-token";
import { createSigning } from "#signing";

const first = "k1:first-test-secret-of-32-symbols!!!";
const second = "k2:second-test-secret-of-32-symbols!!";
const signing = createSigning(`${second},${first}`);
const issuedAtMs = Date.UTC(2026, 0, 1);
const ttlSeconds = 900;
const claims = { participantId: "ptc_1", mode: "live", tokenId: "t1", issuedAtMs, ttlSeconds } as const;
const read = async (token: string, nowMs = issuedAtMs, by = signing) => readParticipantToken(by, token, nowMs);
const bearer = { id: "ptc_1", mode: "live" };

/** What is written as a JWT's part. */
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const partsOf = (token: string) => token.split(".") as [string, string, string];
/** The secret that signs tokens, as only the deployment can know it. */
const secret = (kid = "k2") => {
  const k = Buffer.from(signing.derive("participant-token/v1", kid)?.secret ?? "", "base64").toString("base64url");
  return { kty: "oct", k, kid } as const;
};
const payload = {
  iss: "bouquet",
  aud: "bouquet:participant",
  sub: "ptc_1",
  mode: "live",
  jti: "t1",
  iat: issuedAtMs / 1000,
  exp: issuedAtMs / 1000 + ttlSeconds,
};

test("a token says whose it is and which of our keys signed it, and nothing else", async () => {
  const token = await writeParticipantToken(signing, claims);
  expect(decode(token)).toEqual({ header: { alg: "HS256", typ: "JWT", kid: "k2" }, payload });
  expect(await read(token)).toEqual(bearer);
});

test("a token begins when it is issued, but for a clock that is five seconds behind, and ends to the second", async () => {
  const token = await writeParticipantToken(signing, claims);
  expect(await read(token, issuedAtMs - 5_001)).toBeNull();
  expect(await read(token, issuedAtMs - 5_000)).toEqual(bearer);
  expect(await read(token, issuedAtMs + 899_999)).toEqual(bearer);
  expect(await read(token, issuedAtMs + 900_000)).toBeNull();
});

test("a token outlives the rotation of its key, and not the key", async () => {
  const token = await writeParticipantToken(createSigning(first), claims);
  expect(await read(token, issuedAtMs)).toEqual(bearer);
  expect(await read(token, issuedAtMs, createSigning(second))).toBeNull();
  const sameName = createSigning("k1:another-secret-under-the-old-name!!!");
  expect(await read(token, issuedAtMs, sameName)).toBeNull();
});

describe("a token is refused", () => {
  const altered: [string, (token: [string, string, string]) => string | Promise<string>][] = [
    ["without a signature, by alg none", ([, body]) => `${part({ alg: "none", typ: "JWT", kid: "k2" })}.${body}.`],
    [
      "by alg none with a signature",
      ([, body, mac]) => `${part({ alg: "none", typ: "JWT", kid: "k2" })}.${body}.${mac}`,
    ],
    ["as HS384, be it with our own secret", () => sign(payload, { ...secret(), alg: "HS384" })],
    ["as HS512, be it with our own secret", () => sign(payload, { ...secret(), alg: "HS512" })],
    [
      "with an HS384 header over an HS256 signature",
      ([, body, mac]) => `${part({ alg: "HS384", typ: "JWT", kid: "k2" })}.${body}.${mac}`,
    ],
    ["under another of our keys", ([, body, mac]) => `${part({ alg: "HS256", typ: "JWT", kid: "k1" })}.${body}.${mac}`],
    ["under a key that we never had", () => sign(payload, { ...secret(), alg: "HS256", kid: "k9" })],
    ["under a kid that is a path", () => sign(payload, { ...secret(), alg: "HS256", kid: "../../dev/null" })],
    ["without a kid", () => sign(payload, Buffer.from(secret().k, "base64url").toString("latin1"))],
    ["signed with the text of the signing key itself", () => sign(payload, second.slice(3))],
    ["with another subject", ([head, , mac]) => `${head}.${part({ ...payload, sub: "ptc_2" })}.${mac}`],
    [
      "with a bit of its signature turned",
      ([head, body, mac]) => `${head}.${body}.${mac.startsWith("A") ? "B" : "A"}${mac.slice(1)}`,
    ],
    ["with a part more", (parts) => `${parts.join(".")}.${parts[2]}`],
    ["with bytes that are no JSON", ([head, , mac]) => `${head}.${"A".repeat(40)}.${mac}`],
  ];
  test.each(altered)("%s", async (_name, alter) => {
    const token = await writeParticipantToken(signing, claims);
    expect(await read(await alter(partsOf(token)))).toBeNull();
  });

  const { mode: _mode, ...withoutMode } = payload;
  const { exp: _exp, ...withoutEnd } = payload;
  const untrue: [string, object][] = [
    ["of another issuer", { ...payload, iss: "elsewhere" }],
    ["for another audience", { ...payload, aud: "bouquet:member" }],
    ["for several audiences", { ...payload, aud: ["bouquet:participant", "x"] }],
    ["without a mode", withoutMode],
    ["without an end", withoutEnd],
    ["with an end that is no number", { ...payload, exp: "9999999999" }],
    ["with a longer life than any of ours", { ...payload, exp: payload.iat + 3601 }],
    ["with a subject that is no participant", { ...payload, sub: "mbr_1" }],
    ["with a claim more", { ...payload, scope: "programs:write" }],
    ["not good yet", { ...payload, nbf: 9_999_999_999 }],
  ];
  test.each(untrue)("%s, although our own secret signed it", async (_name, said) => {
    expect(await read(await sign({ ...payload }, { ...secret(), alg: "HS256" }))).toEqual(bearer);
    expect(await read(await sign({ ...said }, { ...secret(), alg: "HS256" }))).toBeNull();
  });
});

test("nothing else that these keys sign passes as a token, or gives away what signs tokens", async () => {
  const [head, body] = partsOf(await writeParticipantToken(signing, claims));
  const { signature } = signing.sign(`${head}.${body}`);
  expect(await read(`${head}.${body}.${signature}`)).toBeNull();
  const others = [
    encodeJourney(signing, { programId: "prg_1", visitorId: "v", touches: [] }),
    writeUnsubscribeToken(signing, { mode: "live", participantId: "ptc_1" }),
  ];
  for (const other of others) {
    expect(await read(other)).toBeNull();
    const published = other.slice(other.lastIndexOf(".") + 1);
    expect(await read(`${head}.${body}.${published}`)).toBeNull();
    expect(published).not.toBe(secret().k);
  }
});
