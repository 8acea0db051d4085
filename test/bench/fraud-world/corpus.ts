export type Via = "navigation" | "image" | "iframe" | "script";

export type Person = {
  id: string;
  name: string;
  email: string;
  organization: string | null;
  /** Null where the account is older than the engine knows. */
  registeredAtMs: number | null;
  /** Of the card that this person pays with; one card has one. Null who pays without. */
  paymentFingerprint: string | null;
};

/** Instants are Unix milliseconds; amounts are in minor units of the currency beside them. */
export type Happening =
  | {
      type: "click";
      atMs: number;
      /** The cookie of a browser: people who share a browser share it, and one person has several. */
      visitor: string;
      referrerId: string;
      /** An opaque key of a network on one day (UTC); all who are behind it share it. */
      address: string;
      agent: string;
      via: Via;
    }
  | {
      type: "signup";
      atMs: number;
      refereeId: string;
      referrerId: string;
      visitor: string | null;
      address: string;
      codeSource: "click" | "typed";
    }
  | { type: "activated"; atMs: number; refereeId: string }
  | { type: "payment"; atMs: number; refereeId: string; paymentRef: string; amountMinor: number; currency: string }
  | { type: "refund"; atMs: number; paymentRef: string; amountMinor: number }
  /** The referrer used the reward that this referee earned. */
  | { type: "redeemed"; atMs: number; refereeId: string };

/** Of one referral: whether it is abuse, and in which population it was made. */
export type Label = { isAbuse: boolean; population: string };

export type Corpus = {
  people: Person[];
  /** In time order. */
  happenings: Happening[];
  /** By the referee's id. */
  labels: Map<string, Label>;
};
