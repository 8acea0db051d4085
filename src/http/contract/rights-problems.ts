import type { Refusal, RefusalCode } from "#domain/refusal";
import type { ProblemEntry } from "#http/contract/reward-problems";

const keyEnds = { revoked: "was revoked", expired: "has expired", rotated: "has been rotated before" };

/** What can stand in the way of members and keys. */
export const rightsProblems: { [C in RightsRefusal]: ProblemEntry<Extract<Refusal, { code: C }>> } = {
  live_key_needed: {
    status: 403,
    title: "This takes a live key",
    advice: "Members are the same in both modes, so a key of the sandbox changes none. Use a live key.",
    detail: () => "A test key cannot change members.",
  },
  role_beyond_yours: {
    status: 403,
    title: "The role is beyond yours",
    advice:
      "Owners are made, changed and removed by owners, with a key of theirs. For other roles the key needs every scope that the role has.",
    detail: ({ role }) => `The key may not act on members who are ${role}, or make somebody so.`,
    members: ({ role }) => ({ role }),
  },
  member_exists: {
    status: 409,
    title: "The address has a member",
    advice: "One address is one member. Change the one who is there, or remove him first.",
    detail: () => "There is a member with this email address.",
  },
  last_owner: {
    status: 409,
    title: "The last owner stays",
    advice: "Make somebody else an owner first.",
    detail: ({ member }) => `${member} is the only owner, and stays one.`,
  },
  key_over: {
    status: 409,
    title: "The key is over",
    advice:
      "Only a key that is good can be rotated, and once. Where the answer with the new secret was lost, rotate the key that `rotated_to` names.",
    detail: ({ key, reason }) => `${key} ${keyEnds[reason]}.`,
    members: ({ reason, rotatedTo }) => ({ reason, rotated_to: rotatedTo }),
  },
};

type RightsRefusal = Extract<
  RefusalCode,
  "live_key_needed" | "role_beyond_yours" | "member_exists" | "last_owner" | "key_over"
>;
