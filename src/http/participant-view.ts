import type { Actor } from "#domain/actor";

/**
 * What is left out for participants: what the team keeps for itself, such as its own notes and references, and what
 * belongs to other people.
 */
export const hiddenFromParticipants = {
  participant: { profile: null },
  link: { context: null },
  referral: { source: null },
  reward: { subject: null },
  rewardHistory: { subject: null, transitions: [] },
  walletEntry: { reference: null, metadata: null },
};

/** A thing as its reader may see it. */
export function seenBy<Shown extends object>(actor: Actor, shown: Shown, hidden: NoInfer<Partial<Shown>>): Shown {
  return actor.type === "participant" ? { ...shown, ...hidden } : shown;
}
