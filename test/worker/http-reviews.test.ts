import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { signalNames } from "#domain/fraud-settings";
import { decideReview } from "#domain/review";
import type { Review } from "#domain/review";
import { openDatabase, violatedConstraint } from "#store/database";
import { commitVerdict } from "#store/review-commit";
import { loadReviewFacts, rewardsPerBatch } from "#store/review-facts";
import { judgeReview } from "#usecases/judge-review";
import { connect } from "#support/api";
import { engineContext } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { balanceOf, createReviewWorld, decide, statesOf } from "#support/review-ground";
import { seedAssessment } from "#support/review-seeds";

afterEach(expectLedgerBalanced);

type Shown = { id: string; status: string; score: number; held_until: string | null };
type Page = { data: Shown[]; next_cursor: string | null };

describe("a verdict", () => {
  test("of approval releases what waited, on both sides, with audit rows and a message that have ids only", async () => {
    const { api, ada, refer } = await createReviewWorld();
    const { ben, referralId, reward, review } = await refer();
    const held = await reward({ needsReview: true, releaseAtMs: Date.now() + dayMs });
    await reward({ needsReview: true });
    await reward({ needsReview: true, side: "referee", beneficiaryId: ben.id });
    const opened = await review({ score: 700_000 });
    const decided = await decide(api, opened, { verdict: "approve", note: "met her at the fair" });
    expect(decided.status, decided.text).toBe(200);
    expect(decided.body).toMatchObject({
      review: { status: "approved", decided_by: `key:${api.keyId}`, note: "met her at the fair" },
      rewards: { approved: 3, released: 2, voided: 0, reversed: 0, stay_taken_back: 0 },
    });
    expect(await statesOf(referralId)).toEqual(["pending", "available", "available"]);
    expect([await balanceOf(ada.id), await balanceOf(ben.id)]).toEqual([1000, 1000]);
    const audit = await api.get<{ data: object[] }>("/v1/audit?limit=4");
    expect(audit.body.data).toMatchObject([
      ...Array.from({ length: 3 }, () => ({ action: "reward.approved", detail: { review_id: opened.id } })),
      { action: "review.approved", object_id: opened.id, detail: { referral_id: referralId } },
    ]);
    const told = await rows<{ payload: string }>("SELECT payload FROM outbox WHERE type = 'review.decided'");
    expect(told.map(({ payload }) => JSON.parse(payload) as object)).toMatchObject([
      { review_id: opened.id, status: "approved" },
    ]);
    expect(audit.text + JSON.stringify(told)).not.toMatch(/fair|Ada|Ben/);
    expect((await api.get(`/v1/rewards/${held.id}`)).text).not.toContain("fair");
  });

  test("of rejection takes everything back, and the participant reads that it was not approved, and no signal", async () => {
    const { api, ada, refer } = await createReviewWorld();
    const { referralId, reward, review } = await refer();
    await reward({ needsReview: true });
    await reward({ releaseAtMs: Date.now() + dayMs });
    await reward();
    const claimed = await reward();
    await api.post(`/v1/rewards/${claimed.id}/claim`);
    await seedAssessment(referralId, { signals: ["shared_device"] });
    const waiting = await api.get(`/v1/referrals/${referralId}/explain`);
    expect(waiting.text).toContain("under review");
    const decided = await decide(api, await review(), { verdict: "reject", note: "one device, nine accounts" });
    expect(decided.body.rewards).toMatchObject({ voided: 2, reversed: 2 });
    expect(await statesOf(referralId)).toEqual(["voided, in review", "voided", "reversed", "reversed"]);
    expect(await balanceOf(ada.id)).toBe(-1000);
    const told = await api.get(`/v1/referrals/${referralId}/explain`);
    expect(told.text).toContain("was not approved");
    expect(told.text).toContain("taken away since");
    expect(told.text).not.toMatch(/device|shared|nine/);
  });

  test("of two at once stands once: the other is told who and when, and the effects are the winner's", async () => {
    const { api, refer } = await createReviewWorld();
    const other = await connect({ mode: "live" });
    for (let round = 0; round < 4; round++) {
      const { referralId, reward, review } = await refer();
      await reward({ needsReview: true });
      const opened = await review();
      const both = await Promise.all([
        decide(api, opened, { verdict: "approve", note: "fine" }),
        decide(other, opened, { verdict: "reject", note: "odd" }),
      ]);
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      const isApproved = both[0].status === 200;
      const loser = both[isApproved ? 1 : 0];
      expect(loser.body).toMatchObject({
        code: "review_decided",
        review_status: isApproved ? "approved" : "rejected",
        decided_by: `key:${isApproved ? api.keyId : other.keyId}`,
        decided_at: expect.stringMatching(/^20/),
      });
      expect(await statesOf(referralId)).toEqual([isApproved ? "available" : "voided, in review"]);
    }
  });

  test("is overruled by whoever names it: a rejection takes back, an approval says that it brings nothing back", async () => {
    const { api, ada, refer } = await createReviewWorld();
    const { reward, review } = await refer();
    await reward({ needsReview: true });
    const opened = await review();
    await decide(api, opened, { verdict: "approve", note: "fine" });
    const rejected = await decide(api, opened, { verdict: "reject", note: "not so fine", overrules: "approved" });
    expect(rejected.body.rewards).toMatchObject({ reversed: 1 });
    expect(await balanceOf(ada.id)).toBe(0);
    const plain = await decide(api, opened, { verdict: "approve", note: "after all" });
    expect(plain).toMatchObject({ status: 409, body: { code: "review_decided" } });
    const approved = await decide(api, opened, { verdict: "approve", note: "after all", overrules: "rejected" });
    expect(approved.body).toMatchObject({
      review: { status: "approved" },
      rewards: { approved: 0, released: 0, stay_taken_back: 1 },
    });
    expect(await balanceOf(ada.id)).toBe(0);
  });

  test("that is cut off amid its effects is completed by saying it again, and by nobody else", async () => {
    const { api, ada, refer } = await createReviewWorld();
    const { referralId, reward, review } = await refer();
    for (let n = 0; n < rewardsPerBatch + 3; n++) await reward({ needsReview: true, kind: "points", unit: "points" });
    const opened = await review();
    const judgement = { verdict: "approve", note: "fine", overrules: undefined, untilMs: undefined } as const;
    const { newId } = engineContext();
    let made = 0;
    const ctx = engineContext({
      actor: { type: "key", id: "key_cut", mode: "live", scopes: [] },
      // Each reward and the verdict has a message: the next one is of the second batch.
      newId: (prefix) => {
        if (++made > rewardsPerBatch + 2) throw new Error("cut off");
        return newId(prefix);
      },
    });
    await expect(judgeReview(ctx, { reviewId: opened.id, ...judgement })).rejects.toThrow("cut off");
    const count = async () => (await statesOf(referralId)).filter((state) => state === "available").length;
    expect(await count()).toBe(rewardsPerBatch);
    expect(await decide(api, opened, { verdict: "approve", note: "fine" })).toMatchObject({ status: 409 });
    const again = await judgeReview({ ...ctx, newId }, { reviewId: opened.id, ...judgement });
    expect(again).toMatchObject({ value: { review: { status: "approved" }, rewards: { approved: 3, released: 3 } } });
    expect(await count()).toBe(rewardsPerBatch + 3);
    expect(await balanceOf(ada.id)).toBe((rewardsPerBatch + 3) * 1000);
  });

  test("that was decided before a reward came does not leave it behind", async () => {
    const { refer } = await createReviewWorld();
    const { reward, review } = await refer();
    const opened = await review();
    const db = openDatabase(env.DB);
    const facts = await loadReviewFacts(db, opened.id, "reject");
    if (facts === null) throw new Error("no facts");
    const judgement = { verdict: "reject", note: "odd", overrules: undefined, untilMs: undefined } as const;
    const decided = decideReview(facts, judgement, { actor: "key:x", nowMs: 1, newId: engineContext().newId });
    if (!decided.ok) throw new Error("refused");
    await reward();
    const write = { verdict: "reject", ...decided.value, messages: [], audit: [] } as const;
    const late = commitVerdict(db, facts, { ...write, mode: "live", atMs: 1, nowMs: 1 });
    expect(await late.catch((error: unknown) => violatedConstraint(error))).toBe("facts_stale");
  });
});

