import { decode, sign, verify } from "hono/jwt";
import * as z from "zod";
import type { Id } from "#domain/id";
import { secondMs } from "#domain/day";
import type { Signing } from "#domain/journey";
import type { Mode } from "#domain/mode";
import type { TokenClaims } from "#usecases/issue-participant-token";
import { longestTtlSeconds } from "#http/contract/participant-tokens";

const alg = "HS256";
const issuer = "bouquet";
const audience = "bouquet:participant";
/**
 * No journey or other text that `Signing.sign` is given begins like this, so that no signature that travels in a link is
 * the secret; and the secret signs tokens alone, so that no other signature of ours is one of a token.
 */
const secretLabel = "participant-token/v1";
/** Two isolates' clocks may differ by as much. */
const skewMs = 5 * secondMs;
const form = /^[\w-]{20,200}\.[\w-]{20,600}\.[\w-]{43}$/;

const header = z.object({ alg: z.literal(alg), typ: z.literal("JWT"), kid: z.string() });
const claims = z.strictObject({
  iss: z.literal(issuer),
  aud: z.literal(audience),
  sub: z.templateLiteral(["ptc_", z.string().regex(/^\w{1,60}$/)]),
  mode: z.enum(["live", "test"]),
  jti: z.string(),
  iat: z.int(),
  exp: z.int(),
});

export async function writeParticipantToken(signing: Signing, of: TokenClaims): Promise<string> {
  const key = secretOf(signing);
  if (key === null) throw new Error("the newest signing key derives no secret");
  const iat = Math.floor(of.issuedAtMs / secondMs);
  const payload = { sub: of.participantId, mode: of.mode, jti: of.tokenId, iat, exp: iat + of.ttlSeconds };
  return sign({ iss: issuer, aud: audience, ...payload }, key);
}

/**
 * Whose it is; null for whatever we have not signed as a token, or whose time is over or not yet come. Algorithm and type
 * are ours to choose and not the token's; `kid` only says which of our own secrets to try.
 */
export async function readParticipantToken(
  signing: Signing,
  token: string,
  nowMs: number,
): Promise<{ id: Id<"ptc">; mode: Mode } | null> {
  if (!form.test(token)) return null;
  try {
    const key = secretOf(signing, header.parse(decode(token).header).kid);
    if (key === null) return null;
    // Times are looked at below: ours is the instant of the request, the library's the clock.
    const verified = await verify(token, key, { alg, typ: "JWT", exp: false, iat: false });
    const { sub, mode, iat, exp } = claims.parse(verified);
    const isNow = exp * secondMs > nowMs && iat * secondMs <= nowMs + skewMs && exp - iat <= longestTtlSeconds;
    return isNow ? { id: sub, mode } : null;
  } catch {
    return null;
  }
}

function secretOf(signing: Signing, kid?: string) {
  const derived = signing.derive(secretLabel, kid);
  if (derived === null) return null;
  const k = derived.secret.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return { kty: "oct", k, alg, kid: derived.kid } as const;
}
