import type { Refusal } from "#domain/refusal";
import type { ProblemEntry } from "#http/contract/reward-problems";
import { showInstantOrNull } from "#http/contract/wire";

type ReviewCode =
  | "review_decided"
  | "review_changed"
  | "fraud_list_full"
  | "fraud_entry_contradicts"
  | "address_unknown";

/** What is refused about reviews and fraud lists. */
export const reviewProblems: { [C in ReviewCode]: ProblemEntry<Extract<Refusal, { code: C }>> } = {
  review_decided: {
    status: 409,
    title: "Somebody has decided already",
    advice:
      "See `decided_by` and `decided_at`. To replace the verdict, name it in `overrules`; to look at the referral again, open it with `POST /v1/reviews`. An approval brings back no reward that a rejection took.",
    detail: ({ review, status }) => `Review ${review} is ${status}.`,
    members: ({ status, decidedBy, decidedAtMs }) => ({
      review_status: status,
      decided_by: decidedBy,
      decided_at: showInstantOrNull(decidedAtMs),
    }),
  },
  review_changed: {
    status: 409,
    title: "Something else asks for the review now",
    advice:
      "Look at it again, at the assessment in `assessment_id`, and decide then. Where it was opened again while a verdict was carried out on many rewards, those that it had reached by then stay so and the others wait.",
    detail: ({ review }) => `Review ${review} is no longer as it was seen.`,
    members: ({ assessmentId }) => ({ assessment_id: assessmentId }),
  },
  fraud_list_full: {
    status: 409,
    title: "The fraud lists are full",
    advice:
      "Delete entries, or let one domain or pattern stand for many: of patterns and of addresses there are 1,000 each at most (`kind`), of all 10,000. Each mode has lists of its own.",
    detail: ({ kind, limit }) =>
      `The lists of a mode take ${limit} entries at most${kind === null ? "" : ` of kind ${kind}`}.`,
    members: ({ kind, limit }) => ({ kind, limit }),
  },
  fraud_entry_contradicts: {
    status: 409,
    title: "The entry is on the list with the other effect",
    advice: "Delete the entry named in `entry` first, if that is right.",
    detail: ({ entry, effect }) => `Entry ${entry} says ${effect} of the same.`,
    members: ({ entry, effect }) => ({ entry, effect }),
  },
  address_unknown: {
    status: 409,
    title: "The referral has no address of today",
    advice:
      "An address can be named by a referral whose clicks are all of the same day (UTC). Its salt goes at midnight, and what was hashed before means nothing any more.",
    detail: ({ referral }) => `No address of today was seen with referral ${referral}.`,
    members: ({ referral }) => ({ referral_id: referral }),
  },
};
