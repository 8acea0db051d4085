import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import type { ProgramDocument } from "#domain/program";
import { createReferrer, record, referee, startMs } from "#support/engine";
import {
  bothSides,
  heldFor,
  createWorld,
  signUp,
  payment,
  shareCard,
  byCard,
  signUpAlike,
  list,
  standing,
  rewardIds,
  assessed,
  reviewed,
  later,
  releaseAll,
  decide,
} from "#support/fraud-ground";
import { expectLedgerBalanced, rows } from "#support/ledger";
import type { World } from "#support/world";
import { approveReward } from "#usecases/approve-reward";
import { claimReward } from "#usecases/claim-reward";
import { judgeReview } from "#usecases/judge-review";
import { reassignReferral } from "#usecases/reassign-referral";
import { releaseReward } from "#usecases/release-reward";

afterEach(expectLedgerBalanced);

describe("when the hold ends", () => {
  test("what is still of a medium risk goes to a person, and nothing is told twice", async () => {
    const w = await createWorld();
    await shareCard(w);
    await signUp(w);
    await record(w.ctx, payment("mike", byCard));
    await releaseAll(w, 13);
    expect(await standing()).toEqual(["referrer pending", "referee pending"]);
    expect(await assessed()).toHaveLength(1);
    await releaseAll(w, 14);
    expect(await standing()).toEqual(["referrer pending, in review", "referee pending, in review"]);
    expect((await assessed()).map(({ moment }) => moment)).toEqual(["decision", "release", "release"]);
    expect(await reviewed()).toMatchObject([{ status: "open", score: 450_000 }]);
    expect(
      await rows("SELECT json_extract(payload, '$.again') AS again FROM outbox WHERE type = 'reward.pending'"),
    ).toEqual([0, 0, 1, 1].map((again) => ({ again })));
    const [first = ""] = await rewardIds();
    expect(await claimReward(later(w, 15), first)).toMatchObject({ ok: false });
    await approveReward(later(w, 15), { rewardId: first, reason: "known" });
    expect(await standing()).toEqual(["referrer available", "referee pending, in review"]);
  });

  test.each(["in_review", "voided"] as const)(
    "a claim that is refused because it is %s finds it so",
    async (reason) => {
      const w = await createWorld({
        rules: bothSides.map((rule) => ({ ...rule, claim: "manual" })),
        fulfilment: { credit: "claim" },
      });
      await shareCard(w);
      await signUp(w);
      await record(w.ctx, payment("mike", byCard));
      if (reason === "voided") await list("email", "mike@icloud.com");
      const [, id = ""] = await rewardIds();
      for (let again = 0; again < 2; again += 1)
        expect(await claimReward(later(w, 14), id)).toMatchObject({
          refusal: { code: "reward_not_claimable", reason },
        });
      expect((await standing())[1]).toBe(reason === "voided" ? "referee voided" : "referee pending, in review");
      expect((await assessed()).filter(({ moment }) => moment === "release")).toHaveLength(1);
      expect(await reviewed()).toHaveLength(reason === "voided" ? 0 : 1);
    },
  );

  test("what is of no risk any more is released, by the job and by a claim", async () => {
    const w = await createWorld({
      rules: bothSides.map((rule) => ({ ...rule, claim: "manual" })),
      fulfilment: { credit: "claim" },
    });
    await shareCard(w);
    await signUp(w);
    await record(w.ctx, payment("mike", byCard));
    await env.DB.prepare("UPDATE participants SET payment_fingerprint = NULL WHERE name LIKE 'stranger%'").run();
    const [referrers = "", referees = ""] = await rewardIds();
    await releaseReward(later(w, 14), referrers);
    expect(await claimReward(later(w, 14), referees)).toMatchObject({ ok: true });
    expect(await standing()).toEqual(["referrer available", "referee redeemed"]);
    expect(await rows("SELECT DISTINCT action FROM assessments WHERE moment = 'release'")).toEqual([
      { action: "approve" },
    ]);
  });

  test("an event releases what scoring lets go, and leaves to the job what it does not", async () => {
    const w = await createWorld({ rules: heldFor(14) });
    for (const id of ["mike", "nina"]) await signUp(w, id);
    await record(w.ctx, payment("mike"));
    await record(w.ctx, payment("nina", byCard));
    await shareCard(w);
    for (const id of ["mike", "nina"])
      await record(later(w, 14), { id: `trial-${id}`, type: "trial_started", referee: referee(id) });
    expect(await rows("SELECT subject, state, count(*) AS n FROM rewards GROUP BY 1, 2 ORDER BY 1")).toEqual([
      { subject: "inv-mike", state: "available", n: 2 },
      { subject: "inv-nina", state: "pending", n: 2 },
    ]);
    expect((await assessed()).map(({ moment }) => moment)).toEqual(["decision", "decision", "release"]);
  });

  test.each([
    ["whoever was blocked meanwhile", async (w: World) => list("participant", w.sarah.id), ["voided", "voided"]],
    [
      "a referrer who may not earn any more",
      async (w: World) =>
        env.DB.prepare("UPDATE participants SET status = 'suspended' WHERE id = ?").bind(w.sarah.id).run(),
      ["voided", "available"],
    ],
  ] as const)("%s gets nothing", async (_name, change, ends) => {
    const w = await createWorld({ rules: heldFor(14) });
    await signUp(w);
    await record(w.ctx, payment());
    await change(w);
    await releaseAll(w, 14);
    expect(await standing()).toEqual([`referrer ${ends[0]}`, `referee ${ends[1]}`]);
    expect(await rows("SELECT DISTINCT reason FROM reward_transitions WHERE to_state = 'voided'")).toEqual([
      { reason: "fraud_rejected" },
    ]);
  });

  test("whom a person has approved is not asked about again, unless a list blocks him", async () => {
    const w = await createWorld({ rules: heldFor(14) });
    await shareCard(w);
    await signUpAlike(w);
    await record(w.ctx, payment("mike", byCard));
    await decide("approved");
    const ids = await rewardIds();
    for (const rewardId of ids) await approveReward(w.ctx, { rewardId, reason: "friends" });
    expect(await standing()).toEqual(["referrer pending", "referee pending"]);
    const [referrers = "", referees = ""] = ids;
    await releaseReward(later(w, 14), referrers);
    await list("email", "mike@icloud.com");
    await releaseReward(later(w, 14), referees);
    expect(await standing()).toEqual(["referrer available", "referee voided"]);
    expect(await reviewed()).toMatchObject([{ status: "approved" }]);
  });
});

