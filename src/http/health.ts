import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { schedule } from "#jobs/schedule";
import { checkHealth, readHealth } from "#usecases/check-health";
import { reportHealthOperation, showHealth, statusOperation } from "#http/contract/health";
import { route } from "#http/mount";

export const healthRoutes = [
  route(statusOperation, async (ctx) => {
    const status = await whileDatabaseAnswers(ctx, readHealth(ctx));
    return status.ok ? ok({ body: { status: status.value } }) : status;
  }),

  route(reportHealthOperation, async (ctx) => {
    const report = await whileDatabaseAnswers(ctx, checkHealth(ctx, schedule));
    return report.ok ? ok({ body: showHealth(report.value, ctx.nowMs) }) : report;
  }),
];

/** Nothing else that health looks at makes it throw. */
async function whileDatabaseAnswers<T>(ctx: Context, looking: Promise<T>): Promise<Result<T, Refusal>> {
  try {
    return ok(await looking);
  } catch (error) {
    ctx.log("error", "database_unavailable", { error: describeFault(error) });
    return refuse({ code: "database_unavailable", retryAfterSeconds: 5 });
  }
}
