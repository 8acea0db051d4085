import { afterEach, describe, expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { countRows, connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced } from "#support/ledger";
import { seedReward } from "#support/reward-seeds";

afterEach(expectLedgerBalanced);

type Shown = { id: string; state: string; subject: string };
type Page = { data: Shown[]; next_cursor: string | null };

async function createWorld() {
  const api = await connect({ mode: "live" });
  const program = await createProgram(api);
  const sarah = await createParticipant(api);
  const seed = { programId: program.id, beneficiaryId: sarah.id };
  return { api, program, sarah, seed };
}

async function balances(api: ApiClient, participantId: string) {
  const { body } = await api.get<{ balances: { unit: string; balance: number }[] }>(
    `/v1/participants/${participantId}/wallet`,
  );
  return Object.fromEntries(body.balances.map(({ unit, balance }) => [unit, balance]));
}

describe("granting by hand", () => {
  test("answers the reward with its history, and the same again for the same operation", async () => {
    const { api, program, sarah } = await createWorld();
    const body = {
      program: program.key,
      participant: sarah.id,
      grant: { kind: "free_month", quantity: 2, worth: { amount_minor: 4900, currency: "GBP" } },
      reason: "our fair was cancelled",
      operation_id: "ticket-17",
      expires_days: 30,
    };
    const granted = await api.post<Shown>("/v1/rewards", body);
    expect(granted).toMatchObject({
      status: 201,
      body: {
        program_id: program.id,
        rule: "manual",
        subject: "ticket-17",
        beneficiary_id: sarah.id,
        side: "referrer",
        referral_id: null,
        kind: "free_month",
        unit: "free_months",
        quantity: 2,
        redeemed_quantity: 0,
        reversed_quantity: 0,
        label: null,
        worth: { amount_minor: 4900, currency: "GBP" },
        state: "available",
        claim: "automatic",
        needs_review: false,
        disputed: false,
        ordinal: null,
      },
    });
    expect(await api.post("/v1/rewards", body)).toMatchObject({ status: 200, body: granted.body });
    const refused = await api.post("/v1/rewards", { ...body, reason: "another" });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "operation_content_differs", operation_id: "ticket-17" },
    });
    const shown = await api.get(`/v1/rewards/${granted.body.id}`);
    expect(shown.body["transitions"]).toMatchObject([
      {
        from: null,
        to: "available",
        reason: "granted_by_hand",
        note: "our fair was cancelled",
        actor: `key:${api.keyId}`,
      },
    ]);
    expect(await balances(api, sarah.id)).toEqual({ free_months: 2 });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no amount", { grant: { kind: "credit", currency: "GBP" } }, "grant.amount_minor"],
    ["nothing", { grant: { kind: "credit", amount_minor: 0, currency: "GBP" } }, "grant.amount_minor"],
    ["a rate", { grant: { kind: "credit", rate_bps: 500, currency: "GBP" } }, "grant.rate_bps"],
    ["no currency", { grant: { kind: "credit", amount_minor: 5, currency: "XXQ" } }, "grant.currency"],
    ["a side", { grant: { to: "referee", kind: "badge", badge: "Star" } }, "grant.to"],
    ["half a discount", { grant: { kind: "discount", amount_minor: 5 } }, "grant"],
    ["two discounts", { grant: { kind: "discount", percent_bps: 5, amount_minor: 5, currency: "GBP" } }, "grant"],
    ["an unknown kind", { grant: { kind: "cake" } }, "grant.kind"],
    ["a kind that the program does not fulfil", { grant: { kind: "points", quantity: 1 } }, "grant.kind"],
    ["no reason", { reason: "" }, "reason"],
    ["an endless reason", { reason: "x".repeat(501) }, "reason"],
    ["no operation", { operation_id: "" }, "operation_id"],
    ["no days", { expires_days: 0 }, "expires_days"],
  ])("refuses %s, and says where", async (_name, changed, path) => {
    const { api, program, sarah } = await createWorld();
    const before = await countRows();
    const grant = { kind: "free_month", quantity: 1 };
    const body = { program: program.id, participant: sarah.id, grant, reason: "r", operation_id: "o", ...changed };
    const refused = await api.post<{ issues: { path: string }[] }>("/v1/rewards", body);
    expect(refused, refused.text).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    expect(refused.body.issues.map((issue) => issue.path)).toContain(path);
    expect(await countRows()).toEqual(before);
  });
});

