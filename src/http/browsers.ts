import type { Operation } from "#http/contract/operation";
import type { Middleware } from "#http/ground";
import { isServerKey } from "#http/participant-gate";

const shownHeaders = "X-Request-Id, RateLimit, RateLimit-Policy, Retry-After";
const rememberedForSeconds = "600";

/** Whether there is anybody whose page may read what it answers. */
export function isForBrowsers({ participant, forPages }: Operation): boolean {
  return participant !== undefined || forPages === true;
}

/**
 * Lets pages of any origin read the answer: a participant's token comes with the request and never by itself, so whoever
 * has one may use it anywhere. What a server key gets is for no page, and neither is anything where participants may not
 * come. What is for pages says so always, since a cache hands one page what another has asked for.
 */
export function showToBrowsers({ forPages }: Operation): Middleware {
  return async (c, next) => {
    await next();
    const isForNone = c.req.header("origin") === undefined || isServerKey(c.req.header("authorization"));
    if (isForNone && forPages !== true) return;
    c.res.headers.set("access-control-allow-origin", "*");
    c.res.headers.set("access-control-expose-headers", shownHeaders);
  };
}

/** What a browser asks before it sends a token; null for whatever is no such question, or is about something else. */
export function answerPreflight(request: Request, operations: readonly Operation[]): Response | null {
  const wanted = request.headers.get("access-control-request-method")?.toUpperCase();
  if (request.method !== "OPTIONS" || request.headers.get("origin") === null || wanted === undefined) return null;
  const methods = operations.filter(isForBrowsers).map(({ method }) => method);
  const allowed = methods.map((method) => method.toUpperCase());
  if (!allowed.includes(wanted)) return null;
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": allowed.join(", "),
      "access-control-allow-headers": "Authorization, Content-Type",
      "access-control-max-age": rememberedForSeconds,
    },
  });
}
