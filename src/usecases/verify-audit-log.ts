import type { Context } from "#context";
import { chainStart, verifySeals } from "#domain/audit-chain";
import type { ChainHead, ChainProblem, Verified } from "#domain/audit-chain";
import { chainHash, findChainHead, loadSealedPage } from "#store/audit-seals";
import type { JobInput, JobResult } from "#usecases/run-job";

/** How far a verification got. `isComplete`: to the newest seal, or to a problem. */
export type Verification = Verified & { isComplete: boolean };

/** Bounds one request or run: about thirty thousand rows. */
const pagesPerTurn = 10;

/** Verifies the sealed rows after a seal's last one, as far as one turn may. */
export async function verifyAuditLog(ctx: Context, afterSeq: number): Promise<Verification> {
  const head = await findChainHead(ctx.db, afterSeq);
  return verifyFrom(ctx, { seq: head.seq, hash: head.hash });
}

async function verifyFrom(ctx: Context, from: ChainHead): Promise<Verification> {
  const total: Verification = { head: from, rows: 0, seals: 0, problem: null, isComplete: false };
  for (let page = 0; page < pagesPerTurn; page += 1) {
    const verified = verifySeals({ head: total.head, ...(await loadSealedPage(ctx.db, total.head.seq)) }, chainHash);
    total.head = verified.head;
    total.rows += verified.rows;
    total.seals += verified.seals;
    total.problem = verified.problem;
    if (verified.problem !== null || verified.seals === 0) return { ...total, isComplete: true };
  }
  return total;
}

/** What the job remembers: where it is, and what came of the last time that it got through. */
export type VerificationMemory = {
  head: ChainHead;
  rows: number;
  last: { atMs: number; rows: number; head: ChainHead; problem: ChainProblem | null } | null;
};

const noVerification: VerificationMemory = { head: chainStart, rows: 0, last: null };

/** The whole log, in turns. The place is a head, so that a seal that changes between two turns is noticed. */
export async function verifyInTurns(ctx: Context, { memory }: JobInput): Promise<JobResult> {
  // Safe because only this job writes its memory.
  const before = (memory as VerificationMemory | null) ?? noVerification;
  const { head, rows, seals, isComplete, ...found } = await verifyFrom(ctx, before.head);
  const problem = found.problem ?? (isComplete ? await findMissingHead(ctx, before.last?.head ?? chainStart) : null);
  const counts = { rows, seals, problems: problem === null ? 0 : 1 };
  if (!isComplete) return { counts, more: true, memory: { ...before, head, rows: before.rows + rows } };
  if (problem !== null) ctx.log("error", "audit_log_broken", { problem: problem.code, seq: problem.seq });
  // What was seen last stays seen, as long as anything is wrong: a log that is cut off there is missed then.
  const seen = problem === null ? head : (before.last?.head ?? head);
  const last = { atMs: ctx.nowMs, rows: before.rows + rows, head: seen, problem };
  return { counts, memory: { ...noVerification, last } };
}

/** A chain that was cut off, or made anew from the start, verifies: only what was seen of it before tells. */
async function findMissingHead({ db }: Context, seen: ChainHead): Promise<ChainProblem | null> {
  const { seq, hash } = await findChainHead(db, seen.seq);
  return seq === seen.seq && hash === seen.hash ? null : { code: "head_missing", seq: seen.seq };
}
