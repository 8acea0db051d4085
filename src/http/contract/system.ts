import * as z from "zod";
import { defineOperation } from "#http/contract/operation";

const tag = "System";

export const healthOperation = defineOperation({
  method: "get",
  path: "/healthz",
  operationId: "getHealth",
  summary: "Say whether the deployment answers and its database does",
  tag,
  scope: "public",
  answer: z.strictObject({ status: z.literal("ok") }).meta({ id: "Health" }),
  refusals: ["database_unavailable"],
});

export const problemsOperation = defineOperation({
  method: "get",
  path: "/docs/problems",
  operationId: "getProblems",
  summary: "Explain every problem code; the `type` of a problem leads here",
  tag,
  scope: "public",
  contentType: "text/html",
  answer: z.string(),
});

export const systemOperations = [healthOperation, problemsOperation];
