import { ok } from "#domain/result";
import { describeStanding } from "#usecases/describe-standing";
import { getStandingOperation, showStandings } from "#http/contract/standing";
import { route } from "#http/mount";

export const standingRoutes = [
  route(getStandingOperation, async (ctx, { params, query }) => {
    const standing = await describeStanding(ctx, { participantId: params.id, program: query.program });
    return standing.ok ? ok({ body: showStandings(params.id, standing.value) }) : standing;
  }),
];
