import { ok } from "#domain/result";
import { describeStats } from "#usecases/describe-stats";
import { getStatsOperation, showAllStats } from "#http/contract/stats";
import { route } from "#http/mount";

export const statsRoutes = [
  route(getStatsOperation, async (ctx, { params, query }) => {
    const stats = await describeStats(ctx, { participantId: params.id, program: query.program });
    return stats.ok ? ok({ body: showAllStats(params.id, stats.value) }) : stats;
  }),
];
