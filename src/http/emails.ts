import { composeEmail } from "#domain/email-compose";
import { renderEmail } from "#domain/email-render";
import { ok, refuse } from "#domain/result";
import { loadEmail } from "#store/email-facts";
import { listSuppressions } from "#store/email-suppressions";
import { listEmails } from "#store/emails";
import { previewEmail, previewUnsubscribeUrl } from "#usecases/preview-email";
import { sendEmailAgain } from "#usecases/send-email-again";
import { allowAddress, suppressAddress } from "#usecases/suppress-address";
import * as suppressions from "#http/contract/email-suppressions";
import * as contract from "#http/contract/emails";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";

const { showEmail, showEmailWithText } = contract;
const { showSuppression } = suppressions;

/** What has a name of its own comes before what has an id. */
export const emailRoutes = [
  route(suppressions.listSuppressionsOperation, async (ctx, { query: { limit, cursor } }) => {
    const rows = await listSuppressions(ctx.db, { mode: ctx.actor.mode, before: cursor, limit });
    const placeOf = ({ addressHash }: (typeof rows)[number]) => addressHash;
    return ok({ body: showPage("suppressions", rows, { limit, placeOf, show: showSuppression }) });
  }),

  route(suppressions.suppressAddressOperation, async (ctx, { body }) =>
    ok({ body: showSuppression(await suppressAddress(ctx, body)) }),
  ),

  route(suppressions.allowAddressOperation, async (ctx, { body }) =>
    ok({ body: { removed: await allowAddress(ctx, body.email) } }),
  ),

  route(contract.listEmailsOperation, async (ctx, { query }) => {
    const { limit, cursor, participant_id: participantId, status, template } = query;
    const rows = await listEmails(ctx.db, {
      mode: ctx.actor.mode,
      participantId,
      status,
      template,
      before: cursor,
      limit,
    });
    return ok({ body: showPage("emails", rows, { limit, placeOf: ({ id }) => id, show: showEmail }) });
  }),

  route(contract.previewEmailOperation, async (ctx, { body }, { origin }) => {
    const preview = await previewEmail(ctx, { participant: undefined, ...body }, origin);
    return preview.ok ? ok({ body: preview.value }) : preview;
  }),

  route(contract.getEmailOperation, async (ctx, { params }, { origin }) => {
    const loaded = await loadEmail(ctx.db, params.id);
    if (loaded === null || loaded.email.mode !== ctx.actor.mode) return refuse({ code: "not_found", what: "email" });
    const links = { origin: ctx.publicUrl ?? origin, unsubscribeUrl: previewUnsubscribeUrl(ctx, origin) };
    const rendered = renderEmail(composeEmail(loaded.email.template, loaded.facts, links));
    return ok({ body: showEmailWithText(loaded.email, rendered) });
  }),

  route(contract.sendEmailOperation, async (ctx, { params }) => {
    const sent = await sendEmailAgain(ctx, params.id);
    return sent.ok ? ok({ body: showEmail(sent.value) }) : sent;
  }),
];
