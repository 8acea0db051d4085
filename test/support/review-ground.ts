import { expect } from "vitest";
import type { Mode } from "#domain/mode";
import type { Review } from "#domain/review";
import type { Reward } from "#domain/reward";
import { connect } from "#support/api";
import type { ApiClient, Reply } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { rows } from "#support/ledger";
import { seedReview } from "#support/review-seeds";
import { seedReward } from "#support/reward-seeds";

type Recorded = { outcomes: { referral_id: string }[] };
type Decision = { review: Record<string, unknown>; rewards: Record<string, number> };

/** Ada's program, and friends of hers who sign up, each with rewards and a review as they are asked for. */
export async function createReviewWorld(mode: Mode = "live") {
  const api = await connect({ mode });
  const program = await createProgram(api, { preset: "wallet-bonus" });
  const ada = await createParticipant(api, { kind: "customer", name: "Ada" });
  const link = await createLink(api, { program: program.id, participant: ada.id });
  const refer = async () => {
    const ben = await createParticipant(api, { kind: "customer", name: "Ben" });
    const referee = { kind: "customer", external_id: ben.external_id };
    const code = { code: link.code, code_source: "typed" };
    const signup = { id: `${ben.id}-signup`, type: "signup", program: program.key, referee, ...code };
    const { body, text } = await api.post<Recorded>("/v1/events", signup);
    const referralId = body.outcomes[0]?.referral_id ?? "";
    expect(referralId, text).toMatch(/^ref_/);
    const reward = async (fields: Partial<Reward> = {}) =>
      seedReward({ programId: program.id, beneficiaryId: ada.id, mode, referralId, ...fields });
    const review = async (fields: Partial<Review> = {}) =>
      seedReview({ mode, programId: program.id, referralId }, fields);
    return { ben, referralId, reward, review };
  };
  return { api, program, ada, refer };
}

/** In the order in which they were earned. */
export async function statesOf(referralId: string) {
  const found = await rows<{ state: string; needs: number }>(
    "SELECT state, needs_review AS needs FROM rewards WHERE referral_id = ? ORDER BY id",
    referralId,
  );
  return found.map(({ state, needs }) => (needs === 1 ? `${state}, in review` : state));
}

export async function balanceOf(participantId: string) {
  const found = await rows<{ balance: number }>("SELECT balance FROM accounts WHERE owner_id = ?", participantId);
  return found[0]?.balance ?? 0;
}

export async function decide(api: ApiClient, review: { id: string }, body: object): Promise<Reply<Decision>> {
  return api.post<Decision>(`/v1/reviews/${review.id}/decide`, body);
}
