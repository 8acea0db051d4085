import { HTTPException } from "hono/http-exception";
import { nanoid } from "nanoid";
import { describeFault } from "#domain/fault";
import { securityHeaders } from "#domain/security-headers";
import type { Middleware } from "#http/ground";
import { faultResponse, refusalResponse } from "#http/problem";

/** Gives the request its id and instant, logs its line, and lets nothing be known of a fault but that id. */
export function logRequest(operation: string): Middleware {
  return async (c, next) => {
    const nowMs = Date.now();
    const requestId = newRequestId();
    c.set("nowMs", nowMs);
    c.set("requestId", requestId);
    try {
      await next();
    } catch (error) {
      // Emptied first: Hono would carry over the headers of an answer that was lost.
      c.res = undefined;
      c.res = answerThrown(error, requestId, operation);
    }
    markResponse(c.res, requestId);
    const fields = { request_id: requestId, operation, status: c.res.status, duration_ms: Date.now() - nowMs };
    console.log(JSON.stringify({ level: "info", message: "request", ...fields }));
  };
}

/** Ours always: a caller's own id could carry anything into the logs. */
export function newRequestId(): string {
  return `req_${nanoid()}`;
}

/** The request's id, and what keeps the answer from being misused. */
export function markResponse(response: Response, requestId: string): Response {
  const { headers } = response;
  headers.set("x-request-id", requestId);
  for (const [name, value] of Object.entries(securityHeaders[kindOf(headers)])) headers.set(name, value);
  return response;
}

function kindOf(headers: Headers): "document" | "sharedData" | "data" {
  if (headers.get("content-type")?.startsWith("text/html") === true) return "document";
  return headers.get("cache-control") === securityHeaders.sharedData["Cache-Control"] ? "sharedData" : "data";
}

export function answerFaultOf(error: unknown, requestId: string, operation?: string): Response {
  const line = { level: "error", message: "fault", request_id: requestId, operation };
  console.error(JSON.stringify({ ...line, error: describeFault(error) }));
  return faultResponse(requestId);
}

/** Hono's JSON validator throws where the text is none; everything else that is thrown is a fault. */
function answerThrown(error: unknown, requestId: string, operation: string): Response {
  if (!(error instanceof HTTPException) || error.status !== 400) return answerFaultOf(error, requestId, operation);
  const issues = [{ path: "", message: "is not valid JSON" }];
  return refusalResponse({ code: "invalid_request", issues }, requestId);
}
