import type * as z from "zod";
import type { Scope } from "#domain/actor";
import type { RawDelivery } from "#domain/provider-door";
import type { RatePolicyName } from "#domain/rate-limit-policies";
import type { RefusalCode } from "#domain/refusal";

/**
 * What binds an operation to the participant who calls it: a part of the path that must be his id, a part of the query
 * that is his id for him, or the owner of the object, whom the handler looks at (`isOthers`). `mode`: nothing does, since
 * all participants of a mode may see it.
 */
export type OwnBy = { by: "param"; name: string } | { by: "filter"; name: string } | { by: "owner" } | { by: "mode" };

/**
 * One route as data: the router mounts it, docs/openapi.json describes it and the shared test suite
 * attacks it, all from this.
 */
export type Operation = {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** With Hono's `:name` for parameters. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  tag: string;
  scope: Scope | "public";
  /** Participants may call it too, by their tokens. */
  participant?: OwnBy;
  /** Pages of any origin may read it, whoever looks at them. */
  forPages?: true;
  /** Refuses test keys: what it changes is the same in both modes. */
  liveOnly?: true;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The handler gets the body as it came, byte for byte, with the headers: a signature is over both. */
  rawBody?: true;
  /** 64 KiB when left out. */
  bodyLimitBytes?: number;
  /** Under which its requests count, where that does not follow from the scope (http/contract/rate.ts). */
  rate?: RatePolicyName;
  /** The list in the body of which each part counts for itself. */
  batch?: string;
  /** Takes an Idempotency-Key. `forget` names the fields of the answer that must not be stored. */
  idempotency?: { forget: readonly string[] };
  /** 200 when left out. */
  statuses?: readonly (200 | 201)[];
  answer: z.ZodType;
  /** JSON when left out. */
  contentType?: "text/html";
  /** It may be answered as a table too, for spreadsheets. */
  csv?: true;
  /** What this operation may refuse beyond what every route may. */
  refusals?: readonly RefusalCode[];
};

/** What a handler is given: only the parts that the operation declares. */
export type Input<O extends Operation> = {
  params: O extends { params: infer S extends z.ZodType } ? z.output<S> : undefined;
  query: O extends { query: infer S extends z.ZodType } ? z.output<S> : undefined;
  body: O extends { body: infer S extends z.ZodType }
    ? z.output<S>
    : O extends { rawBody: true }
      ? RawDelivery
      : undefined;
};

/** `isShared`: it is the same for everybody, and caches may keep it for a moment. */
export type Answer<O extends Operation> =
  | { status?: 200 | 201; body: z.input<O["answer"]>; isShared?: boolean }
  | (O extends { csv: true } ? CsvAnswer : never);
/** `name`: of the file, without its ending. */
export type CsvAnswer = { csv: string; name: string };

export function defineOperation<const O extends Operation>(operation: O): O {
  return operation;
}

/** Whether a request may come without this body: nothing in it is needed. */
export function mayLeaveOut(body: z.ZodType): boolean {
  return body.safeParse({}).success;
}