test("many are decided at once, each answered on its own and in its place", async () => {
  const { api, refer } = await createReviewWorld();
  const made = await Promise.all(
    [0, 1, 2].map(async () => {
      const { referralId, reward, review } = await refer();
      await reward({ needsReview: true });
      return { ...(await review()), referralId };
    }),
  );
  const [first, second, third] = made.map(({ id }) => ({ id }));
  await decide(api, first ?? { id: "" }, { verdict: "approve", note: "known" });
  const ids = [third?.id, "rvw_missing", first?.id, second?.id];
  const { body } = await api.post<{ data: { status: number }[] }>("/v1/reviews/decide", {
    reviews: ids,
    verdict: "reject",
    note: "a ring",
  });
  expect(body.data).toMatchObject([
    { status: 200, decision: { review: { id: third?.id, status: "rejected" }, rewards: { voided: 1 } } },
    { status: 404, problem: { code: "not_found" } },
    { status: 409, problem: { code: "review_decided", review_status: "approved" } },
    { status: 200, decision: { review: { id: second?.id } } },
  ]);
  const states = await Promise.all(made.map(async ({ referralId }) => statesOf(referralId)));
  expect(states).toEqual([["available"], ["voided, in review"], ["voided, in review"]]);
  const missing = { reviews: Array.from({ length: 60 }, (_, n) => `rvw_${n}`), verdict: "hold", note: "all" };
  const counted = await api.post("/v1/reviews/decide", missing);
  const left = Number(/"money";r=(\d+)/.exec(counted.headers.get("ratelimit") ?? "")?.[1]);
  expect(left, "each of a batch counts").toBeLessThanOrEqual(3000 - 60);
  const tooMany = { reviews: Array.from({ length: 101 }, () => "rvw_1"), verdict: "reject", note: "all" };
  expect(await api.post("/v1/reviews/decide", tooMany)).toMatchObject({ status: 400 });
});

