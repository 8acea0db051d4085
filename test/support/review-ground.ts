import type { Mode } from "#domain/mode";
import type { Review } from "#domain/review";
import type { Reward } from "#domain/reward";
import { connect } from "#support/api";
import type { ApiClient, Reply } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { rows } from "#support/ledger";
import { seedReferral, seedReview } from "#support/review-seeds";
import { seedReward } from "#support/reward-seeds";

type Decision = { review: Record<string, unknown>; rewards: Record<string, number> };

/** Ada's program, and friends of hers who sign up, each with rewards and a review as they are asked for. */
export async function createReviewWorld(mode: Mode = "live") {
  const api = await connect({ mode });
  const program = await createProgram(api, { preset: "wallet-bonus" });
  const ada = await createParticipant(api, { kind: "customer", name: "Ada" });
  const link = await createLink(api, { program: program.id, participant: ada.id });
  const refer = async () => {
    const ben = await createParticipant(api, { kind: "customer", name: "Ben" });
    const about = { mode, programId: program.id, referrerId: ada.id, refereeId: ben.id, linkId: link.id };
    const referralId = await seedReferral(about);
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
