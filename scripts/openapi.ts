/// <reference types="@cloudflare/workers-types" />
/**
 * `npm run openapi`: docs/openapi.json from the operations of http/contract, and the types of the client
 * from the document; with `--check`, only says whether both are current. (The contract's types lead to
 * those of the stores, which know D1: hence the reference above.)
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import openapiTypescript, { astToString } from "openapi-typescript";
import { createDocument } from "zod-openapi";
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from "zod-openapi";
import type { RefusalCode } from "#domain/refusal";
import { operations } from "#http/contract/operations";
import { mayLeaveOut } from "#http/contract/operation";
import type { Operation } from "#http/contract/operation";
import { fault, problems, problemSchema } from "#http/contract/problem";
import { rateRefusals } from "#http/contract/rate";

const documentFile = "docs/openapi.json";
const clientFile = "src/client/schema.d.ts";

const document = describeApi();
const generated = {
  [documentFile]: `${JSON.stringify(document, null, 2)}\n`,
  // Safe because zod-openapi writes the document that openapi-typescript reads; their types were made apart.
  [clientFile]: astToString(await openapiTypescript(document as Parameters<typeof openapiTypescript>[0])),
};

for (const [file, text] of Object.entries(generated)) {
  if (!process.argv.includes("--check")) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error(`${file} is out of date; run \`npm run openapi\`.`);
    process.exitCode = 1;
  }
}

function describeApi() {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [operation.method]: describeOperation(operation) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Bouquet",
      version: "1",
      description: "Referral links, attribution and rewards. Amounts are integers in minor units; times are ISO 8601.",
      license: { name: "MIT", identifier: "MIT" },
    },
    paths,
    components: {
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "A key of a server or member: `bq_live_…` or `bq_test_…`.",
        },
        participant: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "A participant's token, for what is his own (`POST /v1/participants/{id}/tokens`).",
        },
      },
    },
  });
}

function describeOperation(operation: Operation): ZodOpenApiOperationObject {
  const { operationId, summary, description, tag, scope, params, query, body, rawBody, idempotency } = operation;
  const header = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    schema: { type: "string", maxLength: 257 },
  } as const;
  return {
    operationId,
    summary,
    tags: [tag],
    ...(description === undefined ? {} : { description }),
    ...(scope === "public" ? { security: [] } : { security: securityOf(operation), "x-scope": scope }),
    // Safe because params and query are objects wherever an operation has them.
    requestParams: { ...(params && { path: params as never }), ...(query && { query: query as never }) },
    ...(idempotency && { parameters: [header] }),
    ...(rawBody && { requestBody: { required: true, content: { "application/json": { schema: {} } } } }),
    ...(body && { requestBody: { required: !mayLeaveOut(body), content: { "application/json": { schema: body } } } }),
    responses: describeResponses(operation),
  };
}

/** A key, or where participants may come, a token of theirs. */
function securityOf({ participant }: Operation) {
  return participant === undefined ? [{ key: [] }] : [{ key: [] }, { participant: [] }];
}

function describeResponses(operation: Operation): ZodOpenApiResponsesObject {
  const { statuses = [200], answer, contentType = "application/json", csv } = operation;
  const responses: Record<string, object> = {};
  for (const status of statuses) {
    responses[status] = {
      description: status === 201 ? "Created" : "OK",
      content: {
        [contentType]: { schema: answer },
        ...(csv && { "text/csv": { schema: { type: "string" } } }),
      },
    };
  }
  for (const [status, codes] of codesByStatus(operation)) {
    responses[status] = {
      description: codes.join(", "),
      content: { "application/problem+json": { schema: problemSchema } },
    };
  }
  // Safe because the keys are statuses.
  return responses as ZodOpenApiResponsesObject;
}

/** What any request may meet by its form, and what the operation may refuse. */
function codesByStatus(operation: Operation): Map<number, string[]> {
  const { scope, params, query, body, rawBody, idempotency, refusals = [] } = operation;
  const codes: RefusalCode[] = [
    ...(params || query || body || rawBody ? (["invalid_request"] as const) : []),
    ...(scope === "public" ? [] : (["unauthorized", "insufficient_scope"] as const)),
    ...(body || rawBody ? (["payload_too_large"] as const) : []),
    ...(body ? (["unsupported_media_type"] as const) : []),
    ...(idempotency ? (["idempotency_key_in_flight", "idempotency_key_reused"] as const) : []),
    ...rateRefusals(operation),
    ...refusals,
  ];
  const found = new Map<number, string[]>();
  for (const code of new Set(codes))
    found.set(problems[code].status, [...(found.get(problems[code].status) ?? []), code]);
  return found.set(fault.status, [fault.code]);
}
