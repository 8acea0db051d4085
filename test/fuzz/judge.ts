import { securityHeaders } from "#domain/security-headers";
import { fault, problems } from "#http/contract/problem";
import { fits } from "#support/node/json-schema";
import { root } from "#fuzz/document";
import type { RawAnswer } from "#fuzz/http";
import type { FuzzRequest } from "#fuzz/requests";

const statuses = new Map<string, number>(
  [...Object.entries(problems), [fault.code, fault] as const].map(([code, { status }]) => [code, status]),
);

/** What any request may be answered whose method, path or type is not the operation's. */
const anywhere = ["not_found", "method_not_allowed"];

export type Verdict = { code: string | null; complaint: string | null };

/** What is wrong with an answer; `complaint` is null where it is one that the document allows. */
export function judge(request: FuzzRequest, answer: RawAnswer): Verdict {
  const { status, text, headers } = answer;
  if (status >= 500) return { code: codeOf(text), complaint: `answered ${status}: ${text.slice(0, 300)}` };
  if (headers["x-content-type-options"] !== "nosniff" && status !== 302)
    return { code: null, complaint: `${status} without the headers that keep it safe: ${text.slice(0, 300)}` };
  if (/^\/(r|join|qr|unsubscribe)([/?]|$)/.test(request.path)) return { code: null, complaint: judgePage(answer) };
  if (request.method === "HEAD") return { code: null, complaint: null };
  return status < 300 ? { code: null, complaint: judgeSuccess(request, answer) } : judgeProblem(request, answer);
}

function judgePage({ status, headers }: RawAnswer): string | null {
  if (status !== 302) return [200, 404, 410, 429].includes(status) ? null : `a page answered ${status}`;
  const { host } = new URL(String(headers["location"]));
  return /(^|\.)example\.com$|^127\.0\.0\.1/.test(host) ? null : `a click led to ${host}`;
}

function judgeSuccess({ operation, isPlain }: FuzzRequest, { status, text, headers }: RawAnswer): string | null {
  if (headers["cache-control"] !== securityHeaders.data["Cache-Control"]) return "may be cached";
  const schema = operation.answers.get(status);
  if (schema === undefined || !isPlain)
    return !isPlain || headers["content-type"] === "text/html; charset=UTF-8"
      ? null
      : `${status} is not in the document`;
  // The report as a table.
  if (String(headers["content-type"]).startsWith("text/csv")) return null;
  return fits(JSON.parse(text), schema, root) ? null : `does not fit the document: ${text.slice(0, 600)}`;
}

function judgeProblem({ operation, isPlain }: FuzzRequest, { status, text, headers }: RawAnswer): Verdict {
  const code = codeOf(text);
  const complaint = () => {
    if (headers["content-type"] !== "application/problem+json") return `${status} is no problem: ${text.slice(0, 200)}`;
    if (code === null || statuses.get(code) !== status) return `${status} has the code ${code}`;
    if (!isPlain && anywhere.includes(code)) return null;
    const known = operation.codes.get(status)?.has(code) === true || !isPlain;
    return known ? null : `${operation.operationId} may not refuse ${code}: ${text.slice(0, 300)}`;
  };
  return { code, complaint: complaint() };
}

function codeOf(text: string): string | null {
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === "object" && problem !== null && "code" in problem ? String(problem.code) : null;
  } catch {
    return null;
  }
}
