import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import {
  clickToken,
  createReferrer,
  engineContext,
  inTestMode,
  publishProgram,
  record,
  referee,
  startMs,
} from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { createWorld, payment, rewardRows, signUp } from "#support/world";
import type { World } from "#support/world";
import { explainReferral } from "#usecases/explain-referral";

afterEach(expectLedgerBalanced);

describe("vector 9", () => {
  test("a recurring payment on day 200 still pays with a 30-day click window", async () => {
    const ctx = engineContext();
    const grant = [{ to: "referrer", kind: "credit", amount_minor: 500, currency: "GBP" }] as const;
    const { programId } = await publishProgram(ctx, {
      rules: [{ key: "every", on: { event: "payment", occurrence: "every" }, grant: [...grant] }],
    });
    const w = { ctx, programId, sarah: await createReferrer(ctx, programId, "Sarah") };
    await signUp(w);
    await record({ ...ctx, nowMs: startMs + dayMs }, { id: "p1", ...payment, referee: referee("mike") });
    await record(
      { ...ctx, nowMs: startMs + 200 * dayMs },
      { id: "p2", ...payment, referee: referee("mike"), paymentRef: "inv-2" },
    );
    expect(await rows("SELECT balance FROM accounts")).toEqual([{ balance: 1000 }]);
  });
});

describe("vector 12", () => {
  test.each([
    ["first_touch", "ann", [1_000_000, 0]],
    ["last_touch", "bob", [0, 1_000_000]],
    ["linear", "ann", [500_000, 500_000]],
  ] as const)("touches A then B under %s credit %s", async (model, winner, weights) => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx, { attribution: { model, window_days: 30 } });
    const people = {
      ann: await createReferrer(ctx, programId, "Ann"),
      bob: await createReferrer(ctx, programId, "Bob"),
    };
    const click = clickToken(programId, [
      { code: people.ann.code, atMs: startMs - 2000 },
      { code: people.bob.code, atMs: startMs - 1000 },
    ]);
    const answer = await record(ctx, { id: "s", type: "signup", referee: referee("mike"), click });
    expect(answer.outcomes[0]?.referrerId).toBe(people[winner].id);
    expect(
      (await rows<{ weight: number }>("SELECT weight FROM touches ORDER BY position")).map(({ weight }) => weight),
    ).toEqual(weights);
  });
});

describe("vector 16", () => {
  test("another model in a later version leaves past rewards and referrals as they are", async () => {
    const w = await createWorld();
    const jane = await createReferrer(w.ctx, w.programId, "Jane");
    const click = clickToken(w.programId, [
      { code: w.sarah.code, atMs: startMs - 2000 },
      { code: jane.code, atMs: startMs - 1000 },
    ]);
    await record(w.ctx, { id: "s1", type: "signup", referee: referee("mike"), click });
    const { document } = await publishLater(w, startMs + dayMs);
    expect(document.attribution.model).toBe("last_touch");
    const later = { ...w.ctx, nowMs: startMs + 2 * dayMs };
    await record(later, { id: "p1", ...payment, referee: referee("mike") });
    const second = await record(later, { id: "s2", type: "signup", referee: referee("nina"), click });
    expect((await rewardRows()).find(({ side }) => side === "referrer")?.beneficiary_id).toBe(w.sarah.id);
    expect(second.outcomes[0]?.referrerId).toBe(jane.id);
  });

  async function publishLater(w: World, publishedAtMs: number) {
    const [version] = await rows<{ document: string }>(
      "SELECT document FROM program_versions WHERE program_id = ?",
      w.programId,
    );
    const document = JSON.parse(version!.document);
    document.attribution.model = "last_touch";
    const { env } = await import("cloudflare:workers");
    await env.DB.batch([
      env.DB.prepare("INSERT INTO program_versions VALUES (?, 2, ?, ?, 'test')").bind(
        w.programId,
        JSON.stringify(document),
        publishedAtMs,
      ),
      env.DB.prepare("UPDATE programs SET current_version = 2 WHERE id = ?").bind(w.programId),
    ]);
    return { document };
  }
});

describe("vector 20", () => {
  test("Sarah's QR code at a fair earns her the month, the other photographer nothing, and the explanation says why", async () => {
    const ctx = inTestMode(engineContext());
    const { programId } = await publishProgram(ctx, {}, { mode: "test", clockMs: startMs });
    const sarah = await createReferrer(ctx, programId, "Sarah");
    const other = await createReferrer(ctx, programId, "Olga");
    const click = clickToken(programId, [
      { code: sarah.code, atMs: startMs - 3 * dayMs, channel: "qr" },
      { code: other.code, atMs: startMs - dayMs },
    ]);
    const signup = await record(ctx, { id: "s", type: "signup", referee: referee("mike"), click });
    await advanceTo(programId, startMs + 14 * dayMs);
    await record(ctx, { id: "t", type: "trial_started", referee: referee("mike") });
    await advanceTo(programId, startMs + 44 * dayMs);
    await record(ctx, { id: "p", ...payment, referee: referee("mike") });

    const referrer = (await rows("SELECT * FROM rewards WHERE side = 'referrer'"))[0];
    expect(referrer).toMatchObject({
      beneficiary_id: sarah.id,
      unit: "free_months",
      quantity: 1,
      worth_minor: 4900,
      worth_currency: "GBP",
    });
    expect(await rows("SELECT * FROM rewards WHERE beneficiary_id = ?", other.id)).toEqual([]);
    expect(await rows("SELECT channel, activated_at_ms, converted_at_ms FROM referrals")).toEqual([
      { channel: "qr", activated_at_ms: startMs + 14 * dayMs, converted_at_ms: startMs + 44 * dayMs },
    ]);
    const explained = await explainReferral(ctx, signup.outcomes[0]!.referralId!);
    if (!explained.ok) throw new Error("not explained");
    const texts = explained.value.sentences.map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringContaining("the referrer Sarah earns 1 free month (worth GBP 49.00)"));
    expect(texts).toContainEqual(expect.stringMatching(/^A click on Olga's link .* earns nothing \(first_touch/));
  });

  async function advanceTo(programId: string, clockMs: number) {
    await rows("UPDATE programs SET clock_ms = ? WHERE id = ?", clockMs, programId);
  }
});
