import type { Context } from "#context";
import type { FulfilmentFacts } from "#domain/fulfilment";
import type { Mode } from "#domain/mode";
import type { BalanceChange, StripeAccount, StripeAnswer } from "#domain/outside";
import type { ProgramDocument } from "#domain/program";
import { providerCustomers } from "#schema/providers";
import { dispatchMessage } from "#usecases/dispatch-message";
import { fulfilReward } from "#usecases/fulfil-reward";
import { grantReward } from "#usecases/grant-reward";
import { createReferrer, engineContext, inTestMode, publishProgram } from "#support/engine";
import { rows } from "#support/ledger";
import { valueOf } from "#support/reward-seeds";

/** What lies outside the door: an account at Stripe that keeps to its contract, and can be made to wait or fail. */
export function createAccount() {
  const made = new Map<string, number>();
  const asked: BalanceChange[] = [];
  const answers: StripeAnswer[] = [];
  let during: () => Promise<unknown> = async () => {};
  const account: StripeAccount = {
    async adjustBalance(change) {
      asked.push(change);
      const answer = answers.shift();
      if (answer === undefined || answer.isDone) made.set(change.idempotencyKey, change.amountMinor);
      const meanwhile = during;
      during = async () => {};
      await meanwhile();
      return answer ?? { isDone: true, externalId: `cbtxn_${change.idempotencyKey}`, isUsed: false, durationMs: 7 };
    },
    giveCoupon: async () => Promise.reject(new Error("no coupon is expected")),
    takeCoupon: async () => Promise.reject(new Error("no coupon is expected")),
  };
  return {
    account,
    asked,
    answerOnce: (answer: StripeAnswer) => void answers.push(answer),
    /** Happens once, after the call was carried out and before it is answered. */
    meanwhile: (happens: () => Promise<unknown>) => void (during = happens),
    balance: () => [...made.values()].reduce((sum, amount) => sum + amount, 0),
  };
}

type Options = {
  mode?: Mode;
  fulfilment?: ProgramDocument["fulfilment"];
  isConfigured?: boolean;
  customerId?: string | null;
  clockMs?: number;
};

/** A program whose credits are Stripe's to give, and Sarah, whose customer there is known. */
export async function createFulfilmentGround(options: Options = {}) {
  const { mode = "live", fulfilment = { credit: "stripe" }, isConfigured = true, customerId = "cus_sarah" } = options;
  const stripe = createAccount();
  const base = engineContext();
  const outside = { ...base.outside, stripe: () => (isConfigured ? stripe.account : null) };
  const ctx = { ...(mode === "test" ? inTestMode(base) : base), outside };
  const clock = options.clockMs === undefined ? {} : { clockMs: options.clockMs };
  const { programId, document } = await publishProgram(ctx, { fulfilment }, { mode, ...clock });
  const { id: sarahId } = await createReferrer(ctx, programId, "Sarah");
  const map = async (customer: string) =>
    ctx.db
      .insert(providerCustomers)
      .values({ mode, provider: "stripe", customerId: customer, participantId: sarahId, place: 1, createdAtMs: 0 });
  if (customerId !== null) await map(customerId);
  let granted = 0;

  /** A credit by hand, with its message on its way. Gives the reward's id. */
  async function grant(amountMinor = 1000, expiresDays?: number): Promise<string> {
    const operationId = `grant-${++granted}`;
    const what = { kind: "credit", amount_minor: amountMinor, currency: "GBP" } as const;
    const whom = { program: programId, participant: sarahId, expiresDays };
    return valueOf(await grantReward(ctx, { ...whom, grant: what, reason: "goodwill", operationId })).reward.id;
  }

  /** Hands on whatever is to be told. */
  async function dispatch(at: Context = ctx): Promise<void> {
    const messages = await rows<{ id: string }>("SELECT id FROM outbox WHERE status = 'due' ORDER BY id");
    for (const { id } of messages) await dispatchMessage(at, id);
  }

  async function handOver(rewardId: string, nowMs = ctx.nowMs): Promise<void> {
    await dispatch();
    await fulfilReward({ ...ctx, nowMs }, rewardId);
  }

  async function standing(rewardId: string): Promise<Partial<Standing>> {
    return (await rows<Standing>("SELECT * FROM fulfilments WHERE reward_id = ?", rewardId))[0] ?? {};
  }

  async function balance(): Promise<number> {
    const [account] = await rows<{ balance: number }>("SELECT balance FROM accounts WHERE owner_id = ?", sarahId);
    return account?.balance ?? 0;
  }

  return { ctx, stripe, programId, document, sarahId, map, grant, dispatch, handOver, standing, balance };
}

type Standing = {
  form: FulfilmentFacts["fulfilment"]["form"];
  status: FulfilmentFacts["fulfilment"]["status"];
  given_quantity: number;
  reason: string | null;
  due_at_ms: number;
  attempts: number;
};

/** What the ledger says was given outside. */
export async function bookedOutside(): Promise<number> {
  const [sum] = await rows<{ quantity: number }>(
    "SELECT coalesce(sum(amount), 0) AS quantity FROM entries WHERE owner_id = 'house:redeemed'",
  );
  return sum?.quantity ?? 0;
}

export async function rewardOf(id: string) {
  return (await rows("SELECT state, redeemed_quantity FROM rewards WHERE id = ?", id))[0];
}