describe("the queue", () => {
  test("goes by score or by age, of one program or all, and pages on in its own order only", async () => {
    const { api, program, refer } = await createReviewWorld();
    const scores = [300_000, 900_000, 900_000, 100_000];
    const made: Review[] = [];
    for (const score of scores) made.push(await (await refer()).review({ score }));
    const ids = made.map(({ id }) => id);
    const list = async (query: string) => {
      const seen: string[] = [];
      for (let next: string | null = ""; next !== null;) {
        const page: { body: Page } = await api.get<Page>(`/v1/reviews?limit=1${query}${next}`);
        seen.push(...page.body.data.map(({ id }) => id));
        next = page.body.next_cursor === null ? null : `&cursor=${page.body.next_cursor}`;
      }
      return seen;
    };
    const newest = ids.toReversed();
    const byScore = [ids[2], ids[1], ids[0], ids[3]];
    expect(await list(`&program=${program.key}`)).toEqual(newest);
    expect(await list(`&program=${program.key}&order=score`)).toEqual(byScore);
    expect((await list("&order=score")).filter((id) => ids.includes(id))).toEqual(byScore);
    expect(await list("&program=missing")).toEqual([]);
    const page = await api.get<Page>("/v1/reviews?limit=1");
    for (const query of [`order=score&cursor=${page.body.next_cursor}`, "status=approved&order=score"])
      expect((await api.get(`/v1/reviews?${query}`)).status, query).toBe(400);
  });

  test("leaves out what is put aside until its time comes by the program's own clock", async () => {
    const { api, program, refer } = await createReviewWorld("test");
    const { review } = await refer();
    const opened = await review();
    const queue = async (query = "") => (await api.get<Page>(`/v1/reviews?program=${program.id}${query}`)).body.data;
    const decided = await decide(api, opened, { verdict: "hold", note: "wait for the invoice" });
    expect(decided.body.review, decided.text).toMatchObject({ status: "open", note: "wait for the invoice" });
    expect(await queue()).toEqual([]);
    expect(await queue("&order=score")).toEqual([]);
    expect(await queue("&held=true")).toMatchObject([{ id: opened.id, held_until: expect.any(String) }]);
    await api.post(`/v1/programs/${program.id}/clock`, { advance_ms: 8 * dayMs });
    expect(await queue()).toMatchObject([{ id: opened.id }]);
    const late = await decide(api, opened, { verdict: "hold", note: "x", until: "2099-01-01T00:00:00Z" });
    expect(late).toMatchObject({ status: 400, body: { issues: [{ path: "until" }] } });
  });

  test("shows what a person decides by, and whom he decides about", async () => {
    const { api, ada, refer } = await createReviewWorld();
    const { ben, referralId, reward, review } = await refer();
    const waiting = await reward({ needsReview: true });
    await reward();
    const first = await seedAssessment(referralId, { signals: ["velocity"], rules: ["duplicate_person"] });
    const second = await seedAssessment(referralId);
    const opened = await review({ assessmentId: first, score: 810_000 });
    const { body } = await api.get(`/v1/reviews/${opened.id}`);
    expect(body).toMatchObject({
      ...{ id: opened.id, assessment_id: first, score: 810_000, referral: { id: referralId } },
      ...{ referrer: { id: ada.id, name: "Ada" }, referee: { id: ben.id }, waiting_rewards: [{ id: waiting.id }] },
      assessments: [{ id: second }, { id: first, rules: [{ rule: "duplicate_person" }] }],
    });
    expect(JSON.stringify(body)).toContain('"signal":"velocity","measure":1,');
    const list = await api.get<{ data: object[]; next_cursor: string }>(
      `/v1/referrals/${referralId}/assessments?limit=1`,
    );
    expect(list.body.data).toMatchObject([{ id: second }]);
    const rest = await api.get<{ data: { signals: object[] }[] }>(
      `/v1/referrals/${referralId}/assessments?cursor=${list.body.next_cursor}`,
    );
    expect(rest.body.data).toMatchObject([{ id: first }]);
    expect(rest.body.data[0]?.signals).toHaveLength(signalNames.length);
  });

  test("takes what somebody opens by hand, once, and keeps its rewards from being released meanwhile", async () => {
    const { api, refer } = await createReviewWorld();
    const { referralId, reward } = await refer();
    await reward({ releaseAtMs: 1 });
    const open = async (note: string) => api.post<Shown>("/v1/reviews", { referral: referralId, note });
    const both = await Promise.all([open("looks odd"), open("looks odd")]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 201]);
    expect(both[0].body.id).toBe(both[1].body.id);
    expect(await statesOf(referralId)).toEqual(["pending, in review"]);
    const decided = await decide(api, both[0].body, { verdict: "approve", note: "is not" });
    expect(decided.body.rewards).toMatchObject({ approved: 1, released: 1 });
    const again = await open("new signs");
    expect(again).toMatchObject({ status: 201, body: { id: both[0].body.id, status: "open", decided_by: null } });
    expect(await statesOf(referralId)).toEqual(["available"]);
  });

  test("keeps all rewards of what is opened by hand, also where a batch does not take them", async () => {
    const { api, refer } = await createReviewWorld();
    const { referralId, reward } = await refer();
    const { id } = await reward({ releaseAtMs: 1 });
    const columns = Object.keys((await rows<object>("SELECT * FROM rewards WHERE id = ?", id))[0] ?? {});
    const copied = columns.map((name) =>
      name === "id" ? "id || '-' || i" : name === "subject" ? "subject || '-' || i" : name,
    );
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
       INSERT INTO rewards (${columns.join()}) SELECT ${copied.join()} FROM n CROSS JOIN rewards r WHERE r.id = ?`,
    )
      .bind(id)
      .run();
    const opened = await api.post<Shown>("/v1/reviews", { referral: referralId, note: "all of them" });
    expect(opened.status).toBe(201);
    expect(new Set(await statesOf(referralId))).toEqual(new Set(["pending, in review"]));
    expect(await rows("SELECT count(*) AS n FROM audit_log WHERE action = 'review.opened'")).toEqual([{ n: 1 }]);
  });
});
