import { afterEach, expect, test } from "vitest";
import type { z } from "zod";
import type { shownPairExplanation } from "#http/contract/explanations";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ShownParticipant } from "#support/factories";
import { expectLedgerBalanced } from "#support/ledger";

afterEach(expectLedgerBalanced);

type Explained = z.output<typeof shownPairExplanation>;

async function createPair(api: ApiClient) {
  const program = await createProgram(api, { preset: "wallet-bonus" });
  const ada = await createParticipant(api, { kind: "customer", name: "Ada" });
  const ben = await createParticipant(api, { kind: "customer", name: "Ben" });
  const link = await createLink(api, { program: program.id, participant: ada.id });
  return { program, ada, ben, link };
}

const named = ({ kind, external_id }: ShownParticipant) => ({ kind, external_id });

async function explain(api: ApiClient, body: Record<string, unknown>): Promise<Explained> {
  const explained = await api.post<Explained>("/v1/explain", body);
  expect(explained.status, explained.text).toBe(200);
  return explained.body;
}

const codes = (told: { code: string }[] | undefined) => told?.map(({ code }) => code);

async function signUp(api: ApiClient, who: ShownParticipant, fields: Record<string, unknown> = {}) {
  const id = `signup-${who.external_id}`;
  const signup = await api.post("/v1/events", { id, type: "signup", referee: named(who), ...fields });
  expect(signup.status, signup.text).toBe(200);
}

test("people nobody knows are said to be unknown, whatever their name", async () => {
  const api = await connect();
  const { program, ada } = await createPair(api);
  const stranger = { kind: "customer", external_id: "nobody" };
  const unknown = await explain(api, { referrer: stranger, referee: "ptc_nobody" });
  expect(unknown).toMatchObject({ referrer: null, referee: null, programs: [] });
  expect(codes(unknown.sentences)).toEqual(["referrer_unknown", "referee_unknown"]);
  const half = await explain(api, { program: program.key, referrer: ada.id, referee: stranger });
  expect(half).toMatchObject({ referrer: { name: "Ada" }, referee: null });
  expect(codes(half.sentences)).toEqual(["referee_unknown"]);
  const live = await connect({ mode: "live" });
  expect(await explain(live, { referrer: ada.id, referee: ada.id })).toMatchObject({ referrer: null, referee: null });
  const missing = await api.post("/v1/explain", { program: "missing", referrer: ada.id, referee: stranger });
  expect(missing).toMatchObject({ status: 404, body: { code: "not_found" } });
});

test("that nothing was reported, and that the referrer has no link, are said", async () => {
  const api = await connect();
  const { program, ada, ben } = await createPair(api);
  const nothing = await explain(api, { referrer: named(ada), referee: named(ben) });
  expect(nothing.sentences).toEqual([{ code: "no_event", at: null, text: "Nothing was ever reported about Ben." }]);
  expect(nothing.programs).toMatchObject([{ program: program.key, referral_id: null, rewards: [] }]);
  expect(codes(nothing.programs[0]?.sentences)).toEqual(["no_signup_here"]);
  const unlinked = await explain(api, { program: program.id, referrer: ben.id, referee: ada.id });
  expect(codes(unlinked.programs[0]?.sentences)).toEqual(["referrer_without_link", "no_signup_here"]);
  const nowhere = await explain(api, { referrer: ben.id, referee: ben.id });
  expect(codes(nowhere.sentences)).toEqual(["same_person", "no_event", "referrer_without_link"]);
});

test("a payment before any signup, and a signup without a code, are told apart", async () => {
  const api = await connect();
  const { program, ada, ben } = await createPair(api);
  const paid = { payment_ref: "p-1", amount_minor: 4900, currency: "USD" };
  await api.post("/v1/events", { id: "p-1", type: "payment", program: program.key, referee: named(ben), ...paid });
  const unsigned = await explain(api, { referrer: ada.id, referee: ben.id });
  expect(unsigned.sentences).toMatchObject([
    { code: "never_signed_up", text: "No signup of Ben was reported, only payment: it waits for the signup." },
  ]);
  expect(codes(unsigned.programs[0]?.sentences)).toEqual(["event_parked", "no_signup_here"]);

  await signUp(api, ben);
  const parked = await explain(api, { referrer: ada.id, referee: ben.id });
  expect(parked.sentences).toEqual([]);
  expect(codes(parked.programs[0]?.sentences)).toEqual(["event_parked", "signup_without_evidence"]);
});

test("why a signup was credited to nobody is told with the touches that did not count", async () => {
  const api = await connect();
  const { program, ada, ben, link } = await createPair(api);
  await api.patch(`/v1/links/${link.id}`, { status: "paused" });
  await signUp(api, ben, { program: program.key, code: link.code, code_source: "typed" });
  const refused = await explain(api, { referrer: ada.id, referee: ben.id });
  expect(refused.programs[0]?.sentences.map(({ code, text }) => [code, text])).toEqual([
    ["touch_dropped", `The code ${link.code} of Ada, given by hand, does not count: the code was paused.`],
    ["referral_refused", "The signup was not credited to anybody: the code was paused."],
  ]);
});

test("a referee of somebody else is told with whose it is, and that this one had no part in it", async () => {
  const api = await connect();
  const { program, ada, ben, link } = await createPair(api);
  await signUp(api, ben, { program: program.key, code: link.code, code_source: "typed" });
  const cleo = await createParticipant(api, { kind: "customer", name: "Cleo" });
  await createLink(api, { program: program.id, participant: cleo.id });
  const other = await explain(api, { referrer: cleo.id, referee: ben.id });
  expect(codes(other.programs[0]?.sentences)).toEqual([
    "credited_to_another",
    "touch_weighed",
    "referral_bound",
    "no_touch",
  ]);
  expect(other.programs[0]?.sentences[0]?.text).toBe("Ben is credited to Ada here.");
  const reversed = await explain(api, { referrer: ben.id, referee: ada.id });
  expect(reversed.programs[0]?.sentences.map(({ text }) => text)).toContain(
    "It is the other way round: Ada referred Ben here.",
  );
});

test("a referral that exists is explained with its rewards, by what its program's clock says", async () => {
  const api = await connect();
  const { program, ada, ben, link } = await createPair(api);
  await signUp(api, ben, { program: program.key, code: link.code, code_source: "typed" });
  const paid = { payment_ref: "p-1", amount_minor: 4900, currency: "USD" };
  await api.post("/v1/events", { id: "p-1", type: "payment", referee: named(ben), ...paid });
  const explained = await explain(api, { program: program.key, referrer: named(ada), referee: named(ben) });
  expect(explained.sentences).toEqual([]);
  const [meeting] = explained.programs;
  expect(meeting?.referral_id).toMatch(/^ref_/);
  expect(codes(meeting?.sentences)).toEqual(["touch_weighed", "referral_bound", "payment_counted", "reward_granted"]);
  expect(meeting?.rewards).toMatchObject([{ state: "available", code: "available" }]);
  const { body } = await api.get<{ sentences: { text: string }[]; rewards: unknown }>(
    `/v1/referrals/${meeting?.referral_id}/explain`,
  );
  expect(meeting?.rewards).toEqual(body.rewards);
  expect(meeting?.sentences.map(({ text }) => text)).toEqual(body.sentences.map(({ text }) => text));
});
