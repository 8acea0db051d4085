import { Hono } from "hono";
import { auditRoutes } from "#http/audit";
import { createAuthenticate } from "#http/authenticate";
import { eventRoutes } from "#http/events";
import { keyRoutes } from "#http/keys";
import { linkRoutes } from "#http/links";
import { mount, newRequestId } from "#http/mount";
import type { Api, Ground, Route } from "#http/mount";
import { faultResponse, refusalResponse } from "#http/problem";
import { participantRoutes } from "#http/participants";
import { programRoutes } from "#http/programs";
import { referralRoutes } from "#http/referrals";
import { rewardRoutes } from "#http/rewards";
import { systemRoutes } from "#http/system";
import { walletRoutes } from "#http/wallets";

export const routes: Route[] = [
  ...programRoutes,
  ...participantRoutes,
  ...linkRoutes,
  ...eventRoutes,
  ...referralRoutes,
  ...rewardRoutes,
  ...walletRoutes,
  ...keyRoutes,
  ...auditRoutes,
  ...systemRoutes,
];

/** Every route of the operation table, and a problem for everything else under `/v1`. */
export function createApi(doors: Omit<Ground, "authenticate">): Api {
  const api: Api = new Hono();
  const ground = { authenticate: createAuthenticate(), ...doors };
  for (const route of routes) mount(api, route, ground);
  for (const [path, allowed] of methodsByPath()) {
    api.all(path, () => withRequestId((id) => refusalResponse({ code: "method_not_allowed", allowed }, id)));
  }
  api.all("/v1/*", () => answerNotFound());
  return api;
}

export function answerNotFound(): Response {
  return withRequestId((id) => refusalResponse({ code: "not_found", what: "route" }, id));
}

export function answerFault(error: unknown): Response {
  return withRequestId((id) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(JSON.stringify({ level: "error", message: "fault", request_id: id, error: text }));
    return faultResponse(id);
  });
}

function methodsByPath(): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { operation } of routes) {
    const method = operation.method.toUpperCase();
    const implied = method === "GET" ? ["GET", "HEAD"] : [method];
    methods.set(operation.path, [...(methods.get(operation.path) ?? []), ...implied]);
  }
  return methods;
}

function withRequestId(answer: (requestId: string) => Response): Response {
  const requestId = newRequestId();
  const response = answer(requestId);
  response.headers.set("x-request-id", requestId);
  response.headers.set("cache-control", "no-store");
  return response;
}
