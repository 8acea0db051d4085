import type { EdgeLink } from "#domain/edge-link";
import { firstName } from "#domain/first-name";
import { describeOffer } from "#domain/offer";
import type { OfferLine } from "#domain/offer";
import { html, page } from "#edge/page";
import type { Markup } from "#edge/page";
import type { Landing } from "#store/edge-links";

/** The hosted landing page: who invites, their message, what both sides get, one button. */
export function answerJoin(link: EdgeLink, landing: Landing, channel: string | null): Response {
  const name = firstName(landing.referrerName);
  const offer = describeOffer(landing.document, { kind: landing.referrerKind });
  const target = channel === null ? `/r/${link.code}` : `/r/${link.code}?c=${channel}`;
  const title = name === null ? "You’re invited" : `${name} invites you`;
  return page(
    200,
    `${title} to ${landing.document.name}`,
    html`<h1>${title} to ${landing.document.name}</h1>
      ${landing.message === null ? html`` : html`<blockquote dir="auto">${landing.message}</blockquote>`}
      ${offer.referee.length + offer.referrer.length === 0 ? html`` : html`<dl>${sideOf("You get", offer.referee)}${sideOf(`${name ?? "Your friend"} gets`, offer.referrer)}</dl>`}
      <a class="button" href="${target}">Continue</a>`,
  );
}

function sideOf(heading: string, lines: OfferLine[]): Markup {
  if (lines.length === 0) return html``;
  const items = lines.map(({ what, when }) => html`<dd><strong>${what}</strong><span>${when}</span></dd>`);
  return html`<div>
    <dt>${heading}</dt>
    ${items}
  </div>`;
}
