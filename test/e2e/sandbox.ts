import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { answerOf, ApiProblem, openApi } from "#scripts/api";
import type { Api, Schemas } from "#scripts/api";

export const dayMs = 86_400_000;

/** Later than any machine's own time, because a test program's clock only goes forward. A Monday. */
export const start = "2040-03-05T09:00:00Z";

export type Source = {
  preset?: "supplier-network" | "wallet-bonus" | "free-month" | "marketplace" | "premium-days";
  overrides?: Record<string, unknown>;
  document?: unknown;
};
export type Referrer = { id: string; link: Schemas["Link"] };
export type Sandbox = ReturnType<typeof describeSandbox>;

type Event = Partial<Schemas["Event"]> & { type: Schemas["Event"]["type"] };
type Answer = Schemas["EventOutcome"];

/** People, events and programs share one server with those of other tests. */
const unique = (name: string) => `${name}-${randomUUID()}`;

/** A published program of its own, at `start`. */
export async function openSandbox(source: Source): Promise<Sandbox> {
  const api = openApi(inject("sharedServer"));
  const key = unique("program");
  // Safe because the server looks through whatever document it is given.
  const body = { key, ...source } as Schemas["ProgramDocument"] & { key: string };
  await answerOf(api.client.POST("/v1/programs", { body }));
  await answerOf(api.client.POST("/v1/programs/{id}/publish", { params: { path: { id: key } } }));
  const sandbox = describeSandbox(api, key);
  await sandbox.wait(start);
  return sandbox;
}

/** A published test program as the main app sees it: over HTTP, and nothing else. */
function describeSandbox(api: Api, program: string) {
  const { client } = api;
  const params = { path: { id: program } };

  /** Lets time pass to a moment, or for so many milliseconds; gives what became due on the way. */
  async function wait(until: number | string) {
    const body = typeof until === "string" ? { now: until } : { advance_ms: until };
    return (await answerOf(client.POST("/v1/programs/{id}/clock", { params, body }))).happened;
  }

  async function join(kind: string, fields: Record<string, unknown> = {}): Promise<Referrer> {
    const path = { kind, external_id: unique(kind) };
    const { id } = await answerOf(
      client.PUT("/v1/participants/{kind}/{external_id}", { params: { path }, body: fields }),
    );
    return { id, link: await answerOf(client.POST("/v1/links", { body: { program, participant: id } })) };
  }

  /** What one event did in this program. */
  async function report(event: Event, key = api.key): Promise<Answer> {
    const body = { id: unique("event"), program, ...event };
    const { outcomes } = await answerOf(openApi({ url: api.url, key }).client.POST("/v1/events", { body }));
    const [outcome] = outcomes;
    if (outcome === undefined) throw new Error(`${event.type} concerned no program`);
    return outcome;
  }

  /** Somebody signs up with a code typed in by hand. */
  async function signUp({ link }: Referrer, kind = "customer") {
    const referee = { external_id: unique("friend"), kind };
    const { referral_id: referralId } = await report({
      type: "signup",
      referee,
      code: link.code,
      code_source: "typed",
    });
    return { referee, referralId: referralId ?? "" };
  }

  async function pay(referee: Referee, fields: Partial<Event> = {}) {
    const payment = { payment_ref: unique("invoice"), amount_minor: 4900, currency: "GBP", ...fields };
    return { ref: payment.payment_ref, ...(await report({ type: "payment", referee, ...payment })) };
  }

  /** Somebody signs up and pays at once. */
  async function bring(referrer: Referrer, kind?: string, payment: Partial<Event> = {}) {
    const friend = await signUp(referrer, kind);
    return { ...friend, ...(await pay(friend.referee, payment)) };
  }

  async function rewardsOf(participantId: string, rule?: string) {
    const rewards: Schemas["Reward"][] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const query = { beneficiary_id: participantId, limit: 100, ...(cursor !== "" && { cursor }) };
      const page: Schemas["RewardPage"] = await answerOf(client.GET("/v1/rewards", { params: { query } }));
      rewards.push(...page.data);
      cursor = page.next_cursor;
    }
    // Oldest first, as they were earned.
    return rewards.filter((reward) => rule === undefined || reward.rule === rule).toReversed();
  }

  async function walletOf(participantId: string) {
    const wallet = await answerOf(
      client.GET("/v1/participants/{id}/wallet", { params: { path: { id: participantId } } }),
    );
    const balances = Object.fromEntries(wallet.balances.map(({ unit, balance }) => [unit, balance]));
    return { balances, transactions: wallet.transactions.data };
  }

  async function standingOf(id: string) {
    const params = { path: { id }, query: { program } };
    const { programs } = await answerOf(client.GET("/v1/participants/{id}/standing", { params }));
    if (programs[0] === undefined) throw new Error("has no standing");
    return programs[0];
  }

  /** The sentences that support would paste. */
  async function explain(referralId: string): Promise<string> {
    const path = { id: referralId };
    const { sentences } = await answerOf(client.GET("/v1/referrals/{id}/explain", { params: { path } }));
    return sentences.map(({ text }) => text).join("\n");
  }

  const claim = (id: string) => answerOf(client.POST("/v1/rewards/{id}/claim", { params: { path: { id } } }));

  return {
    api,
    client,
    program,
    wait,
    join,
    report,
    signUp,
    pay,
    bring,
    rewardsOf,
    walletOf,
    standingOf,
    explain,
    claim,
  };
}

type Referee = NonNullable<Schemas["Event"]["referee"]>;

/** The code of the refusal that a call must meet. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiProblem) return error.code;
    throw error;
  }
  throw new Error("was not refused");
}

/** As a browser would: the redirect is looked at instead of followed, and its cookie kept. */
export async function follow(url: string, cookie?: string) {
  const headers = { "user-agent": browserAgent, ...(cookie === undefined ? {} : { cookie }) };
  const response = await fetch(url, { redirect: "manual", headers });
  const setCookie = response.headers.get("set-cookie") ?? "";
  const location = new URL(response.headers.get("location") ?? "");
  return { status: response.status, location, setCookie, click: location.searchParams.get("ref_click") ?? "" };
}

const browserAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
