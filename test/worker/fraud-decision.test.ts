import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { erasedMailbox } from "#domain/erasure";
import { signalNames } from "#domain/fraud-settings";
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
  assessed,
  reviewed,
  later,
} from "#support/fraud-ground";
import { expectLedgerBalanced, rows } from "#support/ledger";
import type { World } from "#support/world";
import { explainReferral } from "#usecases/explain-referral";
import { recordEvent } from "#usecases/record-event";

afterEach(expectLedgerBalanced);

describe("before anything is promised", () => {
  test("a low risk is paid, and assessed once for both sides, with every signal", async () => {
    const w = await createWorld();
    await signUp(w);
    await record(w.ctx, payment());
    expect(await standing()).toEqual(["referrer available", "referee available"]);
    expect(await assessed()).toEqual([{ moment: "decision", risk: "low", action: "approve" }]);
    const [row] = await rows<{ signals: string; version: number }>("SELECT signals, version FROM assessments");
    expect(row?.version).toBe(1);
    expect(JSON.parse(row?.signals ?? "")).toHaveLength(signalNames.length);
    expect(await reviewed()).toEqual([]);
  });

  test("a medium risk is held for 14 days, or as long as the rule or the program says", async () => {
    const until = async (document: Partial<ProgramDocument>, id: string) => {
      const w = await createWorld(document);
      await shareCard(w);
      await signUp(w, id);
      await record(w.ctx, payment(id, byCard));
      const held = await rows<{ days: number; state: string; reason: string }>(
        `SELECT (release_at_ms - earned_at_ms) / ${dayMs} AS days, state, reason FROM rewards
         JOIN reward_transitions ON reward_id = id WHERE program_id = ?`,
        w.programId,
      );
      return held.map(({ days, state, reason }) => `${state} ${days} ${reason}`);
    };
    expect(await until({}, "mike")).toEqual(["pending 14 risk", "pending 14 risk"]);
    expect(await until({ rules: heldFor(20) }, "nina")).toEqual(["pending 20 hold", "pending 20 hold"]);
    const fraud = { preset: "moderate", hold_days: 30 } as const;
    expect(await until({ rules: heldFor(20), fraud }, "otto")).toEqual(["pending 30 risk", "pending 30 risk"]);
    expect(await reviewed()).toEqual([]);
  });

  test("an event that comes meanwhile leaves the days of a medium risk as they are", async () => {
    const w = await createWorld();
    await shareCard(w);
    await signUp(w);
    await record(w.ctx, payment("mike", byCard));
    await record(later(w, 1), { id: "trial", type: "trial_started", referee: referee("mike") });
    expect(await rows(`SELECT (release_at_ms - earned_at_ms) / ${dayMs} AS days, state FROM rewards LIMIT 1`)).toEqual([
      { days: 14, state: "pending" },
    ]);
  });

  test("a high risk waits for a person, and its review is opened once", async () => {
    const w = await createWorld();
    await shareCard(w);
    await signUpAlike(w);
    const answer = await record(w.ctx, payment("mike", byCard));
    expect(await standing()).toEqual(["referrer pending, in review", "referee pending, in review"]);
    expect(await assessed()).toEqual([{ moment: "decision", risk: "high", action: "review" }]);
    const [assessment] = await rows<{ id: string }>("SELECT id FROM assessments");
    const referralId = answer.outcomes[0]?.referralId;
    expect(await reviewed()).toEqual([
      { referral_id: referralId, status: "open", score: 800_000, assessment_id: assessment?.id },
    ]);
    expect(await rows("SELECT count(*) AS n FROM outbox WHERE payload LIKE '%\"needs_review\":true%'")).toEqual([
      { n: 2 },
    ]);
  });

  test.each([
    ["a throw-away mailbox", async () => {}, { email: "mike@mail.throwaway.example" }],
    ["a blocked mailbox", async () => list("email", "mike@home.example"), { email: "Mike+1@home.example" }],
    [
      "the blocked mailbox of somebody who was erased",
      async ({ ctx }: World) => list("email", erasedMailbox(ctx.signing, "mike@home.example")[0] ?? ""),
      { email: "mike+2@home.example" },
    ],
    ["a blocked domain", async () => list("domain", "bad.example"), { email: "mike@sub.bad.example" }],
    ["a blocked domain of the referrer", async () => list("domain", "lens.example"), {}],
    ["a blocked pattern", async () => list("pattern", "mike*@*"), {}],
    [
      "a mailbox that somebody had before",
      async (w: World) =>
        createReferrer(w.ctx, w.programId, "Mike", { email: "mike@icloud.com", createdAtMs: startMs - 1 }),
      {},
    ],
  ] as const)("%s denies both sides, and nobody is told why", async (_name, prepare, fields) => {
    const w = await createWorld();
    await prepare(w);
    await signUp(w, "mike", fields);
    const answer = await record(w.ctx, payment());
    expect(await standing()).toEqual(["referrer denied", "referee denied"]);
    expect(answer.outcomes[0]?.denials.map(({ code }) => code)).toEqual(["fraud_rejected", "fraud_rejected"]);
    expect(await rows("SELECT DISTINCT action FROM assessments")).toEqual([{ action: "reject" }]);
    expect(await rows("SELECT used FROM counters WHERE name LIKE 'limit:%'")).toEqual([]);
    const explained = await explainReferral(w.ctx, answer.outcomes[0]?.referralId ?? "");
    if (!explained.ok) throw new Error("not explained");
    const [forTeam, ...others] = explained.value.sentences.filter(({ text }) => /fraud|check/.test(text));
    expect(forTeam?.code).toBe("referral_assessed");
    const told = [...others, ...explained.value.rewards].map(({ text }) => text).join("\n");
    expect(told).toMatch(/did not pass the program's checks/);
    expect(told).not.toMatch(/blocked|disposable|duplicate|fraud|score|list|signal|threshold|risk/);
  });

  test("allowed by name, whoever looks like others is paid", async () => {
    const w = await createWorld();
    await shareCard(w);
    await list("email", "mike@icloud.com", "allow");
    await signUp(w);
    await record(w.ctx, payment("mike", byCard));
    expect(await standing()).toEqual(["referrer available", "referee available"]);
    expect(await rows("SELECT risk, action, allowed_by FROM assessments")).toEqual([
      { risk: "medium", action: "approve", allowed_by: "fle_allow_mike@icloud.com" },
    ]);
  });

  test("a list of another program says nothing, and a program that is off asks no list", async () => {
    const w = await createWorld();
    await list("domain", "icloud.com", "block", { programId: "prg_other" });
    await signUp(w);
    await record(w.ctx, payment());
    const off = await createWorld({ fraud: { preset: "off" } });
    await list("domain", "icloud.com");
    await signUp(off, "nina");
    await record(off.ctx, payment("nina"));
    expect(await rows("SELECT DISTINCT state FROM rewards")).toEqual([{ state: "available" }]);
    expect(await assessed()).toHaveLength(1);
  });

  test("the version in force now says how, and not the one that was promised", async () => {
    const w = await createWorld({ fraud: { preset: "off" } });
    await shareCard(w);
    await signUp(w);
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO program_versions SELECT program_id, 2, json_remove(document, '$.fraud'), published_at_ms, published_by FROM program_versions`,
      ),
      env.DB.prepare("UPDATE programs SET current_version = 2"),
    ]);
    await record(w.ctx, payment("mike", byCard));
    expect(await standing()).toEqual(["referrer pending", "referee pending"]);
    expect(await rows("SELECT version FROM assessments")).toEqual([{ version: 2 }]);
  });

  test("a payment over its rule's review value waits for a person, and what other rules earn does not", async () => {
    const [rule] = bothSides;
    if (rule === undefined) throw new Error("no rule");
    const plain = { ...rule, key: "plain", grant: rule.grant.slice(1) };
    const valued = { ...rule, grant: rule.grant.slice(0, 1), review: { over_minor: 4000 } };
    const w = await createWorld({ rules: [valued, plain] });
    await signUp(w);
    await record(w.ctx, payment());
    expect(await standing()).toEqual(["referrer pending, in review", "referee available"]);
    const [row] = await rows<{ rules: string; action: string }>("SELECT rules, action FROM assessments");
    expect([row?.action, JSON.parse(row?.rules ?? "")]).toEqual([
      "review",
      [{ rule: "over_review_value", action: "review", about: "payment", evidence: [] }],
    ]);
    expect(await reviewed()).toMatchObject([{ status: "open", score: 0 }]);
  });

  test("the review keeps the assessment that asked for the most, whatever a milder one scores", async () => {
    const [rule] = bothSides;
    if (rule === undefined) throw new Error("no rule");
    const on = { event: "payment", occurrence: "every" } as const;
    const w = await createWorld({ rules: [{ ...rule, on, review: { over_minor: 10_000 } }] });
    await signUp(w);
    await record(w.ctx, payment("mike", { amountMinor: 50_000 }));
    const [asked] = await reviewed();
    await shareCard(w);
    await record(w.ctx, payment("mike", { ...byCard, id: "pay-2", paymentRef: "inv-2" }));
    expect(await rows("SELECT action, score FROM assessments ORDER BY id")).toEqual([
      { action: "review", score: 0 },
      { action: "hold", score: 450_000 },
    ]);
    expect(await reviewed()).toEqual([asked]);
    await record(w.ctx, payment("mike", { ...byCard, id: "pay-3", paymentRef: "inv-3", amountMinor: 50_000 }));
    expect(await reviewed()).toMatchObject([{ status: "open", score: 450_000 }]);
  });

  test("who is rejected counts for nobody, and is told so once, until nothing speaks against him any more", async () => {
    const milestone: ProgramDocument["rules"] = [
      { key: "second", on: { count: { reaches: 2 } }, grant: [{ to: "referrer", kind: "points", quantity: 5 }] },
    ];
    const w = await createWorld({ rules: milestone, fulfilment: { points: "wallet" } });
    await signUp(w, "ann");
    await record(w.ctx, payment("ann"));
    await signUp(w, "mike", { email: "mike@throwaway.example" });
    const answer = await record(w.ctx, payment("mike"));
    await record(w.ctx, payment("mike", { id: "pay-2", paymentRef: "inv-2" }));
    expect(await standing()).toEqual([]);
    // Of whom nothing speaks against nothing is kept where nothing was promised.
    expect(await assessed()).toMatchObject([{ action: "reject" }]);
    const [explained] = await rows<{ n: number }>(
      "SELECT count(*) AS n FROM explanations, json_each(clauses) WHERE value ->> 'code' = 'referral_turned_away'",
    );
    expect([answer.outcomes.length, explained?.n]).toEqual([1, 1]);
    await list("email", "mike@throwaway.example", "allow");
    await record(w.ctx, payment("mike", { id: "pay-3", paymentRef: "inv-3" }));
    expect(await standing()).toEqual(["referrer available"]);
  });

  test("what is sent again, or reported twice, is not assessed again, whoever races", async () => {
    const w = await createWorld();
    await signUp(w);
    const copies = [payment(), payment(), payment("mike", { id: "by-provider" }), payment("mike", { id: "by-app" })];
    await Promise.all(copies.map((event) => recordEvent(w.ctx, event)));
    await record(w.ctx, payment());
    expect(await assessed()).toHaveLength(1);
  });
});
