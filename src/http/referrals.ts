import { firstNameAndInitial } from "#domain/first-name";
import { ok, refuse } from "#domain/result";
import { listNames } from "#store/participants";
import { findReferral, listReferrals, listTouches } from "#store/referrals";
import { explainPair } from "#usecases/explain-pair";
import { explainReferral } from "#usecases/explain-referral";
import { recordConversion } from "#usecases/record-conversion";
import { reassignReferral } from "#usecases/reassign-referral";
import { showAnswer } from "#http/contract/events";
import * as explanations from "#http/contract/explanations";
import { showPage } from "#http/contract/page";
import * as contract from "#http/contract/referrals";
import { route } from "#http/mount";
import { hiddenFromParticipants, seenBy } from "#http/participant-view";
import { findProgramId } from "#http/program-filter";

const { showReferral, showTouch } = contract;
const { showExplanation, showPairExplanation } = explanations;

export const referralRoutes = [
  route(contract.listReferralsOperation, async (ctx, { query }) => {
    const { limit, cursor, program, referrer_id: referrerId, referee_id: refereeId } = query;
    const programId = await findProgramId(ctx, program);
    const filter = { mode: ctx.actor.mode, programId, referrerId, refereeId, before: cursor, limit };
    const rows = await listReferrals(ctx.db, filter);
    const page = showPage("referrals", rows, { limit, placeOf: ({ referral }) => referral.id, show: showReferral });
    if (ctx.actor.type !== "participant") return ok({ body: page });
    const names = await listNames(
      ctx.db,
      page.data.map((shown) => shown.referee_id),
    );
    const data = page.data.map((shown) => ({
      ...seenBy(ctx.actor, shown, hiddenFromParticipants.referral),
      referee_name: firstNameAndInitial(names.get(shown.referee_id) ?? null),
    }));
    return ok({ body: { ...page, data } });
  }),

  route(contract.getReferralOperation, async (ctx, { params }) => {
    const stored = await findReferral(ctx.db, ctx.actor.mode, params.id);
    if (stored === null) return refuse({ code: "not_found", what: "referral" });
    const touches = await listTouches(ctx.db, stored.referral.id);
    return ok({ body: { ...showReferral(stored), touches: touches.map(showTouch) } });
  }),

  route(contract.reassignReferralOperation, async (ctx, { params, body }) => {
    const moved = await reassignReferral(ctx, { referralId: params.id, ...body });
    return moved.ok ? ok({ body: showReferral(moved.value) }) : moved;
  }),

  route(contract.recordConversionOperation, async (ctx, { params, body }) => {
    const recorded = await recordConversion(ctx, { referralId: params.id, ...body });
    return recorded.ok ? ok({ body: showAnswer(recorded.value) }) : recorded;
  }),

  route(explanations.explainReferralOperation, async (ctx, { params }) => {
    const explained = await explainReferral(ctx, params.id);
    return explained.ok ? ok({ body: showExplanation(explained.value) }) : explained;
  }),

  route(explanations.explainPairOperation, async (ctx, { body }) => {
    const explained = await explainPair(ctx, body);
    return explained.ok ? ok({ body: showPairExplanation(explained.value) }) : explained;
  }),
];
