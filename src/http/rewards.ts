import { ok, refuse } from "#domain/result";
import { findReward, listRewards, listTransitions } from "#store/rewards";
import { showPage } from "#http/contract/page";
import * as contract from "#http/contract/rewards";
import { route } from "#http/mount";
import { findProgramId } from "#http/program-filter";

const { showReward, showTransition } = contract;

export const rewardRoutes = [
  route(contract.listRewardsOperation, async (ctx, { query }) => {
    const { limit, cursor, program, beneficiary_id: beneficiaryId, referral_id: referralId } = query;
    const programId = await findProgramId(ctx, program);
    const filter = { mode: ctx.actor.mode, programId, beneficiaryId, referralId, before: cursor, limit };
    const rows = await listRewards(ctx.db, filter);
    return ok({ body: showPage("rewards", rows, { limit, placeOf: ({ reward }) => reward.id, show: showReward }) });
  }),

  route(contract.getRewardOperation, async (ctx, { params }) => {
    const stored = await findReward(ctx.db, ctx.actor.mode, params.id);
    if (stored === null) return refuse({ code: "not_found", what: "reward" });
    const transitions = await listTransitions(ctx.db, stored.reward.id);
    return ok({ body: { ...showReward(stored), transitions: transitions.map(showTransition) } });
  }),
];
