import { Hono } from "hono";
import { createRateShield } from "#domain/rate-memory";
import { auditRoutes } from "#http/audit";
import { createAuthenticate } from "#http/authenticate";
import { createBoardPrograms } from "#http/board-programs";
import { answerPreflight } from "#http/browsers";
import { emailRoutes } from "#http/emails";
import { eventRoutes } from "#http/events";
import { fraudRoutes } from "#http/fraud";
import { fulfilmentRoutes } from "#http/fulfilments";
import { healthRoutes } from "#http/health";
import { invoiceRoutes } from "#http/invoices";
import { jobRoutes } from "#http/jobs";
import { createKeyUses } from "#http/key-use";
import { keyRoutes } from "#http/keys";
import { leaderboardRoutes } from "#http/leaderboards";
import { linkRoutes } from "#http/links";
import type { Api, Ground } from "#http/ground";
import { memberRoutes } from "#http/members";
import { mount } from "#http/mount";
import type { Route } from "#http/mount";
import { refusalResponse } from "#http/problem";
import { createParticipantGate } from "#http/participant-gate";
import { participantTokenRoutes } from "#http/participant-tokens";
import { participantRoutes } from "#http/participants";
import { privacyRoutes } from "#http/privacy";
import { programRoutes } from "#http/programs";
import { providerRoutes } from "#http/providers";
import { referralRoutes } from "#http/referrals";
import { answerFaultOf, markResponse, newRequestId } from "#http/request-log";
import { reviewRoutes } from "#http/reviews";
import { rewardRoutes } from "#http/rewards";
import { standingRoutes } from "#http/standing";
import { statsRoutes } from "#http/stats";
import { systemRoutes } from "#http/system";
import { walletOperationRoutes } from "#http/wallet-operations";
import { walletRoutes } from "#http/wallets";
import { webhookRoutes } from "#http/webhooks";

export const routes: Route[] = [
  ...programRoutes,
  ...participantRoutes,
  ...participantTokenRoutes,
  ...linkRoutes,
  ...eventRoutes,
  ...referralRoutes,
  ...rewardRoutes,
  ...reviewRoutes,
  ...fraudRoutes,
  ...fulfilmentRoutes,
  ...standingRoutes,
  ...statsRoutes,
  ...leaderboardRoutes,
  ...walletRoutes,
  ...walletOperationRoutes,
  ...invoiceRoutes,
  ...webhookRoutes,
  ...providerRoutes,
  ...jobRoutes,
  ...emailRoutes,
  ...keyRoutes,
  ...memberRoutes,
  ...privacyRoutes,
  ...auditRoutes,
  ...healthRoutes,
  ...systemRoutes,
];

/** Every route of the operation table, and a problem for everything else. */
export function createApi(doors: Pick<Ground, "openContext" | "clickLogsOf">): Api {
  const api: Api = new Hono();
  const keyUses = createKeyUses();
  const ground: Ground = {
    authenticate: createAuthenticate(keyUses.learn),
    admitToken: createParticipantGate(),
    keyUses,
    boardPrograms: createBoardPrograms(),
    shield: createRateShield(),
    ...doors,
  };
  for (const route of routes) mount(api, route, ground);
  for (const [path, allowed] of methodsByPath()) {
    const here = routes.map(({ operation }) => operation).filter((operation) => operation.path === path);
    api.all(path, (c) =>
      withRequestId(
        (id) => answerPreflight(c.req.raw, here) ?? refusalResponse({ code: "method_not_allowed", allowed }, id),
      ),
    );
  }
  api.notFound(() => withRequestId((id) => refusalResponse({ code: "not_found", what: "route" }, id)));
  api.onError((error) => withRequestId((id) => answerFaultOf(error, id)));
  return api;
}

/** What each path allows, the most specific first: `/v1/programs/validate` also takes what `/v1/programs/:id` takes. */
function methodsByPath(): Map<string, string[]> {
  const paths = [...new Set(routes.map(({ operation }) => operation.path))];
  const specific = paths.sort((a, b) => a.split(":").length - b.split(":").length);
  return new Map(
    specific.map((path) => {
      const methods = routes
        .filter(({ operation }) => covers(operation.path, path))
        .map(({ operation }) => operation.method);
      const implied = methods.flatMap((method) => (method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()]));
      return [path, [...new Set(implied)]];
    }),
  );
}

function covers(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  return wanted.length === given.length && wanted.every((part, i) => part.startsWith(":") || part === given[i]);
}

function withRequestId(answer: (requestId: string) => Response): Response {
  const requestId = newRequestId();
  return markResponse(answer(requestId), requestId);
}
