import { and, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { Holding } from "#domain/holding";
import type { Mode } from "#domain/mode";
import type { OperationKind } from "#domain/operation";
import type { Fulfilment } from "#domain/program";
import type { UndoFacts } from "#domain/undo-operation";
import { accounts, operationParts, operations } from "#schema/ledger";
import { rewards } from "#schema/rewards";
import type { Database } from "#store/database";
import { operationColumns, readOperation } from "#store/operations";
import type { StoredOperation } from "#store/operations";
import { asReward } from "#store/reward-facts";
import { selectNewestPosition } from "#store/wallet-position";

export type OperationKey = { mode: Mode; kind: OperationKind; operationId: string };
/** Whose accounts: in one program, or in all of the mode. */
export type WalletPart = { ownerId: string; unit: string; programId: string | null };

export type WalletFacts = {
  known: StoredOperation | null;
  holdings: Holding[];
  accounts: { programId: string; balance: number }[];
  /** How many movements the wallet has had: another one makes what was decided on it void. */
  newestPosition: number;
};

/** What a use of a wallet is decided on, in one batch. */
export async function loadWalletFacts(db: Database, key: OperationKey, part: WalletPart): Promise<WalletFacts> {
  const { ownerId, unit, programId } = part;
  const [known, held, balances, newest] = await db.batch([
    db.select(operationColumns).from(operations).where(isOperation(key)),
    db
      .select({ ...getTableColumns(rewards), fulfilment, program, clockMs })
      .from(rewards)
      .where(
        and(
          eq(rewards.beneficiaryId, ownerId),
          isAvailable,
          eq(rewards.unit, unit),
          programId === null ? undefined : eq(rewards.programId, programId),
        ),
      ),
    db
      .select({ programId: accounts.programId, balance: accounts.balance })
      .from(accounts)
      .where(
        and(
          eq(accounts.ownerId, ownerId),
          eq(accounts.unit, unit),
          programId === null ? undefined : eq(accounts.programId, programId),
        ),
      ),
    selectNewestPosition(db, ownerId),
  ]);
  return {
    known: known[0] === undefined ? null : readOperation(known[0]),
    holdings: held.map(readHolding),
    accounts: balances,
    newestPosition: newest[0]?.newestPosition ?? 0,
  };
}

export type StoredUndoFacts = UndoFacts & { known: StoredOperation; newestPosition: number };

/** An operation with the rewards it used and the account they are of, as they stand now. */
export async function loadUndoFacts(db: Database, key: OperationKey): Promise<StoredUndoFacts | null> {
  const transactionId = db.select({ id: operations.transactionId }).from(operations).where(isOperation(key));
  const used = db
    .select({ id: operationParts.rewardId })
    .from(operationParts)
    .where(inArray(operationParts.transactionId, transactionId));
  const account = sql`(SELECT participant_id, program_id, unit FROM operations WHERE ${isOperation(key)})`;
  const ownerId = sql`(SELECT participant_id FROM operations WHERE ${isOperation(key)})`;
  const [[known], parts, rows, [held], heldRows, [newest]] = await db.batch([
    db.select(operationColumns).from(operations).where(isOperation(key)),
    db.select().from(operationParts).where(inArray(operationParts.transactionId, transactionId)),
    db.select().from(rewards).where(inArray(rewards.id, used)),
    db
      .select()
      .from(accounts)
      .where(sql`(owner_id, program_id, unit) = ${account}`),
    db
      .select()
      .from(rewards)
      .where(sql`${isAvailable} AND (beneficiary_id, program_id, unit) = ${account}`),
    selectNewestPosition(db, ownerId),
  ]);
  if (known === undefined) return null;
  const byId = new Map(rows.map((row) => [row.id, asReward(row)]));
  const usedParts = parts.flatMap(({ rewardId, quantity }) => {
    const reward = byId.get(rewardId);
    return reward === undefined ? [] : [{ reward, quantity }];
  });
  return {
    known: readOperation(known),
    parts: usedParts,
    account: { balance: held?.balance ?? 0, held: heldRows.map(asReward) },
    newestPosition: newest?.newestPosition ?? 0,
  };
}

/** A literal, which the index of what an account holds wants. */
const isAvailable = sql`${rewards.state} = 'available'`;

function isOperation({ mode, kind, operationId }: OperationKey) {
  return and(eq(operations.mode, mode), eq(operations.kind, kind), eq(operations.operationId, operationId));
}

/** As the version in force says; as it was promised, where that one grants nothing of the kind any more. */
const fulfilment = sql<Fulfilment | null>`coalesce(
  (SELECT json_extract(v.document, '$.fulfilment.' || rewards.kind) FROM programs p
    JOIN program_versions v ON v.program_id = p.id AND v.version = p.current_version WHERE p.id = rewards.program_id),
  (SELECT json_extract(v.document, '$.fulfilment.' || rewards.kind) FROM program_versions v
    WHERE v.program_id = rewards.program_id AND v.version = rewards.version))`.as("fulfilment");
const program = sql<string>`(SELECT p.key FROM programs p WHERE p.id = rewards.program_id)`.as("program");
const clockMs = sql<number | null>`(SELECT p.clock_ms FROM programs p WHERE p.id = rewards.program_id)`.as("clock_ms");

type HeldRow = typeof rewards.$inferSelect & { fulfilment: Fulfilment | null; program: string; clockMs: number | null };

function readHolding({ fulfilment: by, program: key, clockMs: clock, ...row }: HeldRow): Holding {
  return { reward: asReward(row), fulfilment: by, program: key, clockMs: clock };
}