describe("a person's approval", () => {
  async function approvedWorld() {
    const w = await createWorld({ rules: heldFor(14) });
    await shareCard(w);
    await signUpAlike(w);
    await record(w.ctx, payment("mike", byCard));
    const [review] = await rows<{ id: string; referral_id: string }>("SELECT id, referral_id FROM reviews");
    const judgement = { verdict: "approve", note: "friends", overrules: undefined, untilMs: undefined } as const;
    expect(await judgeReview(w.ctx, { reviewId: review?.id ?? "", ...judgement })).toMatchObject({ ok: true });
    return { w, referralId: review?.referral_id ?? "" };
  }

  test("does not give a referrer what he may not earn any more, and gives the referee his own", async () => {
    const { w } = await approvedWorld();
    await env.DB.prepare("UPDATE participants SET status = 'suspended' WHERE id = ?").bind(w.sarah.id).run();
    await releaseAll(w, 14);
    expect(await standing()).toEqual(["referrer voided", "referee available"]);
  });

  test("does not hold for another referrer, of whom somebody has to say something if he is suspicious too", async () => {
    const { w, referralId } = await approvedWorld();
    const rita = await createReferrer(w.ctx, w.programId, "Rita", { email: "rita@right.example" });
    expect(await reassignReferral(later(w, 1), { referralId, referrerId: rita.id, reason: "wrong" })).toMatchObject({
      ok: true,
    });
    // The card is the referee's: a medium risk with any referrer, for which nobody vouches now.
    expect(await reviewed()).toEqual([]);
    await releaseAll(w, 15);
    expect(await reviewed()).toMatchObject([{ referral_id: referralId, status: "open" }]);
  });
});

describe("a person's verdict", () => {
  const every: ProgramDocument["rules"] = bothSides.map((rule) => ({
    ...rule,
    on: { event: "payment", occurrence: "every" },
  }));
  const again = (nth: number) => payment("mike", { ...byCard, id: `pay-${nth}`, paymentRef: `inv-${nth}` });

  test("that approves holds for what is earned later on the same grounds, and not on others", async () => {
    const w = await createWorld({ rules: every });
    await shareCard(w);
    await signUpAlike(w);
    await record(w.ctx, again(1));
    await decide("approved");
    await record(w.ctx, again(2));
    const states = async () => rows("SELECT subject, state FROM rewards WHERE side = 'referrer' ORDER BY id");
    expect(await states()).toEqual([
      { subject: "inv-1", state: "pending" },
      { subject: "inv-2", state: "available" },
    ]);
    await createReferrer(w.ctx, w.programId, "Later", { email: "mike@icloud.com", createdAtMs: startMs + dayMs });
    await record(w.ctx, again(3));
    expect((await states())[2]).toEqual({ subject: "inv-3", state: "pending" });
    expect(await reviewed()).toMatchObject([{ status: "open" }]);
  });

  test("that rejects denies what is earned later", async () => {
    const w = await createWorld({ rules: every });
    await shareCard(w);
    await signUpAlike(w);
    await record(w.ctx, again(1));
    await decide("rejected");
    await record(w.ctx, again(2));
    expect(await rows("SELECT DISTINCT subject, state FROM rewards ORDER BY 1")).toEqual([
      { subject: "inv-1", state: "pending" },
      { subject: "inv-2", state: "denied" },
    ]);
  });
});
