import { allocate, redeemPart } from "#domain/allocate";
import type { ChangeSetting } from "#domain/change-reward";
import { isUsable, usableBalance } from "#domain/holding";
import type { Holding } from "#domain/holding";
import { redeemedAccount } from "#domain/ledger";
import { programNowMs } from "#domain/mode";
import { shareOf } from "#domain/money";
import { postOperation } from "#domain/operation";
import type { Operation, OperationPlan } from "#domain/operation";
import type { Reward } from "#domain/reward";
import { rewardMessages } from "#domain/reward-message";

/** What an invoice covers. A month counts as 30 days where it is measured in days. */
export type Period = { months: number } | { days: number };

const daysOfMonth = 30;

/**
 * What a free month takes off an invoice: its share of the period, halves up, and never more than all of it. In
 * the currency's minor units, so a yen is a whole one.
 */
export function discountOf(amountMinor: number, period: Period): number {
  const [month, whole] = "months" in period ? [1, period.months] : [daysOfMonth, period.days];
  return whole <= month ? amountMinor : shareOf(amountMinor, month, whole);
}

/** Why an invoice is left as it is. */
export const noDiscountReasons = ["no_free_month", "nothing_to_discount"] as const;
export type NoDiscountReason = (typeof noDiscountReasons)[number];

export type InvoiceAccount = { programId: string; balance: number };

export type InvoiceOffer =
  | { discountMinor: number; month: Holding; reason: null }
  | { discountMinor: 0; month: null; reason: NoDiscountReason };

/** The free month that an invoice would use, and what it takes off. A month that would take off nothing is kept. */
export function offerForInvoice(
  { amountMinor, period }: { amountMinor: number; period: Period },
  { holdings, accounts }: { holdings: readonly Holding[]; accounts: readonly InvoiceAccount[] },
  nowMs: number,
): InvoiceOffer {
  const discountMinor = discountOf(amountMinor, period);
  if (discountMinor === 0) return { discountMinor: 0, month: null, reason: "nothing_to_discount" };
  const usable = accounts.flatMap((account) => usableMonths(account, holdings, nowMs));
  const [part] = allocate(
    usable.map(({ reward }) => reward),
    1,
  );
  const month = usable.find(({ reward }) => reward.id === part?.reward.id);
  if (month === undefined) return { discountMinor: 0, month: null, reason: "no_free_month" };
  return { discountMinor, month, reason: null };
}

/** Those of one program. A clawback may have left less in the account than its rewards say. */
function usableMonths({ programId, balance }: InvoiceAccount, holdings: readonly Holding[], nowMs: number): Holding[] {
  const own = holdings.filter(({ reward }) => reward.programId === programId);
  const canBeUsed = (held: Holding) =>
    held.reward.kind === "free_month" && isUsable(held, { by: "invoice_api", nowMs: programNowMs(held, nowMs) });
  return usableBalance({ balance, holdings: own }, canBeUsed) > 0 ? own.filter(canBeUsed) : [];
}

/** Puts one month on an invoice. */
export function planInvoice(operation: Operation, reward: Reward, setting: ChangeSetting): OperationPlan {
  const { transactionId, participantId, atMs, mode } = operation;
  const step = redeemPart({ reward, quantity: 1 }, "invoice", setting);
  const posting = postOperation(operation, {
    transactionId,
    type: "withdrawal",
    rewardId: reward.id,
    fromOwner: participantId,
    toOwner: redeemedAccount,
    quantity: 1,
    description: "invoice",
    atMs,
  });
  return {
    operation,
    parts: [{ rewardId: reward.id, quantity: 1 }],
    steps: [step],
    postings: [posting],
    messages: rewardMessages([step], { mode, newId: setting.newId }),
  };
}
