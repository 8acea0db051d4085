import type { ReceiverProblem } from "#domain/public-address";
import type { Refusal } from "#domain/refusal";
import type { ProblemEntry } from "#http/contract/reward-problems";

type WebhookCode = "webhook_url_not_allowed" | "webhook_endpoint_disabled" | "too_many_webhook_endpoints";

const addressProblems: Record<ReceiverProblem, string> = {
  malformed: "it is not an address of at most 2,048 plain symbols",
  not_https: "it does not begin with https://",
  has_credentials: "it has a user name or a password in it",
  has_fragment: "it has a fragment (#)",
  port_not_allowed: "its port is neither 443 nor one from 1024 on",
  ip_address: "its host is an IP address and not a name",
  name_not_public: "its host is not a public name",
  name_unknown: "its host has no address",
  address_not_public: "its host leads to an address that is not public",
  resolver_silent: "its host could not be looked up; try again in a minute",
};

/** What is refused about webhook endpoints. */
export const webhookProblems: { [C in WebhookCode]: ProblemEntry<Extract<Refusal, { code: C }>> } = {
  webhook_url_not_allowed: {
    status: 422,
    title: "Webhooks cannot be sent to this address",
    advice: "Give an https address with a public name; `reason` says what stands against this one.",
    detail: ({ reason }) => `Webhooks cannot go there: ${addressProblems[reason]}.`,
    members: ({ reason }) => ({ reason }),
  },
  webhook_endpoint_disabled: {
    status: 409,
    title: "The webhook endpoint is disabled",
    advice: "Set its `status` to `enabled` first.",
    detail: ({ endpoint }) => `Nothing is sent to ${endpoint} while it is disabled.`,
  },
  too_many_webhook_endpoints: {
    status: 409,
    title: "There are too many webhook endpoints",
    advice: "Disable one that is not needed any more, or send several types of messages to one.",
    detail: ({ limit }) => `A mode may have ${limit} enabled endpoints.`,
    members: ({ limit }) => ({ limit }),
  },
};
