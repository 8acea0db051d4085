import { readFileSync } from "node:fs";
import type { JsonSchema } from "#support/node/json-schema";

/** One operation as the document describes it, with what is needed to ask it and to judge its answer. */
export type FuzzOperation = {
  method: string;
  /** With `{name}` for parameters. */
  path: string;
  operationId: string;
  parameters: { name: string; in: string; schema: JsonSchema }[];
  /** Null where the operation takes none. */
  body: JsonSchema | null;
  /** Schemas of what is answered by status, for answers that are JSON. */
  answers: Map<number, JsonSchema>;
  /** Codes of the problems by status. */
  codes: Map<number, Set<string>>;
};

type Content = Record<string, { schema: JsonSchema }>;
type Described = {
  operationId: string;
  parameters?: FuzzOperation["parameters"];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content: Content }>;
};

// Safe because zod-openapi wrote the document.
export const root = JSON.parse(readFileSync("docs/openapi.json", "utf8")) as JsonSchema & {
  paths: Record<string, Record<string, Described>>;
};

export const fuzzOperations: FuzzOperation[] = Object.entries(root.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => describe(method.toUpperCase(), path, described)),
);

function describe(method: string, path: string, described: Described): FuzzOperation {
  const { operationId, parameters = [], requestBody, responses } = described;
  const answers = new Map<number, JsonSchema>();
  const codes = new Map<number, Set<string>>();
  for (const [status, { description, content }] of Object.entries(responses)) {
    const problem = content["application/problem+json"];
    if (problem !== undefined) codes.set(Number(status), new Set(description.split(", ")));
    const schema = content["application/json"]?.schema;
    if (schema !== undefined) answers.set(Number(status), schema);
  }
  const body = requestBody?.content["application/json"]?.schema ?? null;
  return { method, path, operationId, parameters, body, answers, codes };
}

/** The schema that a `$ref` stands for, or the schema itself. */
export function resolveSchema(schema: JsonSchema): JsonSchema {
  const ref = schema["$ref"];
  if (typeof ref !== "string") return schema;
  const found = ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, key) => (at as JsonSchema)[key], root);
  // Safe because the document's references lead to its own schemas.
  return found as JsonSchema;
}
