/** A link as attribution sees it: a code's owner and what may still be credited to it. */
export type Link = {
  id: string;
  programId: string;
  participantId: string;
  code: string;
  campaign: string | null;
  status: "active" | "paused";
  expiresAtMs: number;
  createdAtMs: number;
};
