import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { commitErasure } from "#store/erasure";
import { stripFormerNotes } from "#store/erased-notes";
import { findParticipant } from "#store/participants";
import { createReferrer, record, referee, startMs } from "#support/engine";
import {
  bothSides,
  byCard,
  createWorld,
  heldFor,
  later,
  list,
  payment,
  releaseAll,
  shareCard,
  signUp,
  signUpAlike,
  standing,
} from "#support/fraud-ground";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { explainPlan, statementsOf } from "#support/listened-database";
import { findPersonal } from "#support/personal-scan";
import type { World } from "#support/world";
import { describeChange } from "#usecases/describe-change";
import { eraseParticipant } from "#usecases/erase-participant";
import { judgeReview } from "#usecases/judge-review";
import { reassignReferral } from "#usecases/reassign-referral";
import { recordEvent } from "#usecases/record-event";

afterEach(expectLedgerBalanced);

const takenBack = bothSides.map((rule) => ({
  ...rule,
  reverse: { on: ["refund" as const], policy: "proportional" as const },
}));

async function erase({ ctx }: World, id: string) {
  expect(await eraseParticipant(ctx, { id, reason: "asked_for" })).toMatchObject({ ok: true });
}

async function idOf(externalId: string): Promise<string> {
  const [person] = await rows<{ id: string }>("SELECT id FROM participants WHERE external_id = ?", externalId);
  return person?.id ?? "";
}

test.each([
  ["the job", releaseAll],
  [
    "an event",
    async (w: World, days: number) =>
      record(later(w, days), { id: "trial", type: "trial_started", referee: referee("mike") }),
  ],
])("what is held while its referrer is erased is released by %s: an erasure takes nothing", async (_, release) => {
  const w = await createWorld({ rules: heldFor(14) });
  await signUp(w);
  await record(w.ctx, payment());
  await erase(w, w.sarah.id);
  await release(w, 15);
  expect(await standing()).toEqual(["referrer available", "referee available"]);
});

test("a refund that names an erased person as before takes back what his payment earned, and keeps nothing of him", async () => {
  const w = await createWorld({ rules: takenBack });
  await signUp(w);
  await record(w.ctx, payment());
  const mike = await idOf("mike");
  await erase(w, mike);
  const words = { name: "Zqxalba", email: "zqxalba@mail.example", organization: "Zqxalbaorg" };
  const refund = { paymentRef: "inv-mike", amountMinor: 2000, currency: "GBP", referee: referee("mike", words) };
  const first = await record(later(w, 1), { id: "refund-1", type: "refund", ...refund });
  expect(first).toMatchObject({ status: "applied" });
  expect(await record(later(w, 2), { id: "refund-1", type: "refund", ...refund })).toEqual(first);
  // He has come again, as somebody new.
  await record(later(w, 2), { id: "again", type: "activated", referee: referee("mike") });
  await record(later(w, 3), { id: "refund-2", type: "refund", ...refund, amountMinor: 2900 });
  expect(await standing()).toEqual(["referrer reversed", "referee reversed"]);
  expect(await findPersonal(["zqxalba"])).toEqual([]);
  const told = await rows(
    "SELECT payload ->> '$.referee' AS named FROM events WHERE referee_id = ? AND type = 'refund'",
    mike,
  );
  expect(told).toEqual([{ named: null }, { named: null }]);
  expect(await rows("SELECT count(*) AS n FROM participants WHERE kind = 'supplier'")).toEqual([{ n: 3 }]);
});

test("what differs in more than words about an erased person is another event", async () => {
  const w = await createWorld();
  await signUp(w);
  await record(w.ctx, payment());
  const mike = await idOf("mike");
  await erase(w, mike);
  const refund = {
    id: "refund",
    type: "refund" as const,
    paymentRef: "inv-mike",
    currency: "GBP",
    referee: referee("mike"),
  };
  expect(await recordEvent(w.ctx, { ...refund, amountMinor: 2000 })).toMatchObject({ ok: true });
  expect(await recordEvent(w.ctx, { ...refund, amountMinor: 2001 })).toMatchObject({
    refusal: { code: "event_content_differs" },
  });
});

test("an erasure finds what was never decided without going through the events", async () => {
  const w = await createWorld();
  const person = await findParticipant(w.ctx.db, "live", w.sarah.id);
  if (person === null) throw new Error("nobody to erase");
  const audit = describeChange(w.ctx, "participant.erased", person.id, {});
  const sent = await statementsOf(async (db) =>
    commitErasure(db, person, { externalId: "erased:k1.sarah", mailbox: [], standIns: [], nowMs: startMs, audit }),
  );
  const plans = await Promise.all(
    sent
      .filter(({ sql }) => sql.startsWith('update "events"'))
      .map(async (statement) => (await explainPlan(statement)).find((step) => / events /.test(step))),
  );
  expect(plans).toEqual([
    expect.stringContaining("INDEX events_pending"),
    expect.stringContaining("INDEX events_unsettled"),
  ]);
});

