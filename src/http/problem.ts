import type { Refusal } from "#domain/refusal";
import { fault, problems, problemType } from "#http/contract/problem";
import type { Problem } from "#http/contract/problem";

/** A refusal as RFC 9457 tells it. The only place where refusals become HTTP. */
export function describeRefusal(refusal: Refusal, requestId: string): Problem {
  // Safe because the table is typed by code: the entry found takes exactly this refusal.
  const entry = problems[refusal.code] as {
    status: number;
    title: string;
    detail: (refusal: Refusal) => string;
    members?: (refusal: Refusal) => Record<string, unknown>;
  };
  return {
    type: problemType(refusal.code),
    title: entry.title,
    status: entry.status,
    detail: entry.detail(refusal),
    code: refusal.code,
    request_id: requestId,
    ...entry.members?.(refusal),
  };
}

export function refusalResponse(refusal: Refusal, requestId: string): Response {
  const response = problemResponse(describeRefusal(refusal, requestId));
  if ("retryAfterSeconds" in refusal) response.headers.set("retry-after", String(refusal.retryAfterSeconds));
  if (refusal.code === "unauthorized") response.headers.set("www-authenticate", 'Bearer realm="bouquet"');
  if (refusal.code === "insufficient_scope")
    response.headers.set(
      "www-authenticate",
      `Bearer realm="bouquet", error="insufficient_scope", scope="${refusal.needed}"`,
    );
  if (refusal.code === "method_not_allowed") response.headers.set("allow", refusal.allowed.join(", "));
  return response;
}

export function faultProblem(requestId: string): Problem {
  const { code, status, title, detail } = fault;
  return { type: problemType(code), title, status, detail, code, request_id: requestId };
}

export function faultResponse(requestId: string): Response {
  return problemResponse(faultProblem(requestId));
}

function problemResponse(problem: Problem): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json" },
  });
}
