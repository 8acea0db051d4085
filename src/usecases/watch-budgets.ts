import type { Context } from "#context";
import { findNearingBudgets } from "#domain/budget-watch";
import type { NearingBudget } from "#domain/budget-watch";
import { isoText } from "#domain/instant";
import { programNowMs } from "#domain/mode";
import type { Message } from "#domain/plan";
import { listBudgetPrograms, listOpenCounters } from "#store/budget-facts";
import type { BudgetProgram } from "#store/budget-facts";
import { commitNewMessages, messageIdAt } from "#store/outbox";

const pageSize = 50;

/** Tells the team of each budget that is at 80 % or more, once for each limit and window. */
export async function watchBudgets(ctx: Context): Promise<{ nearing: number }> {
  let nearing = 0;
  for (let after = ""; ;) {
    const programs = await listBudgetPrograms(ctx.db, { after, limit: pageSize });
    for (const program of programs) nearing += await watchProgram(ctx, program);
    const last = programs.at(-1);
    if (last === undefined || programs.length < pageSize) return { nearing };
    after = last.id;
  }
}

async function watchProgram(ctx: Context, program: BudgetProgram): Promise<number> {
  const nowMs = programNowMs(program, ctx.nowMs);
  const counters = await listOpenCounters(ctx.db, program.id, nowMs);
  const messages = findNearingBudgets(program.document, counters, nowMs).map((budget) => messageOf(program, budget));
  const added = await commitNewMessages(ctx.db, messages, ctx.nowMs);
  ctx.ring(added);
  return added.length;
}

/** Named by what it is about, and sorted where its window begins: the same one again is there already. */
function messageOf(program: BudgetProgram, { key, startsAtMs, endsAtMs, payload }: NearingBudget): Message {
  return {
    id: messageIdAt(Math.max(startsAtMs, program.createdAtMs), `${program.id} ${key}`),
    type: "budget.nearing",
    mode: program.mode,
    payload: {
      program_id: program.id,
      ...payload,
      window_ends_at: endsAtMs === null ? null : isoText(endsAtMs),
    },
  };
}
