import type { Context } from "#context";
import { actorName } from "#domain/actor";
import type { ChangeSetting } from "#domain/change-reward";
import type { Operation, OperationKind, OperationPlan } from "#domain/operation";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import type { NewAuditRow } from "#store/audit-log";
import { violatedConstraint } from "#store/database";
import { canonicalJson, sha256Hex } from "#store/digest";
import { commitOperation } from "#store/operations";
import type { StoredOperation } from "#store/operations";
import { loadWalletFacts } from "#store/wallet-facts";
import type { WalletFacts, WalletPart } from "#store/wallet-facts";
import { describeChange } from "#usecases/describe-change";
import { retryRaces } from "#usecases/retry-races";

/** At each lost race somebody else has won, so this is how many uses of one wallet may arrive at the same moment. */
const maxAttempts = 64;

export type OperationRequest = {
  kind: OperationKind;
  operationId: string;
  /** What the caller said: the same id stands for the same of it, for ever. */
  content: Record<string, unknown>;
  wallet: WalletPart;
};

export type PlannedOperation = { plan: OperationPlan; program: string };
/** What is to be done; null when there is nothing to do, which is not kept, so that it may be asked again. */
type Decide<P extends PlannedOperation | null> = (facts: WalletFacts, contentHash: string) => Result<P, Refusal>;
type Done<P> = Result<StoredOperation | Extract<P, null>, Refusal>;

/**
 * Does what the main app asks of a wallet, once: facts → plan → one batch. The same id with the same content answers
 * what was done first, with other content it is refused; a lost race is decided again on what it left.
 */
export async function performOperation<P extends PlannedOperation | null>(
  ctx: Context,
  request: OperationRequest,
  decide: Decide<P>,
): Promise<Done<P>> {
  const { kind, operationId, wallet } = request;
  const contentHash = sha256Hex(canonicalJson(request.content));
  const races = { name: `${ctx.requestId}/${operationId}`, attempts: maxAttempts, isRace: isLostRace };
  return retryRaces<Done<P>>(races, async () => {
    const facts = await loadWalletFacts(ctx.db, { mode: ctx.actor.mode, kind, operationId }, wallet);
    if (facts.known !== null) return answerKnown(facts.known, contentHash);
    const decided = decide(facts, contentHash);
    if (!decided.ok) return decided;
    // Safe because it is null.
    if (decided.value === null) return ok(decided.value as Extract<P, null>);
    const { plan, program } = decided.value;
    const newestPosition = takes(plan) ? facts.newestPosition : null;
    const audit = describeOperation(ctx, plan.operation);
    await commitOperation(ctx.db, plan, { newestPosition, nowMs: ctx.nowMs, audit });
    ctx.ring(plan.messages);
    return ok({ operation: plan.operation, program });
  });
}

export function isLostRace(error: unknown): boolean {
  const constraint = violatedConstraint(error);
  return constraint === "operation_exists" || constraint === "transition_exists" || constraint === "facts_stale";
}

export function describeOperation(ctx: Context, operation: Operation): NewAuditRow {
  const { kind, status, programId, participantId, transactionId, unit, quantity } = operation;
  const detail = { program: programId, transaction: transactionId, unit, quantity };
  return describeChange(ctx, `${kind}.${status}`, participantId, detail);
}

export function changeSetting(ctx: Context, nowMs: number): ChangeSetting {
  return { actor: actorName(ctx.actor), nowMs, newId: ctx.newId };
}

/** What only puts something in can be decided on any wallet. */
function takes({ operation, postings }: OperationPlan): boolean {
  return postings.some(({ fromOwner }) => fromOwner === operation.participantId);
}

function answerKnown(known: StoredOperation, contentHash: string): Result<StoredOperation, Refusal> {
  const { operationId, contentHash: first } = known.operation;
  return first === contentHash ? ok(known) : refuse({ code: "operation_content_differs", operationId });
}
