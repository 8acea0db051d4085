import { isOthers } from "#domain/actor";
import { ok, refuse } from "#domain/result";
import { findReward, listRewards, listTransitions } from "#store/rewards";
import { approveReward } from "#usecases/approve-reward";
import { claimReward } from "#usecases/claim-reward";
import { grantReward } from "#usecases/grant-reward";
import { revokeReward } from "#usecases/revoke-reward";
import { showPage } from "#http/contract/page";
import * as contract from "#http/contract/rewards";
import { route } from "#http/mount";
import { hiddenFromParticipants, seenBy } from "#http/participant-view";
import { findProgramId } from "#http/program-filter";

const { showReward, showWithHistory } = contract;

export const rewardRoutes = [
  route(contract.listRewardsOperation, async (ctx, { query }) => {
    const { limit, cursor, program, beneficiary_id: beneficiaryId, referral_id: referralId, state } = query;
    const programId = await findProgramId(ctx, program);
    const needsReview = query.needs_review === "true";
    const of = { programId, beneficiaryId, referralId, state, needsReview };
    const filter = { mode: ctx.actor.mode, ...of, before: cursor, limit };
    const rows = await listRewards(ctx.db, filter);
    const show = (row: (typeof rows)[number]) => seenBy(ctx.actor, showReward(row), hiddenFromParticipants.reward);
    return ok({ body: showPage("rewards", rows, { limit, placeOf: ({ reward }) => reward.id, show }) });
  }),

  route(contract.getRewardOperation, async (ctx, { params }) => {
    const stored = await findReward(ctx.db, ctx.actor.mode, params.id);
    if (stored === null || isOthers(ctx.actor, stored.reward.beneficiaryId))
      return refuse({ code: "not_found", what: "reward" });
    const transitions = await listTransitions(ctx.db, stored.reward.id);
    const shown = showWithHistory(stored, transitions);
    return ok({ body: seenBy(ctx.actor, shown, hiddenFromParticipants.rewardHistory) });
  }),

  route(contract.grantRewardOperation, async (ctx, { body }) => {
    const granted = await grantReward(ctx, body);
    if (!granted.ok) return granted;
    const status = granted.value.created ? (201 as const) : (200 as const);
    return ok({ status, body: showReward(granted.value) });
  }),

  route(contract.claimRewardOperation, async (ctx, { params }) => {
    const claimed = await claimReward(ctx, params.id);
    if (!claimed.ok) return claimed;
    return ok({ body: seenBy(ctx.actor, showReward(claimed.value), hiddenFromParticipants.reward) });
  }),

  route(contract.approveRewardOperation, async (ctx, { params, body }) => {
    const approved = await approveReward(ctx, { rewardId: params.id, reason: body.reason });
    return approved.ok ? ok({ body: showReward(approved.value) }) : approved;
  }),

  route(contract.revokeRewardOperation, async (ctx, { params, body }) => {
    const revoked = await revokeReward(ctx, { rewardId: params.id, reason: body.reason });
    return revoked.ok ? ok({ body: showReward(revoked.value) }) : revoked;
  }),
];
