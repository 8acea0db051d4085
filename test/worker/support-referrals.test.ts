import { afterEach, expect, test } from "vitest";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { expectLedgerBalanced } from "#support/ledger";

afterEach(expectLedgerBalanced);

type Answer = {
  outcomes: { referral_id: string; rewards: { id: string }[]; conversion: { ordinal: number } | null }[];
};
type Referral = { id: string; referrer_id: string };
type Rewards = { data: { beneficiary_id: string; side: string; state: string }[] };
type Audit = { data: { action: string; object_id: string; detail: Record<string, string> | null }[] };

/** Without what the events of the story itself have left there. */
function ofPeople(rows: Audit["data"]) {
  return rows.filter(({ action }) => action !== "event.recorded");
}

/** A program that pays for the first payment, Ada with a link, and Ben, who signed up by it. */
async function createReferral(api: ApiClient) {
  const program = await createProgram(api, { preset: "wallet-bonus" });
  const ada = await createParticipant(api, { kind: "customer", name: "Ada" });
  const link = await createLink(api, { program: program.id, participant: ada.id });
  const ben = await createParticipant(api, { kind: "customer", name: "Ben" });
  const referee = { kind: "customer", external_id: ben.external_id };
  const code = { code: link.code, code_source: "typed" };
  const signup = { id: `${ben.external_id}-signup`, type: "signup", program: program.key, referee, ...code };
  const { body, text } = await api.post<Answer>("/v1/events", signup);
  expect(body.outcomes[0]?.referral_id, text).toMatch(/^ref_/);
  return { program, ada, ben, referee, referralId: body.outcomes[0]?.referral_id ?? "" };
}

const cash = { payment_ref: "cash-1", amount_minor: 4900, currency: "USD", reason: "paid at the counter" };

test("a conversion by hand counts once per payment, is verified, pays, and leaves one audit row without personal data", async () => {
  const api = await connect();
  const { referralId, ada } = await createReferral(api);
  const path = `/v1/referrals/${referralId}/conversions`;
  const first = await api.post<Answer>(path, cash);
  expect(first.body.outcomes[0], first.text).toMatchObject({
    conversion: { ordinal: 1 },
    rewards: [{ quantity: 1000 }],
  });
  const again = await api.post<Answer>(path, cash);
  expect(again.body).toEqual(first.body);
  expect(await api.post(path, { ...cash, amount_minor: 5000 })).toMatchObject({
    status: 409,
    body: { code: "event_content_differs" },
  });
  const events = await api.get<{ data: { verified: boolean; type: string }[] }>("/v1/events?payment_ref=cash-1");
  expect(events.body.data).toMatchObject([{ type: "payment", verified: true }]);
  const rewards = await api.get<Rewards>(`/v1/rewards?referral_id=${referralId}`);
  expect(rewards.body.data).toMatchObject([{ beneficiary_id: ada.id, state: "available" }]);
  const audit = await api.get<Audit>(`/v1/audit?object_id=${referralId}`);
  expect(ofPeople(audit.body.data)).toMatchObject([{ action: "conversion.recorded" }]);
  expect(JSON.stringify(audit.body.data)).not.toContain("counter");
});

test("a payment that the app reported before is one conversion with the one by hand; with another amount it is refused", async () => {
  const api = await connect();
  const { referralId, referee } = await createReferral(api);
  const { reason: _, ...paid } = cash;
  await api.post("/v1/events", { id: "app-1", type: "payment", referee, ...paid });
  const path = `/v1/referrals/${referralId}/conversions`;
  const mismatch = await api.post(path, { ...cash, amount_minor: 1 });
  expect(mismatch).toMatchObject({ status: 409, body: { code: "conversion_mismatch" } });
  const byHand = await api.post<Answer>(path, cash);
  expect(byHand.body.outcomes[0], byHand.text).toMatchObject({ conversion: { ordinal: 1 }, rewards: [] });
  const rewards = await api.get<Rewards>(`/v1/rewards?referral_id=${referralId}`);
  expect(rewards.body.data).toHaveLength(1);
});

