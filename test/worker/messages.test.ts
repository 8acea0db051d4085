import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { messageTypes } from "#domain/plan";
import { messages } from "#http/contract/messages";
import { connect } from "#support/api";
import { expectCatalogued } from "#support/catalogue";
import { createReferrer, engineContext, publishProgram, record, referee, startMs } from "#support/engine";
import { createRewardWorld, valueOf } from "#support/reward-seeds";
import { createEndpoint } from "#support/webhook-ground";
import { createWorld, payment, signUp } from "#support/world";
import { claimReward } from "#usecases/claim-reward";
import { expireReward } from "#usecases/expire-reward";
import { revokeReward } from "#usecases/revoke-reward";

test("the catalogue has every type of message and no other", () => {
  expect(Object.keys(messages).toSorted()).toEqual(messageTypes.toSorted());
});

test("what the engine tells of a referral and its rewards is what the catalogue says", async () => {
  const w = await createWorld();
  await signUp(w);
  await record(w.ctx, { id: "paid", ...payment, referee: referee("mike") });
  await record(w.ctx, {
    id: "back",
    type: "refund",
    paymentRef: payment.paymentRef,
    amountMinor: 4900,
    currency: "GBP",
    referee: referee("mike"),
  });
  expect(await expectCatalogued()).toEqual([
    "referral.converted",
    "referral.signed_up",
    "reward.available",
    "reward.reversed",
  ]);
});

test("so is what it tells of a reward that is held", async () => {
  const ctx = engineContext();
  const grant = [{ to: "referrer", kind: "free_month", quantity: 1 }] as const;
  const on = { event: "payment", occurrence: "first" } as const;
  const { programId } = await publishProgram(ctx, {
    rules: [{ key: "held", on, grant: [...grant], hold: { days: 14 } }],
  });
  const { code } = await createReferrer(ctx, programId, "Ruth");
  await record(ctx, { id: "signup", type: "signup", referee: referee("mike"), code, codeSource: "typed" });
  await record(ctx, { id: "paid", ...payment, referee: referee("mike") });
  expect(await expectCatalogued()).toEqual(["referral.converted", "referral.signed_up", "reward.pending"]);
});

test("so is what becomes of rewards afterwards", async () => {
  const { ctx, seed } = await createRewardWorld();
  valueOf(await claimReward(ctx, (await seed()).id));
  const soon = await seed({ expiresAtMs: startMs + dayMs });
  valueOf(await expireReward({ ...ctx, nowMs: startMs + dayMs }, soon.id));
  for (const fields of [{}, { needsReview: true }]) {
    valueOf(await revokeReward(ctx, { rewardId: (await seed(fields)).id, reason: "a mistake" }));
  }
  expect(await expectCatalogued()).toEqual(["reward.expired", "reward.redeemed", "reward.reversed", "reward.voided"]);
});

test("a ping, and the end of an endpoint that is gone, too", async () => {
  const api = await connect();
  const { id } = await createEndpoint(api, { url: "https://answers-410.receiver-one.com/in" });
  await api.post(`/v1/webhooks/endpoints/${id}/ping`);
  expect(await expectCatalogued()).toEqual(["endpoint.disabled", "test.ping"]);
});
