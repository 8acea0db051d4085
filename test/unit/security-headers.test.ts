import { expect, test } from "vitest";
import { pagePolicy, securityHeaders } from "#domain/security-headers";

const kinds = Object.entries<Record<string, string>>(securityHeaders);

test("no policy lets a script, a frame, a base or somebody else's form through", () => {
  const policies = [
    ...kinds.flatMap(([, headers]) => headers["Content-Security-Policy"] ?? []),
    pagePolicy({ styleHash: "x", hasForm: true }),
  ];
  expect(policies).toHaveLength(5);
  for (const policy of policies) {
    const directives = Object.fromEntries(policy.split("; ").map((part) => part.split(/ (.*)/s).slice(0, 2)));
    expect(directives).toMatchObject({ "default-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'" });
    expect(["'none'", "'self'"]).toContain(directives["form-action"]);
    expect(policy).not.toMatch(/unsafe|script-src|\*|https?:/);
  }
});

test("an address is told to nobody, or without its path", () => {
  for (const [kind, headers] of kinds.filter(([kind]) => kind !== "picture"))
    expect(["no-referrer", "strict-origin"], kind).toContain(headers["Referrer-Policy"]);
});

test("pictures and what is said to everybody may be shown elsewhere and kept, and nothing else", () => {
  for (const [kind, headers] of kinds.filter(([kind]) => kind !== "redirect")) {
    const isForAll = kind === "picture" || kind === "sharedData";
    expect(headers["Cross-Origin-Resource-Policy"], kind).toBe(isForAll ? "cross-origin" : "same-origin");
    expect(headers["Cache-Control"] === "no-store", kind).toBe(!isForAll);
    expect(headers["X-Content-Type-Options"], kind).toBe("nosniff");
  }
});
