import type { Context } from "#context";
import { clickToken, createReferrer, engineContext, publishProgram, record, referee } from "#support/engine";
import { rows } from "#support/ledger";

/** A published supplier network with Sarah, who refers. */
export type World = { ctx: Context; programId: string; sarah: { id: string; code: string; linkId: string } };

export const payment = { type: "payment", amountMinor: 4900, currency: "GBP", paymentRef: "inv-1" } as const;

export async function createWorld(ctx: Context = engineContext()): Promise<World> {
  const { programId } = await publishProgram(ctx);
  return { ctx, programId, sarah: await createReferrer(ctx, programId, "Sarah") };
}

/** Signs somebody up who clicked Sarah's link. */
export async function signUp(w: World, id = "mike") {
  const click = clickToken(w.programId, [{ code: w.sarah.code }]);
  return record(w.ctx, { id: `signup-${id}`, type: "signup", referee: referee(id), click });
}

type RewardRow = {
  side: string;
  state: string;
  quantity: number;
  reversed_quantity: number;
  beneficiary_id: string;
};

export async function rewardRows(): Promise<RewardRow[]> {
  return rows<RewardRow>("SELECT * FROM rewards ORDER BY side");
}

/** The context with something around each of its database batches: a count, a crash, a lost race. */
export function aroundBatches(
  ctx: Context,
  around: (batch: () => Promise<unknown>, call: number) => Promise<unknown>,
): Context {
  let calls = 0;
  const db = new Proxy(ctx.db, {
    get: (target, key, receiver) =>
      key === "batch"
        ? (...args: Parameters<typeof target.batch>) => around(() => target.batch(...args), ++calls)
        : Reflect.get(target, key, receiver),
  });
  return { ...ctx, db };
}
