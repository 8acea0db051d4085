import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { operations } from "#http/contract/operations";

type Described = { operationId: string; security: unknown[]; "x-scope"?: string; responses: Record<string, unknown> };

// Safe because `npm run check` fails when the file is not what scripts/openapi.ts writes.
const document = JSON.parse(readFileSync("docs/openapi.json", "utf8")) as {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
};

test("the document has exactly the operations of the table, each with the same rights", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => `${method} ${path} ${operation.operationId} ${operation["x-scope"] ?? "public"}`,
    ),
  );
  const declared = operations.map(
    ({ method, path, operationId, scope }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")} ${operationId} ${scope}`,
  );
  expect(document.openapi).toBe("3.1.0");
  expect(described.toSorted()).toEqual(declared.toSorted());
});

test("every guarded operation says that it wants a key or token, and what it answers without one", () => {
  const forParticipants = operations.flatMap((operation) => (operation.participant ? operation.operationId : []));
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    const guarded = operation["x-scope"] !== undefined;
    const token = forParticipants.includes(operation.operationId) ? [{ participant: [] }] : [];
    expect(operation.security, operation.operationId).toEqual(guarded ? [{ key: [] }, ...token] : []);
    if (guarded)
      expect(Object.keys(operation.responses), operation.operationId).toEqual(expect.arrayContaining(["401", "403"]));
  }
});
