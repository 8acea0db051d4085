/** Prefixed ids say what they name; the time in front makes them sort by creation. */
export type IdPrefix = "prg" | "ptc" | "lnk" | "ref" | "cnv" | "rwd" | "txn" | "msg" | "key" | "req" | "clk";
export type Id<P extends IdPrefix> = `${P}_${string}`;
export type ProgramId = Id<"prg">;
export type ParticipantId = Id<"ptc">;
export type LinkId = Id<"lnk">;
export type ReferralId = Id<"ref">;
export type ConversionId = Id<"cnv">;
export type RewardId = Id<"rwd">;
export type TransactionId = Id<"txn">;
export type MessageId = Id<"msg">;
export type ApiKeyId = Id<"key">;

export type NewId = <P extends IdPrefix>(prefix: P) => Id<P>;

/**
 * Ids look like `rwd_0k3v9x2a1` + 14 random symbols: nine base-32 digits of milliseconds, so that
 * rows made later sort later. `random` gives the tail (nanoid in production, a counter in tests).
 */
export function createNewId(nowMs: number, random: () => string): NewId {
  const time = nowMs.toString(32).padStart(9, "0");
  return (prefix) => `${prefix}_${time}${random()}`;
}
