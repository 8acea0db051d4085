import { expect, test } from "vitest";
import { fraudRules } from "#domain/fraud-rules";
import { signalNames } from "#domain/fraud-settings";
import { clientOf } from "#support/api";
import type { ApiClient } from "#support/api";
import { deliverAll } from "#support/email-ground";
import { engineContext } from "#support/engine";
import { suspectZelda } from "#support/erasure-story";
import { rows } from "#support/ledger";

type Reward = { id: string; transitions: object[]; timeline: { code: string; text: string; at: string }[] };

const note = "seen-at-the-fair";
/** What only the team may know: every signal and rule by its name, scores, words and who decided. */
const secrets = [...signalNames, ...fraudRules, "score", "assess", "fraud", "risk", "signal", note, "reviewed by"];

async function asParticipant(api: ApiClient, id: string): Promise<ApiClient> {
  const { body } = await api.post<{ token: string }>(`/v1/participants/${id}/tokens`);
  return clientOf({ id, secret: body.token, mode: "live" });
}

/** Everything that a participant can read with his token, as text, and his newest reward. */
async function readAll(as: ApiClient, id: string) {
  const list = await as.get<{ data: Reward[] }>("/v1/rewards");
  const reward = await as.get<Reward>(`/v1/rewards/${list.body.data[0]?.id}`);
  expect(reward, reward.text).toMatchObject({ status: 200, body: { transitions: [] } });
  const paths = ["", "/standing", "/wallet"].map((part) => `/v1/participants/${id}${part}`);
  const others = await Promise.all([...paths, "/v1/referrals", "/v1/links"].map(async (path) => as.get(path)));
  for (const { status, text } of others) expect(status, text).toBe(200);
  return { reward: reward.body, text: [list, reward, ...others].map((reply) => reply.text).join("\n") };
}

const told = ({ timeline }: Reward) => timeline.map(({ code, text }) => `${code}: ${text}`);

test.each([
  ["approve", ["approved: It was approved.", "available: It is available."]],
  ["reject", ["not_approved: It was not approved."]],
] as const)(
  "a reward under review tells both participants of a verdict to %s, and nothing of what it was about",
  async (verdict, end) => {
    const { api, sarah, zelda, review } = await suspectZelda();
    const people = [sarah.id, zelda.id];
    const readers = await Promise.all(people.map(async (id) => ({ id, as: await asParticipant(api, id) })));
    const read = async () => Promise.all(readers.map(async ({ id, as }) => readAll(as, id)));

    const deliver = async () => deliverAll(engineContext({ nowMs: Date.now() + 60_000 }));
    await deliver();
    const before = await read();
    for (const { reward } of before)
      expect(told(reward)).toEqual(["earned: It was earned.", "under_review: It is under review."]);
    const held = await api.post(`/v1/reviews/${review.id}/decide`, { verdict: "hold", note });
    expect(held.status, held.text).toBe(200);
    const decided = await api.post(`/v1/reviews/${review.id}/decide`, { verdict, note });
    expect(decided.status, decided.text).toBe(200);
    const after = await read();
    for (const { reward } of after)
      expect(told(reward)).toEqual(["earned: It was earned.", "under_review: It is under review.", ...end]);
    await deliver();
    const overruled = { verdict: "reject", note, overrules: "approved" };
    if (verdict === "approve") await api.post(`/v1/reviews/${review.id}/decide`, overruled);
    const last = await read();
    // Sarah's newest is of a milestone, which goes with the count; Zelda's is of the referral and goes with the verdict.
    if (verdict === "approve")
      expect(last.map(({ reward }) => told(reward).at(-1))).toEqual([
        "taken_back: It was taken back.",
        "not_approved: It was not approved and was taken back.",
      ]);
    const byKey = await api.get<Reward>(`/v1/rewards/${last[0]?.reward.id}`);
    expect(byKey.body.timeline).toEqual(last[0]?.reward.timeline);
    expect(byKey.body.transitions.length).toBeGreaterThan(1);

    await deliver();
    const written = await rows<{ id: string; template: string }>(
      "SELECT id, template FROM emails WHERE participant_id IN (?, ?)",
      ...people,
    );
    const templates = written.map(({ template }) => template);
    expect(templates).toContain("earned");
    expect(templates.includes("available")).toBe(verdict === "approve");
    const emails = await Promise.all(written.map(async ({ id }) => api.get(`/v1/emails/${id}`)));
    const messages = await rows<{ payload: string }>("SELECT payload FROM outbox");
    expect(messages.length).toBeGreaterThan(0);
    const everything = [
      ...[...before, ...after, ...last].map(({ text }) => text),
      ...messages.map(({ payload }) => payload),
      ...emails.map(({ text }) => text),
    ];
    for (const text of everything)
      for (const secret of [...secrets, api.keyId]) expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  },
);