test("nobody's words about somebody who was the referrer once outlive his erasure", async () => {
  const w = await createWorld();
  await shareCard(w);
  await signUpAlike(w);
  await record(w.ctx, payment("mike", byCard));
  const [review] = await rows<{ id: string; referral_id: string }>("SELECT id, referral_id FROM reviews");
  const referralId = review?.referral_id ?? "";
  const note = "Zqxalba stole the code";
  const verdict = { reviewId: review?.id ?? "", verdict: "reject" as const, overrules: undefined, untilMs: undefined };
  expect(await judgeReview(w.ctx, { ...verdict, note })).toMatchObject({ ok: true });
  // Rita never had a reward of it.
  const others = [];
  for (const name of ["Rita", "Rosa"])
    others.push(await createReferrer(w.ctx, w.programId, name, { email: `${name}@right.example` }));
  for (const [index, { id: referrerId }] of others.entries())
    expect(
      await reassignReferral(
        { ...later(w, index + 1), requestId: `req_${index}` },
        { referralId, referrerId, reason: `${note} ${index}` },
      ),
    ).toMatchObject({ ok: true });
  const words = async () =>
    (
      await rows<{ note: string | null }>(
        `SELECT note FROM reviews UNION ALL SELECT note FROM reward_transitions
         UNION ALL SELECT payload ->> '$.reason' FROM events WHERE type = 'referral_reassigned'`,
      )
    ).flatMap((row) => row.note ?? []);
  expect(await words()).toEqual(expect.arrayContaining([`${note} 0`, `${note} 1`]));
  await erase(w, others[0]?.id ?? "");
  expect(await words()).toEqual([]);
  expect(await findPersonal(["zqxalba"])).toEqual([]);

  const sent = await statementsOf(async (db) => stripFormerNotes(db, { id: w.sarah.id, mode: "live" }));
  for (const statement of sent) {
    const plan = (await explainPlan(statement)).join("; ");
    expect(plan, statement.sql).not.toMatch(/SCAN (?!json_each)|\(mode=\?\)/);
  }
});

describe("what lists say of somebody by his address", () => {
  const email = "zqxalba77@home.example";
  test.each([
    ["a block of his mailbox", "email", email, "block"],
    ["a block of his domain", "domain", "home.example", "block"],
    ["a block of what his address looks like", "pattern", "zqx*@home.*", "block"],
    ["a pardon of his mailbox", "email", email, "allow"],
  ])("%s holds when he is erased during a hold", async (_, kind, value, effect) => {
    const w = await createWorld({ rules: heldFor(14) });
    if (effect === "allow") await shareCard(w);
    await signUp(w, "mike", { email });
    await record(w.ctx, payment("mike", effect === "allow" ? byCard : {}));
    await list(kind, value, effect);
    await erase(w, await idOf("mike"));
    await releaseAll(w, 15);
    const state = effect === "allow" ? "available" : "voided";
    expect(await standing()).toEqual([`referrer ${state}`, `referee ${state}`]);
  });

  test("holds in each program, and of two a pardon beats a block", async () => {
    const w = await createWorld();
    await signUp(w, "mike", { email });
    const id = await idOf("mike");
    await list("domain", "home.example");
    await list("email", email, "allow", { programId: w.programId });
    await list("participant", id, "block", { programId: w.programId });
    await erase(w, id);
    expect(
      await rows(
        "SELECT program_id, effect FROM fraud_list_entries WHERE kind = 'participant' AND value = ? ORDER BY 1",
        id,
      ),
    ).toEqual([
      { program_id: "", effect: "block" },
      { program_id: w.programId, effect: "allow" },
    ]);
  });

  test("is not told in clear of a mailbox that he had before, and goes on holding for it", async () => {
    const w = await createWorld();
    await signUp(w, "mike", { email });
    await record(w.ctx, payment("mike", { referee: referee("mike", { email: "mike@new.example" }) }));
    await list("email", email);
    await env.DB.prepare("UPDATE fraud_list_entries SET id = 'fle_1', note = 'Zqxalba again'").run();
    await erase(w, await idOf("mike"));
    expect(await findPersonal(["zqxalba"])).toEqual([]);
    await signUp(w, "nina", { email });
    await record(w.ctx, payment("nina"));
    expect(await rows("SELECT state FROM rewards WHERE beneficiary_id = ?", await idOf("nina"))).toEqual([
      { state: "denied" },
    ]);
  });
});