test("a reassignment takes the reward from the former referrer, gives it to the new one, and says so", async () => {
  const api = await connect();
  const { referralId, ada } = await createReferral(api);
  await api.post(`/v1/referrals/${referralId}/conversions`, cash);
  const cleo = await createParticipant(api, { kind: "customer", name: "Cleo" });
  const path = `/v1/referrals/${referralId}/reassign`;
  const moved = await api.post<Referral>(path, { referrer_id: cleo.id, reason: "Cleo's code was printed wrong" });
  expect(moved.body, moved.text).toMatchObject({ id: referralId, referrer_id: cleo.id });
  const rewards = await api.get<Rewards>(`/v1/rewards?referral_id=${referralId}`);
  const stateOf = (id: string) => rewards.body.data.find((reward) => reward.beneficiary_id === id)?.state;
  expect([stateOf(ada.id), stateOf(cleo.id)]).toEqual(["reversed", "available"]);
  const audit = await api.get<Audit>(`/v1/audit?object_id=${referralId}`);
  expect(audit.body.data.filter(({ action }) => action === "referral.reassigned")).toMatchObject([
    { detail: { former_referrer_id: ada.id, referrer_id: cleo.id } },
  ]);
  const told = await api.get<{ sentences: { code: string; text: string }[] }>(`/v1/referrals/${referralId}/explain`);
  expect(told.body.sentences).toContainEqual(
    expect.objectContaining({ code: "referral_reassigned", text: "Support made Cleo the referrer in place of Ada." }),
  );
});

test("for the one who is the referrer already nothing changes", async () => {
  const api = await connect();
  const { referralId, ada } = await createReferral(api);
  const before = await api.get<{ data: unknown[] }>("/v1/events");
  const kept = await api.post<Referral>(`/v1/referrals/${referralId}/reassign`, {
    referrer_id: ada.id,
    reason: "again",
  });
  expect(kept).toMatchObject({ status: 200, body: { referrer_id: ada.id } });
  expect((await api.get<{ data: unknown[] }>("/v1/events")).body).toEqual(before.body);
  expect(ofPeople((await api.get<Audit>(`/v1/audit?object_id=${referralId}`)).body.data)).toEqual([]);
});

test("nobody becomes the referrer who may not be one, and nothing is written", async () => {
  const api = await connect();
  const live = await connect({ mode: "live" });
  const { referralId, ben, program } = await createReferral(api);
  const suspended = await createParticipant(api, { kind: "customer", status: "suspended" });
  const foreign = await createParticipant(live, { kind: "customer" });
  const link = await createLink(api, { program: program.id, participant: ben.id });
  const dora = await createParticipant(api, { kind: "customer", name: "Dora" });
  const referee = { kind: "customer", external_id: dora.external_id };
  const code = { code: link.code, code_source: "typed" };
  await api.post("/v1/events", { id: "dora-signup", type: "signup", program: program.key, referee, ...code });
  const reassign = (id: string, referrer: string) =>
    api.post(`/v1/referrals/${id}/reassign`, { referrer_id: referrer, reason: "because" });
  const refused = (reason: string) => ({ status: 422, body: { code: "referrer_refused", reason } });
  expect(await reassign(referralId, ben.id)).toMatchObject(refused("self_referral"));
  expect(await reassign(referralId, dora.id)).toMatchObject(refused("referral_cycle"));
  expect(await reassign(referralId, suspended.id)).toMatchObject(refused("referrer_suspended"));
  for (const [id, referrer] of [
    [referralId, "ptc_nobody"],
    [referralId, foreign.id],
    ["ref_none", ben.id],
  ] as const)
    expect(await reassign(id, referrer)).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect((await api.post("/v1/referrals/ref_none/conversions", cash)).status).toBe(404);
  expect(ofPeople((await api.get<Audit>(`/v1/audit?object_id=${referralId}`)).body.data)).toEqual([]);
});
