import { expect, test } from "vitest";
import { dayMs } from "#domain/day";
import { connect } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import walletBonus from "#presets/wallet-bonus" with { type: "json" };

async function ground(api: ApiClient) {
  const program = await createProgram(api);
  const participant = await createParticipant(api, { name: "Sarah" });
  return { program, participant };
}

test("a code says whose it is and what the friend gets", async () => {
  const api = await connect();
  const { program, participant } = await ground(api);
  const link = await createLink(api, { program: program.id, participant: participant.id });
  const { body } = await api.get(`/v1/codes/%20${link.code.toLowerCase()}`);
  expect(body).toMatchObject({
    code: link.code,
    valid: true,
    reason: null,
    program: program.key,
    referrer: { id: participant.id, display_name: "Sarah" },
    friend_gets: [{ rule: "first-payment-free-month", event: "payment", kind: "free_month", quantity: 1 }],
  });
});

test("a code says in words what the friend may get, and not whom a factor favours", async () => {
  const api = await connect();
  const friend = { to: "referee", kind: "credit", currency: "credits", by_plan: { pro: 2500 }, default_minor: 1000 };
  const multiply = [{ when: { eq: ["event.interval", "year"] }, by_bps: 20_000 }];
  const document = {
    ...walletBonus,
    rules: [
      {
        key: "by-plan",
        on: { event: "payment", occurrence: { nth: 2 } },
        grant: [
          { ...friend, multiply },
          { to: "referrer", kind: "badge", badge: "Friend" },
        ],
      },
      { key: "three", on: { count: { every: 3 } }, grant: [{ to: "referrer", kind: "points", quantity: 5 }] },
    ],
    fulfilment: { credit: "wallet", badge: "claim", points: "webhook" },
  };
  const program = await createProgram(api, { document });
  const participant = await createParticipant(api, { kind: "customer" });
  const link = await createLink(api, { program: program.id, participant: participant.id });
  const { to: _to, ...shown } = friend;
  const [what, when] = ["up to 50 credits", "when you make your 2nd payment"];
  const { body } = await api.get(`/v1/codes/${link.code}`);
  expect(body["friend_gets"]).toEqual([{ rule: "by-plan", event: "payment", what, when, ...shown }]);
});

test("a code that does not work says why", async () => {
  const api = await connect();
  const { program, participant } = await ground(api);
  const link = await createLink(api, { program: program.id, participant: participant.id });
  const reason = async () => (await api.get(`/v1/codes/${link.code}`)).body["reason"];
  await api.patch(`/v1/links/${link.id}`, { status: "paused" });
  expect(await reason()).toBe("code_paused");
  await api.patch(`/v1/links/${link.id}`, { status: "active" });
  await api.patch(`/v1/participants/${participant.id}`, { status: "suspended" });
  expect(await reason()).toBe("referrer_suspended");
  await api.post(`/v1/programs/${program.id}/clock`, { advance_ms: 366 * dayMs });
  expect(await reason()).toBe("code_expired");
  await api.patch(`/v1/programs/${program.id}`, { status: "paused" });
  expect(await reason()).toBe("program_paused");
  expect((await api.get("/v1/codes/NOBODY")).body).toMatchObject({
    valid: false,
    reason: "code_unknown",
    referrer: null,
  });
});

test("a code promises the friend nothing that the referrer's kind does not bring", async () => {
  const api = await connect();
  const { program } = await ground(api);
  const couple = await createParticipant(api, { kind: "couple" });
  const link = await createLink(api, { program: program.id, participant: couple.id });
  expect((await api.get(`/v1/codes/${link.code}`)).body).toMatchObject({ valid: true, friend_gets: [] });
});

test("a code promises by what its owner is, and says where a condition is still open", async () => {
  const api = await connect();
  const gift = (key: string, when: object) => ({
    key,
    on: { event: "payment", occurrence: "first" },
    when,
    grant: [{ to: "referee", kind: "points", quantity: 5 }],
  });
  const rules = [
    gift("florists", { eq: ["referrer.category", "florist"] }),
    gift("djs", { eq: ["referrer.category", "dj"] }),
    gift("pros", { eq: ["event.plan", "pro"] }),
  ];
  const program = await createProgram(api, { document: { ...walletBonus, rules, fulfilment: { points: "webhook" } } });
  const participant = await createParticipant(api, { category: "florist" });
  const link = await createLink(api, { program: program.id, participant: participant.id });
  const when = "when you make your first payment";
  expect((await api.get(`/v1/codes/${link.code}`)).body["friend_gets"]).toMatchObject([
    { rule: "florists", when },
    { rule: "pros", when: `${when}, if the conditions of the program are met` },
  ]);
});

test("a code whose owner may not refer says what the signup would", async () => {
  const api = await connect();
  const eligibility = { referrer: { eq: ["referrer.category", "florist"] } };
  const program = await createProgram(api, { preset: "wallet-bonus", overrides: { eligibility } });
  const participant = await createParticipant(api, { category: "dj" });
  const link = await createLink(api, { program: program.id, participant: participant.id });
  expect((await api.get(`/v1/codes/${link.code}`)).body).toMatchObject({ reason: "referrer_ineligible" });
  const referee = { kind: "customer", external_id: "mike" };
  const signup = {
    id: "signup",
    type: "signup",
    referee,
    program: program.key,
    code: link.code,
    code_source: "typed",
  };
  const { body } = await api.post("/v1/events", signup);
  expect(JSON.stringify(body)).toContain("referrer_ineligible");
});

test("a code of the other mode looks unknown", async () => {
  const [api, live] = [await connect(), await connect({ mode: "live" })];
  const { program, participant } = await ground(api);
  const link = await createLink(api, { program: program.id, participant: participant.id });
  expect((await live.get(`/v1/codes/${link.code}`)).body).toMatchObject({
    valid: false,
    reason: "code_unknown",
    program: null,
  });
});
