import type { Signing } from "#domain/journey";
import { readUnsubscribeToken } from "#domain/unsubscribe";
import { formHeaders, html, page } from "#edge/page";
import { unsubscribe } from "#store/edge-unsubscribe";

/**
 * `GET` shows one button and changes nothing, since mail scanners open every link; `POST` is that button, or the mail
 * client's own (RFC 8058), and may come any number of times.
 */
export async function answerUnsubscribe(
  request: Request,
  token: string,
  { d1, signing, nowMs, newId }: { d1: D1Database; signing: Signing; nowMs: number; newId: () => string },
): Promise<Response> {
  const unsubscriber = readUnsubscribeToken(signing, token);
  if (unsubscriber === null) return answerUnknown();
  if (request.method !== "POST") return answerQuestion();
  await unsubscribe(d1, unsubscriber, { atMs: nowMs, requestId: `req_${newId()}` });
  return page(
    200,
    "You’re unsubscribed",
    html`<h1>You’re unsubscribed</h1>
      <p class="soft">
        You won’t get any more of these emails. Your link and your rewards stay as they are. If this was a mistake, ask
        the people who run the program to write to you again.
      </p>`,
    formHeaders,
  );
}

/** The form comes back to this very address, so nothing of it stands in the page. */
function answerQuestion(): Response {
  return page(
    200,
    "Unsubscribe",
    html`<h1>No more emails?</h1>
      <p class="soft">
        You won’t be told of invitations, rewards or what is about to expire. Your link and your rewards stay as they
        are.
      </p>
      <form method="post"><button class="button" type="submit">Unsubscribe</button></form>`,
    formHeaders,
  );
}

function answerUnknown(): Response {
  return page(
    404,
    "Link not valid",
    html`<h1>This link isn’t valid</h1>
      <p class="soft">Please use the unsubscribe link at the end of the newest email you have from us.</p>`,
    formHeaders,
  );
}
