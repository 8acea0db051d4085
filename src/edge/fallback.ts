import type { EdgeLink, LinkState } from "#domain/edge-link";
import { securityHeaders } from "#domain/security-headers";
import { html, page } from "#edge/page";

/** Nothing of the request is in these pages, so nothing can be smuggled in. */
export function answerMissing(found: "unknown" | "unavailable"): Response {
  return found === "unknown" ? answerUnknown() : answerUnavailable();
}

function answerUnknown(): Response {
  return page(
    404,
    "Link not found",
    html`<h1>We can’t find this link</h1>
      <p class="soft">
        It may have been mistyped. Check it against the message or card that you have it from, or ask the person who
        shared it to send it again.
      </p>`,
  );
}

export function answerClosed(link: EdgeLink, state: Exclude<LinkState, "open">): Response {
  if (link.fallbackUrl !== null) {
    return new Response(null, { status: 302, headers: { ...securityHeaders.redirect, Location: link.fallbackUrl } });
  }
  return state === "expired"
    ? page(
        410,
        "Link expired",
        html`<h1>This invitation has expired</h1>
          <p class="soft">Ask the person who shared it for a new link.</p>`,
      )
    : page(
        410,
        "Link not active",
        html`<h1>This link isn’t active right now</h1>
          <p class="soft">The person who shared it can tell you whether it will be back.</p>`,
      );
}

/** Neither memory nor any store could say what the code is. */
function answerUnavailable(): Response {
  return page(
    503,
    "Try again in a moment",
    html`<h1>Please try again in a moment</h1>
      <p class="soft">We can’t look this link up just now. Nothing is wrong with it.</p>`,
    { "Retry-After": "5" },
  );
}
