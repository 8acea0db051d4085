import type { Refusal } from "#domain/refusal";
import type { ProblemEntry } from "#http/contract/reward-problems";

/** What cannot be done to people who are gone. */
export const privacyProblems: { participant_erased: ProblemEntry<Extract<Refusal, { code: "participant_erased" }>> } = {
  participant_erased: {
    status: 410,
    title: "The participant was erased",
    advice:
      "Nothing can be written about him any more. Whoever registers again under the same external id is a new participant.",
    detail: ({ participant }) => `Participant ${participant} was erased.`,
    members: ({ participant }) => ({ participant }),
  },
};
