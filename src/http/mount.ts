import { zValidator } from "@hono/zod-validator";
import { every } from "hono/combine";
import type * as z from "zod";
import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import type { Result } from "#domain/result";
import { securityHeaders } from "#domain/security-headers";
import type { BoardProgram } from "#store/board-programs";
import type { ClickLogs } from "#usecases/count-clicks";
import { admitAnyone, admitBearer, requireRight } from "#http/admit";
import { guardBody, guardRawBody, safeJson } from "#http/body";
import { isForBrowsers, showToBrowsers } from "#http/browsers";
import { mayLeaveOut } from "#http/contract/operation";
import type { Answer, CsvAnswer, Input, Operation } from "#http/contract/operation";
import type { Api, Ground, Middleware } from "#http/ground";
import { answerOnce } from "#http/idempotency";
import { keepToOwn } from "#http/own";
import { reading, refuseInvalid } from "#http/parse";
import { refusalResponse } from "#http/problem";
import { limitBatch, limitRate, refuseManyMisses } from "#http/rates";
import { logRequest } from "#http/request-log";

export type Handler<O extends Operation> = (
  ctx: Context,
  input: Input<O>,
  request: RequestGround,
) => Promise<Result<Answer<O>, Refusal>>;

/** What a few handlers need of the request's surroundings. */
export type RequestGround = {
  origin: string;
  clickLogs: ClickLogs;
  /** A program as its boards need it, as somebody of that mode or as everybody may name it. */
  findBoardProgram: (idOrKey: string) => Promise<BoardProgram | null>;
  /** Counts a code that does not exist under the caller's address; a refusal when there were too many. */
  refuseManyMisses: () => Refusal | null;
};

const sharedAnswer = { "cache-control": securityHeaders.sharedData["Cache-Control"] };

export type Route = { operation: Operation; handle: Handler<Operation> };

export function route<const O extends Operation>(operation: O, handle: Handler<O>): Route {
  return { operation, handle };
}

/** Puts a route behind the same doors as every other, in this order. */
export function mount(api: Api, { operation, handle }: Route, ground: Ground): void {
  const { method, path, operationId, scope, params, query, body, bodyLimitBytes, idempotency, rawBody } = operation;
  const { participant, batch } = operation;
  const chain = [
    // Outermost, so that a page can read that something went wrong, too.
    ...(isForBrowsers(operation) ? [showToBrowsers(operation)] : []),
    logRequest(operationId),
    ...(scope === "public" ? [admitAnyone(ground)] : [admitBearer(operation, ground), requireRight(operation)]),
    ...(participant ? [keepToOwn(participant)] : []),
    // Before anything is read, so that what is not valid counts too.
    limitRate(operation, ground),
    ...(params ? [validate("param", params)] : []),
    ...(query ? [validate("query", query)] : []),
    ...(body ? [guardBody(bodyLimitBytes, () => mayLeaveOut(body)), validate("json", safeJson.pipe(body))] : []),
    ...(rawBody ? [guardRawBody(bodyLimitBytes)] : []),
    ...(batch === undefined ? [] : [limitBatch(operation, batch, ground)]),
    ...(idempotency ? [answerOnce(idempotency)] : []),
    answer({ operation, handle }, ground),
  ];
  // As one, so that the router's table has one line per operation.
  api.on(method.toUpperCase(), path, every(...chain));
}

function validate(target: "param" | "query" | "json", schema: z.ZodType): Middleware {
  return zValidator(target, schema, refuseInvalid, {
    validationFunction: (validator, value) => validator.safeParse(value, reading),
  });
}

function answer({ operation, handle }: Route, { clickLogsOf, shield, boardPrograms }: Ground): Middleware {
  return async (c) => {
    const { req } = c;
    const body = operation.rawBody
      ? { body: await req.text(), header: (name: string) => req.header(name) }
      : req.valid("json");
    const input = { params: req.valid("param"), query: req.valid("query"), body };
    const surroundings = {
      origin: new URL(req.url).origin,
      clickLogs: clickLogsOf(c.env),
      findBoardProgram: async (idOrKey: string) => boardPrograms(c.var.ctx, idOrKey),
      refuseManyMisses: () => refuseManyMisses(c.var.ctx, shield, req.header("cf-connecting-ip") ?? null),
    };
    // Safe because each part was validated by the operation's own schema on the way here.
    const result = await handle(c.var.ctx, input as Input<Operation>, surroundings);
    if (!result.ok) return refusalResponse(result.refusal, c.var.requestId);
    if (isCsv(result.value)) return csvResponse(result.value);
    if (operation.contentType === "text/html") return c.html(String(result.value.body));
    const { body: shown, status = 200, isShared = false } = result.value;
    return Response.json(shown, { status, headers: isShared ? sharedAnswer : {} });
  };
}

function isCsv(answer: object): answer is CsvAnswer {
  return "csv" in answer;
}

function csvResponse({ csv, name }: CsvAnswer): Response {
  const disposition = `attachment; filename="${name}.csv"`;
  return new Response(csv, {
    headers: { "content-type": "text/csv; charset=utf-8; header=present", "content-disposition": disposition },
  });
}
