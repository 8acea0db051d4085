/** How a link travelled (`?c=` on the short link). */
export const channels = ["link", "qr", "email", "social", "direct"] as const;
export type Channel = (typeof channels)[number];

/** A human click inside a visitor's journey. Times are server milliseconds. */
export type Touch = { code: string; atMs: number; channel: Channel; campaign?: string; variant?: string };

/** The list of touches that a visitor carries, in a cookie and in the click token alike. */
export type Journey = { programId: string; visitorId: string; touches: Touch[] };

/** HMAC over a text with rotating keys. `sign` uses the newest; `verify` takes any that is still listed. */
export type Signing = {
  sign(text: string): { kid: string; signature: string };
  verify(text: string, kid: string, signature: string): boolean;
};
