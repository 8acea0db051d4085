import { expect } from "vitest";
import { securityHeaders } from "#domain/security-headers";
import type { AnswerKind } from "#domain/security-headers";

/** The headers of its kind, each with its value; pages of the edge bring a policy that names their style. */
export function expectSecure(headers: Headers, kind: AnswerKind, label: string): void {
  const wanted = Object.entries<string>(securityHeaders[kind]);
  const found = wanted.map(([name]) => [name, headers.get(name)]);
  expect(Object.fromEntries(found), label).toEqual(Object.fromEntries(wanted));
  if (kind !== "page" && kind !== "secretPage") return;
  const form = kind === "page" ? "none" : "self";
  const policy = `^default-src 'none'; img-src data:; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action '${form}'; frame-ancestors 'none'$`;
  expect(headers.get("Content-Security-Policy"), label).toMatch(new RegExp(policy));
}
