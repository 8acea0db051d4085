import { dayMs } from "#domain/day";
import type { Participant } from "#domain/participant";

/** How a link was loaded, as the browser's `Sec-Fetch-Dest` has it; only a navigation is a person's doing. */
export const clickVias = ["navigation", "image", "iframe", "script"] as const;
export type ClickVia = (typeof clickVias)[number];

/** How far before and after a signup its referrer's other referrals and clicks are looked at. */
export const fraudWindowMs = 7 * dayMs;

/** Of more others the nearest in time are looked at: they say enough, and a famous referrer costs no more than others. */
export const mostOthers = 200;

/** A referral as fraud scoring needs it. Times are the program's milliseconds; null while it has not happened. */
export type PastReferral = {
  referee: Participant;
  signedUpAtMs: number;
  /** The earliest touch that led to the referrer; null for a code typed by hand. */
  clickedAtMs: number | null;
  /** Null where the browser did not say. */
  via: ClickVia | null;
  visitorId: string | null;
  /** Under the salt of its day, so that hashes of two days never agree. */
  addressHash: string | null;
  /** The first payment. */
  paidAtMs: number | null;
  /** Whether money was given back after the referrer had used the reward. */
  isTakenBack: boolean;
};

/** Human clicks on a referrer's links in the days around a touch, repeats among them. */
export type ClickSums = { clicks: number; embedded: number };

/** What is known of one referral, its referrer and what happened around it; in any order. */
export type FraudHistory = {
  referral: PastReferral;
  referrer: Participant;
  /** Why the referrer may not earn at this moment; null when he may. */
  referrerRefusal: "referrer_suspended" | "referrer_ineligible" | null;
  /** The device on which the referrer signed up himself, where he was referred. */
  referrerVisitorId: string | null;
  /** Participants with the referrer's mailbox or card who came after him, in `fraudWindowMs` around the signup. */
  referrerDoubles: readonly string[];
  /** The referrer's other referrals, of which `mostOthers` nearest before and after the signup are enough. */
  others: readonly PastReferral[];
  /** Of the days of `fraudWindowMs` around `touchedAtMs`. */
  clicks: ClickSums;
  /** Other participants with the referee's mailbox; which were known before him. */
  sameMailbox: readonly { id: string; isEarlier: boolean }[];
  /** Other participants with the referee's payment fingerprint. */
  samePayment: readonly string[];
};

/** A history with what is measured of it: the others of its window, and what is known of throw-away mail. */
export type FraudView = FraudHistory & {
  /** Of `fraudWindowMs` around the signup. */
  others: readonly PastReferral[];
  /** The others whose touches lie in `fraudWindowMs` around this one's: of the same days as the clicks. */
  touchedThen: readonly PastReferral[];
  /** The nearest of whatever time. */
  known: readonly PastReferral[];
  disposable: ReadonlySet<string>;
};

export function isInWindow(atMs: number, centreMs: number): boolean {
  return Math.abs(atMs - centreMs) < fraudWindowMs;
}

/** When it began: a code typed by hand begins with the signup. */
export function touchedAtMs({ clickedAtMs, signedUpAtMs }: PastReferral): number {
  return clickedAtMs ?? signedUpAtMs;
}

/** Most who follow a link to sign up have done so by then; who does later may have come anyway. */
const promptMs = 600_000;

/** Whether the signup followed its touch at once; a typed code is a person's doing and as good. */
export function isPrompt(referral: PastReferral, withinMs = promptMs): boolean {
  return referral.signedUpAtMs - touchedAtMs(referral) < withinMs;
}

export function isEmbedded(via: ClickVia | null): boolean {
  return via !== null && via !== "navigation";
}
