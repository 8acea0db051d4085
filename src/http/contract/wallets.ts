import * as z from "zod";
import { referenceOf, statusOf } from "#domain/movement";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, pathId, shownInstant, showInstant } from "#http/contract/wire";
import type { Balance, MovementGround, WalletEntry } from "#store/wallets";

const shownBalance = z
  .strictObject({
    program_id: id("prg"),
    program: z.string(),
    unit: z.string(),
    balance: z.int().meta({ description: "In the unit's smallest part; below zero after a clawback." }),
  })
  .meta({ id: "Balance" });

const shownEntry = z
  .strictObject({
    transaction_id: id("txn"),
    program_id: id("prg"),
    type: z.string(),
    unit: z.string(),
    amount: z.int(),
    balance_after: z.int(),
    reward_id: id("rwd").nullable(),
    reverses_id: id("txn").nullable(),
    reference: z.string().nullable().meta({
      description: "The operation or invoice that the main app made it with; else what earned the reward.",
    }),
    status: z.enum(["completed", "reversed"]).meta({
      description: "Reversed: a later movement undid it. Both stay in the list.",
    }),
    description: z.string(),
    metadata: z.record(z.string(), z.unknown()).nullable().meta({ description: "As given with the operation." }),
    entries: z
      .array(z.strictObject({ account: z.string(), amount: z.int() }))
      .meta({ description: "Both sides of the movement, which sum to zero; `house:…` is the program's own side." }),
    at: shownInstant,
  })
  .meta({ id: "WalletEntry" });

export const shownWallet = z
  .strictObject({ participant_id: id("ptc"), balances: z.array(shownBalance), transactions: pageOf(shownEntry) })
  .meta({ id: "Wallet" });

export function showBalance({ programId, program, unit, balance }: Balance): z.input<typeof shownBalance> {
  return { program_id: programId, program, unit, balance };
}

export function showEntry(
  { entry, counterEntry, movement }: WalletEntry,
  ground: MovementGround,
): z.input<typeof shownEntry> {
  const { id: transactionId, type } = movement;
  const { detail = null } = ground.operation ?? {};
  return {
    transaction_id: movement.id,
    program_id: entry.programId,
    type: movement.type,
    unit: entry.unit,
    amount: entry.amount,
    // Safe because only house accounts leave it out, and those are not listed.
    balance_after: entry.balanceAfter ?? 0,
    reward_id: movement.rewardId,
    reverses_id: movement.reversesId,
    reference: referenceOf({ transactionId, type, ...ground }),
    status: statusOf({ transactionId, type, ...ground }),
    description: detail?.description ?? movement.description,
    metadata: detail?.metadata ?? null,
    entries: [entry, counterEntry].map(({ ownerId, amount }) => ({ account: ownerId, amount })),
    at: showInstant(movement.atMs),
  };
}

export const getWalletOperation = defineOperation({
  method: "get",
  path: "/v1/participants/:id/wallet",
  operationId: "getWallet",
  summary: "Get a participant's balances and the movements behind them",
  tag: "Rewards",
  scope: "wallets:read",
  participant: { by: "param", name: "id" },
  params: z.strictObject({ id: pathId }),
  query: z.strictObject(pageQuery("transactions")),
  answer: shownWallet,
  refusals: ["not_found"],
});

export const walletOperations = [getWalletOperation];
