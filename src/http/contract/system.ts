import * as z from "zod";
import { defineOperation } from "#http/contract/operation";

const tag = "System";

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

export const systemOperations = [problemsOperation];
