import type { EdgeLink, LinkState } from "#domain/edge-link";
import { securityHeaders } from "#domain/security-headers";
import type { TooMany } from "#edge/misses";
import { html, page } from "#edge/page";
import type { PreparedLink } from "#edge/prepared-link";

const unavailableForSeconds = 5;

type Missing = "unknown" | "unavailable" | TooMany;

export function isFound(found: PreparedLink | Missing): found is PreparedLink {
  return typeof found === "object" && "link" in found;
}

/** Nothing of the request is in these pages, so nothing can be smuggled in. */
export function answerMissing(missing: Missing): Response {
  if (missing === "unknown") return answerUnknown();
  // Neither memory nor any store could say what the code is; or so many were none that nobody looks for this one now.
  return missing === "unavailable"
    ? answerLater(503, unavailableForSeconds)
    : answerLater(429, missing.retryAfterSeconds);
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

function answerLater(status: 429 | 503, retryAfterSeconds: number): Response {
  return page(
    status,
    "Try again in a moment",
    html`<h1>Please try again in a moment</h1>
      <p class="soft">We can’t look this link up just now. That says nothing about the link itself.</p>`,
    { "Retry-After": String(retryAfterSeconds) },
  );
}
