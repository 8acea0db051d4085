import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { clickToken, createReferrer, engineContext, publishProgram, record, referee, startMs } from "#support/engine";
import { expectLedgerBalanced, rows } from "#support/ledger";
import { createWorld, payment } from "#support/world";

afterEach(expectLedgerBalanced);

describe("evidence", () => {
  test("a typed code replaces the journey, and a journey replaces a code from the URL", async () => {
    const w = await createWorld();
    const jane = await createReferrer(w.ctx, w.programId, "Jane");
    const click = clickToken(w.programId, [{ code: w.sarah.code }]);
    const typed = await record(w.ctx, {
      id: "a",
      type: "signup",
      referee: referee("a"),
      click,
      code: ` ${jane.code.toLowerCase()} `,
      codeSource: "typed",
    });
    const url = await record(w.ctx, {
      id: "b",
      type: "signup",
      referee: referee("b"),
      click,
      code: jane.code,
      codeSource: "url",
    });
    const alone = await record(w.ctx, {
      id: "c",
      type: "signup",
      referee: referee("c"),
      code: jane.code,
      codeSource: "url",
    });
    expect([typed, url, alone].map((answer) => answer.outcomes[0]?.referrerId)).toEqual([jane.id, w.sarah.id, jane.id]);
    expect(await rows("SELECT evidence FROM referrals ORDER BY evidence")).toEqual([
      { evidence: "journey" },
      { evidence: "typed" },
      { evidence: "url" },
    ]);
  });

  test("vector 15: a tampered token is ignored", async () => {
    const w = await createWorld();
    const token = clickToken(w.programId, [{ code: w.sarah.code }]);
    const jane = await createReferrer(w.ctx, w.programId, "Jane");
    const answer = await record(w.ctx, {
      id: "s",
      type: "signup",
      referee: referee("mike"),
      click: token.replace(w.sarah.code, jane.code),
    });
    expect(answer).toMatchObject({ status: "parked", outcomes: [] });
    expect(await rows("SELECT id FROM referrals")).toEqual([]);
  });

  test("the click window is strict to the millisecond", async () => {
    const w = await createWorld();
    const click = clickToken(w.programId, [{ code: w.sarah.code, atMs: startMs - 30 * dayMs }]);
    const late = await record(w.ctx, { id: "late", type: "signup", referee: referee("late"), click });
    const inTime = await record(w.ctx, {
      id: "in",
      type: "signup",
      referee: referee("in"),
      click,
      occurredAtMs: startMs - 1,
    });
    expect(late.outcomes[0]).toMatchObject({
      referralId: null,
      denials: [{ code: "outside_window" }],
    });
    expect(inTime.outcomes[0]?.referrerId).toBe(w.sarah.id);
  });

  test("a time in the future is clamped to the receipt", async () => {
    const w = await createWorld();
    await record(w.ctx, {
      id: "s",
      type: "signup",
      referee: referee("mike"),
      click: clickToken(w.programId, [{ code: w.sarah.code }]),
      occurredAtMs: startMs + 90 * dayMs,
    });
    expect(await rows("SELECT signed_up_at_ms FROM referrals")).toEqual([{ signed_up_at_ms: startMs }]);
  });
});

describe("refusals", () => {
  test.each([
    ["the same mailbox", { email: "sarah+new@gmail.com" }, { email: "s.a.r.a.h@googlemail.com" }],
    ["the same organisation", { organization: "Lens Ltd" }, { organization: "LENS LTD" }],
  ])("%s is a self-referral", async (_name, ofReferrer, ofReferee) => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const sarah = await createReferrer(ctx, programId, "Sarah", ofReferrer);
    const answer = await record(ctx, {
      id: "s",
      type: "signup",
      referee: referee("x", ofReferee),
      code: sarah.code,
      codeSource: "typed",
    });
    expect(answer.outcomes[0]).toMatchObject({
      referralId: null,
      denials: [{ code: "self_referral" }],
    });
  });

  test("a card shared with the referrer denies the reward and says so", async () => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const sarah = await createReferrer(ctx, programId, "Sarah", { paymentFingerprint: "card-1" });
    await record(ctx, { id: "s", type: "signup", referee: referee("mike"), code: sarah.code, codeSource: "typed" });
    const answer = await record(ctx, { id: "p", ...payment, referee: referee("mike"), paymentFingerprint: "card-1" });
    expect(answer.outcomes[0]?.denials.map(({ code }) => code)).toEqual(["self_referral", "self_referral"]);
    expect(await rows("SELECT state FROM rewards")).toEqual([{ state: "denied" }, { state: "denied" }]);
    expect(await rows("SELECT * FROM accounts")).toEqual([]);
  });

  test("a circle of three is refused", async () => {
    const ctx = engineContext();
    const { programId } = await publishProgram(ctx);
    const [ann, bob, cid] = await Promise.all(
      ["Ann", "Bob", "Cid"].map((name) => createReferrer(ctx, programId, name, { externalId: name })),
    );
    await record(ctx, { id: "1", type: "signup", referee: referee("Bob"), code: ann!.code, codeSource: "typed" });
    await record(ctx, { id: "2", type: "signup", referee: referee("Cid"), code: bob!.code, codeSource: "typed" });
    const closing = await record(ctx, {
      id: "3",
      type: "signup",
      referee: referee("Ann"),
      code: cid!.code,
      codeSource: "typed",
    });
    expect(closing.outcomes[0]).toMatchObject({
      referralId: null,
      denials: [{ code: "referral_cycle" }],
    });
  });

  test("an account older than the click was not referred by it", async () => {
    const w = await createWorld();
    const click = clickToken(w.programId, [{ code: w.sarah.code }]);
    const answer = await record(w.ctx, {
      id: "s",
      type: "signup",
      referee: referee("old", { createdAtMs: startMs - 1 }),
      click,
    });
    expect(answer.outcomes[0]?.denials[0]?.code).toBe("existing_participant");
  });
});

test("a signup is promised the version in force when it happened, whatever other programs publish", async () => {
  const w = await createWorld();
  const other = await publishProgram(w.ctx, {}, { publishedAtMs: startMs - 90 * dayMs });
  for (const [version, days] of [
    [2, 20],
    [3, 10],
  ] as const)
    await publishVersion(w.programId, version, startMs - days * dayMs);
  for (const version of [2, 3, 4, 5]) await publishVersion(other.programId, version, startMs - 50 * dayMs);
  const click = clickToken(w.programId, [{ code: w.sarah.code, atMs: startMs - 29 * dayMs }]);
  for (const [id, days] of [
    ["before", 25],
    ["between", 15],
    ["now", 0],
  ] as const) {
    await record(w.ctx, { id, type: "signup", referee: referee(id), click, occurredAtMs: startMs - days * dayMs });
  }
  expect(await rows("SELECT version FROM referrals ORDER BY signed_up_at_ms")).toEqual([
    { version: 1 },
    { version: 2 },
    { version: 3 },
  ]);
});

async function publishVersion(programId: string, version: number, publishedAtMs: number) {
  await rows(
    "INSERT INTO program_versions SELECT program_id, ?2, document, ?3, 'test' FROM program_versions WHERE program_id = ?1 AND version = 1",
    programId,
    version,
    publishedAtMs,
  );
  await rows("UPDATE programs SET current_version = ?2 WHERE id = ?1", programId, version);
}
