import { isOthers } from "#domain/actor";
import { ok, refuse } from "#domain/result";
import { findLink, listCodes, listLinks } from "#store/links";
import { changeLink } from "#usecases/change-link";
import { countClicks } from "#usecases/count-clicks";
import { issueLink } from "#usecases/issue-link";
import { lookUpCode } from "#usecases/look-up-code";
import { lookUpCodeOperation, showCode } from "#http/contract/codes";
import * as contract from "#http/contract/links";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";
import { hiddenFromParticipants, seenBy } from "#http/participant-view";
import { findProgramId } from "#http/program-filter";

const { showLink, showLinkWithClicks } = contract;

export const linkRoutes = [
  route(contract.issueLinkOperation, async (ctx, { body }, { origin }) => {
    const issued = await issueLink(ctx, body);
    if (!issued.ok) return issued;
    const { stored, created } = issued.value;
    const codes = created ? [stored.link.code] : await codesOf(ctx, stored.link.id);
    const shown = showLink(stored, codes, { origin, nowMs: ctx.nowMs });
    return ok({ status: created ? (201 as const) : (200 as const), body: shown });
  }),

  route(contract.listLinksOperation, async (ctx, { query }, { origin }) => {
    const { limit, cursor, program, participant_id: participantId } = query;
    const programId = await findProgramId(ctx, program);
    const rows = await listLinks(ctx.db, { mode: ctx.actor.mode, programId, participantId, before: cursor, limit });
    const codes = await listCodes(
      ctx.db,
      rows.map(({ link }) => link.id),
    );
    const show = (row: (typeof rows)[number]) =>
      seenBy(
        ctx.actor,
        showLink(row, codes.get(row.link.id) ?? [], { origin, nowMs: ctx.nowMs }),
        hiddenFromParticipants.link,
      );
    return ok({ body: showPage("links", rows, { limit, placeOf: ({ link }) => link.id, show }) });
  }),

  route(contract.getLinkOperation, async (ctx, { params }, { origin, clickLogs }) => {
    const stored = await findLink(ctx.db, ctx.actor.mode, params.id);
    if (stored === null || isOthers(ctx.actor, stored.link.participantId))
      return refuse({ code: "not_found", what: "link" });
    const codes = await codesOf(ctx, stored.link.id);
    const clicks = await countClicks(ctx, clickLogs, codes);
    const shown = showLinkWithClicks(showLink(stored, codes, { origin, nowMs: ctx.nowMs }), clicks);
    return ok({ body: seenBy(ctx.actor, shown, hiddenFromParticipants.link) });
  }),

  route(contract.changeLinkOperation, async (ctx, { params, body }, { origin }) => {
    const changed = await changeLink(ctx, { id: params.id, fields: body });
    if (!changed.ok) return changed;
    const codes = await codesOf(ctx, params.id);
    return ok({ body: showLink(changed.value, codes, { origin, nowMs: ctx.nowMs }) });
  }),

  route(lookUpCodeOperation, async (ctx, { params }, { refuseManyMisses }) => {
    const found = await lookUpCode(ctx, params.code);
    const refusal = found.reason === "code_unknown" ? refuseManyMisses() : null;
    return refusal === null ? ok({ body: showCode(found) }) : refuse(refusal);
  }),
];

async function codesOf(ctx: Parameters<typeof changeLink>[0], linkId: string): Promise<string[]> {
  return (await listCodes(ctx.db, [linkId])).get(linkId) ?? [];
}
