import type { Context } from "#context";
import { changeOfRewards } from "#domain/board-change";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { programNowMs } from "#domain/mode";
import { planUndo } from "#domain/undo-operation";
import { commitUndo } from "#store/operations";
import type { StoredOperation } from "#store/operations";
import { findProgram } from "#store/programs";
import { loadUndoFacts } from "#store/wallet-facts";
import type { OperationKey } from "#store/wallet-facts";
import { tellBoards } from "#usecases/feed-boards";
import { changeSetting, describeOperation, isLostRace } from "#usecases/perform-operation";
import { retryRaces } from "#usecases/retry-races";

const maxAttempts = 64;

/** Takes an operation back, once; one that was taken back before is answered as it is. */
export async function undoOperation(
  ctx: Context,
  key: Omit<OperationKey, "mode">,
  { reason, isIt }: { reason: string; isIt: (stored: StoredOperation) => boolean },
): Promise<Result<StoredOperation, Refusal>> {
  const { mode } = ctx.actor;
  const races = { name: `${ctx.requestId}/${key.operationId}`, attempts: maxAttempts, isRace: isLostRace };
  return retryRaces<Result<StoredOperation, Refusal>>(races, async () => {
    const facts = await loadUndoFacts(ctx.db, { mode, ...key });
    if (facts === null || !isIt(facts.known)) return refuse({ code: "not_found", what: key.kind });
    const { operation } = facts.known;
    if (operation.status === "undone") return ok(facts.known);
    const program = await findProgram(ctx.db, mode, operation.programId);
    const nowMs = program === null ? ctx.nowMs : programNowMs(program, ctx.nowMs);
    const { parts, account } = facts;
    const plan = planUndo(operation, { parts, account, reason }, changeSetting(ctx, nowMs));
    const newestPosition = parts.some(({ reward }) => reward.state === "expired") ? facts.newestPosition : null;
    const audit = describeOperation(ctx, plan.operation);
    await commitUndo(ctx.db, plan, { newestPosition, nowMs: ctx.nowMs, audit });
    ctx.ring(plan.messages);
    tellBoards(ctx, [changeOfRewards({ ...plan, programId: operation.programId })]);
    return ok({ ...facts.known, operation: plan.operation });
  });
}
