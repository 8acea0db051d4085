import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Context } from "#context";
import { dayMs } from "#domain/day";
import type { ReportedEvent } from "#domain/event";
import type { ProgramDocument } from "#domain/program";
import { clickToken, createReferrer, engineContext, publishProgram, record, referee, startMs } from "#support/engine";
import { rows } from "#support/ledger";
import type { World } from "#support/world";
import { releaseReward } from "#usecases/release-reward";

export const bothSides: ProgramDocument["rules"] = [
  {
    key: "first",
    on: { event: "payment", occurrence: "first" },
    grant: [
      { to: "referrer", kind: "credit", amount_minor: 1000, currency: "GBP" },
      { to: "referee", kind: "credit", amount_minor: 500, currency: "GBP" },
    ],
  },
];
export const heldFor = (days: number) => bothSides.map((rule) => ({ ...rule, hold: { days } }));

/** A program that pays both sides, and Sarah, who refers. */
export async function createWorld(document: Partial<ProgramDocument> = {}, ctx = engineContext()): Promise<World> {
  const { programId } = await publishProgram(ctx, {
    ...{ rules: bothSides, fulfilment: { credit: "wallet" } },
    ...document,
  });
  return { ctx, programId, sarah: await createReferrer(ctx, programId, "Sarah", { email: "sarah@lens.example" }) };
}

export const hourMs = 3_600_000;
/** Signed up by a click of an hour before, so that only what a test adds is suspicious. */
export async function signUp(
  { ctx, programId, sarah }: World,
  id = "mike",
  fields: Partial<ReportedEvent["referee"]> = {},
) {
  const click = clickToken(programId, [{ code: sarah.code, atMs: startMs - hourMs }]);
  return record(ctx, { id: `signup-${id}`, type: "signup", referee: referee(id, fields), click });
}

export function payment(id = "mike", fields: Partial<ReportedEvent> = {}): ReportedEvent {
  const paid = { paymentRef: `inv-${id}`, amountMinor: 4900, currency: "GBP" };
  return { id: `pay-${id}`, type: "payment", referee: { externalId: id, kind: "supplier" }, ...paid, ...fields };
}

/** So many strangers who pay with the card that is Mike's too: 0.45 for three, which is a medium risk. */
export async function shareCard({ ctx, programId }: World, people = 3) {
  for (let count = 0; count < people; count += 1)
    await createReferrer(ctx, programId, `stranger-${count}`, { paymentFingerprint: "card" });
}
export const byCard = { paymentFingerprint: "card" };
/** Named as the referrer, and paying within minutes of the click: with the card a high risk. */
export async function signUpAlike({ ctx, programId, sarah }: World) {
  const click = clickToken(programId, [{ code: sarah.code, atMs: startMs - 60_000 }]);
  await record(ctx, { id: "signup-mike", type: "signup", referee: referee("mike", { name: "Sarah" }), click });
}

export const list = async (kind: string, value: string, effect = "block", fields: { programId?: string } = {}) =>
  env.DB.prepare("INSERT INTO fraud_list_entries VALUES (?, 'live', ?, ?, ?, ?, NULL, 'test', 0, NULL)")
    .bind(`fle_${effect}_${value}${fields.programId ?? ""}`, fields.programId ?? "", effect, kind, value)
    .run();
export const standing = async () =>
  (await rows<{ side: string; state: string; needs_review: number }>("SELECT * FROM rewards ORDER BY side DESC")).map(
    ({ side, state, needs_review: waits }) => `${side} ${state}${waits === 1 ? ", in review" : ""}`,
  );
export const rewardIds = async () =>
  (await rows<{ id: string }>("SELECT id FROM rewards ORDER BY side DESC")).map(({ id }) => id);
export const assessed = async () =>
  rows<{ moment: string }>("SELECT moment, risk, action FROM assessments ORDER BY id");
export const reviewed = async () => rows("SELECT referral_id, status, score, assessment_id FROM reviews");
export const later = ({ ctx }: World, days: number): Context => ({ ...ctx, nowMs: startMs + days * dayMs });
export async function releaseAll(w: World, days: number) {
  for (const id of await rewardIds()) expect(await releaseReward(later(w, days), id)).toMatchObject({ ok: true });
}
export const decide = async (status: "approved" | "rejected") =>
  env.DB.prepare("UPDATE reviews SET status = ?").bind(status).run();