describe("a reward's verbs", () => {
  test("claim once, then revoke below zero, with the note in its history", async () => {
    const { api, sarah, seed } = await createWorld();
    const { id } = await seedReward(seed);
    const claimed = await api.post(`/v1/rewards/${id}/claim`);
    expect(claimed).toMatchObject({ status: 200, body: { id, state: "redeemed", redeemed_quantity: 1000 } });
    expect(await api.post(`/v1/rewards/${id}/claim`)).toMatchObject({ status: 409, body: { code: "reward_claimed" } });
    const revoked = await api.post(`/v1/rewards/${id}/revoke`, { reason: "chargeback" });
    expect(revoked).toMatchObject({ status: 200, body: { state: "reversed", reversed_quantity: 1000 } });
    expect(await balances(api, sarah.id)).toEqual({ GBP: -1000 });
    const shown = await api.get(`/v1/rewards/${id}`);
    expect(shown.body["transitions"]).toMatchObject([
      { to: "available", note: null },
      { to: "redeemed", reason: "claimed", note: null },
      { to: "reversed", reason: "revoked", note: "chargeback" },
    ]);
    const again = await api.post(`/v1/rewards/${id}/revoke`, { reason: "chargeback" });
    expect(again).toMatchObject({ status: 409, body: { code: "reward_over", state: "reversed" } });
    const audit = await api.get<{ data: object[] }>(`/v1/audit?object_id=${id}`);
    expect(audit.body.data).toMatchObject([{ action: "reward.revoked" }, { action: "reward.claimed" }]);
    expect(audit.text).not.toContain("chargeback");
  });

  test("a claim says why it is refused", async () => {
    const { api, seed } = await createWorld();
    const held = await seedReward({ ...seed, releaseAtMs: Date.now() + dayMs });
    expect(await api.post(`/v1/rewards/${held.id}/claim`)).toMatchObject({
      status: 409,
      body: { code: "reward_not_claimable", reason: "held" },
    });
    const over = await seedReward({ ...seed, expiresAtMs: Date.parse("2026-01-02T03:04:05Z") });
    expect(await api.post(`/v1/rewards/${over.id}/claim`)).toMatchObject({
      status: 409,
      body: { code: "reward_expired", expired_at: "2026-01-02T03:04:05.000Z" },
    });
  });

  test("the review queue empties as rewards are approved or revoked", async () => {
    const { api, seed } = await createWorld();
    const [first, second] = [
      await seedReward({ ...seed, needsReview: true }),
      await seedReward({ ...seed, needsReview: true }),
    ];
    const queue = async () => (await api.get<Page>("/v1/rewards?needs_review=true")).body.data.map(({ id }) => id);
    expect(await queue()).toEqual([second.id, first.id]);
    const approved = await api.post(`/v1/rewards/${first.id}/approve`, { reason: "known customer" });
    expect(approved).toMatchObject({ status: 200, body: { state: "available", needs_review: false } });
    const revoked = await api.post(`/v1/rewards/${second.id}/revoke`, { reason: "own card" });
    expect(revoked).toMatchObject({ status: 200, body: { state: "voided" } });
    expect(await queue()).toEqual([]);
    expect(await api.post(`/v1/rewards/${first.id}/approve`, { reason: "twice" })).toMatchObject({
      status: 409,
      body: { code: "reward_not_in_review", state: "available" },
    });
  });
});

describe("the list of rewards", () => {
  test("is filtered by state for one participant, and pages on", async () => {
    const { api, sarah, seed } = await createWorld();
    for (let n = 0; n < 3; n++) await seedReward(seed);
    const waiting = await seedReward({ ...seed, needsReview: true });
    const path = `/v1/rewards?beneficiary_id=${sarah.id}`;
    const all = await api.get<Page>(`${path}&state=available`);
    expect(all.body.data).toHaveLength(3);
    const first = await api.get<Page>(`${path}&state=available&limit=2`);
    const second = await api.get<Page>(`${path}&state=available&limit=2&cursor=${first.body.next_cursor}`);
    expect([...first.body.data, ...second.body.data]).toEqual(all.body.data);
    const pending = await api.get<Page>(`${path}&state=pending&needs_review=true`);
    expect(pending.body.data).toMatchObject([{ id: waiting.id }]);
    expect((await api.get<Page>(`${path}&state=available&needs_review=true`)).body.data).toEqual([]);
  });

  test("says what a filter needs", async () => {
    const { api } = await createWorld();
    for (const [query, path] of [
      ["state=available", "state"],
      ["beneficiary_id=ptc_1&state=gone", "state"],
      ["needs_review=false", "needs_review"],
    ]) {
      const refused = await api.get<{ issues: { path: string }[] }>(`/v1/rewards?${query}`);
      expect(refused).toMatchObject({ status: 400, body: { issues: [{ path }] } });
    }
  });
});
