import { isEmbedded, isPrompt, touchedAtMs } from "#domain/fraud-history";
import type { FraudView, PastReferral } from "#domain/fraud-history";
import { found, idOf, nothing } from "#domain/fraud-measures";
import type { Measure } from "#domain/fraud-measures";
import { shareOf } from "#domain/money";
import { wholeRatio } from "#domain/trigram";

/** A touch that led to no signup for so long led to none: the signup came of something else. */
const idleMs = 3_600_000;
/** Of fewer clicks no share is made: for a touch that was embedded itself, and for one that led to nothing at once. */
const fewClicks = { embedded: 10, idle: 20 };

/**
 * The share of the referrer's clicks that nobody asked for: the link was loaded as an image, a frame or a script of
 * some page. Where some were, a touch that was not so itself, but was not followed by a signup either, is no better.
 * One such load says nothing: mail programs, portals and single-page applications load links like that.
 */
export function measureEmbeddedTouch({ referral, clicks }: FraudView): Measure {
  const own = isEmbedded(referral.via);
  if (!own && isPrompt(referral, idleMs)) return nothing;
  if (clicks.clicks < (own ? fewClicks.embedded : fewClicks.idle)) return nothing;
  return found(shareOf(wholeRatio, Math.min(clicks.embedded, clicks.clicks), clicks.clicks), [], referral.via);
}

/** Whom more people followed has an audience, which clicks a lot and joins when it likes. */
const mostStuffed = 8;

/**
 * Clicks on the referrer's links for each of his other signups that followed its click at once, and one more: whoever
 * stuffs clicks has many, and signups only of those who would have come anyway, some time. A signup that followed at
 * once is none of those, nor is one where most did.
 */
export function measureClickStuffing({ referral, touchedThen, known, clicks }: FraudView): Measure {
  if (isPrompt(referral) || known.length >= mostStuffed) return nothing;
  const prompt = touchedThen.filter((other) => isPrompt(other));
  if (prompt.length * 2 > touchedThen.length + 1) return nothing;
  return found(Math.floor(clicks.clicks / (prompt.length + 1)));
}

/** Of fewer referees nothing is said, nor where fewer clicks were made for each: at a fair many scan, and join at home. */
const fewIdle = { referees: 3, clicks: 30, clicksEach: 10 };

/**
 * The share of the referrer's referees who signed up an hour or more after the click, in millionths, where clicks are
 * many: stuffed clicks are followed by what would have come anyway, at any time.
 */
export function measureIdleClicks({ referral, touchedThen, known, clicks }: FraudView): Measure {
  const all = [referral, ...known];
  if (isPrompt(referral, idleMs) || all.length < fewIdle.referees) return nothing;
  const enough = Math.max(fewIdle.clicks, fewIdle.clicksEach * (touchedThen.length + 1));
  if (clicks.clicks < enough) return nothing;
  const idle = all.filter((one) => !isPrompt(one, idleMs));
  return found(shareOf(wholeRatio, idle.length, all.length), idsBeside(idle, referral));
}

/** Nobody reads a page and fills in its form in less. */
const hastyMs = 30_000;
/** So many must have been so fast: one or two have their browser fill in forms. */
const fewHasty = 4;

/** The share of the referrer's referees who signed up right after the click, as scripts do, in millionths. */
export function measureHastySignups({ referral, others }: FraudView): Measure {
  const clicked = [referral, ...others].filter(({ clickedAtMs }) => clickedAtMs !== null);
  const hasty = clicked.filter(isHasty);
  if (clicked.length === 0) return nothing;
  const share = hasty.length < fewHasty ? 0 : shareOf(wholeRatio, hasty.length, clicked.length);
  return found(share, idsBeside(hasty, referral));
}

/** A touch may be told later than the signup that it led to: then nobody knows. */
function isHasty(referral: PastReferral): boolean {
  const waitMs = referral.signedUpAtMs - touchedAtMs(referral);
  return waitMs >= 0 && waitMs < hastyMs;
}

function idsBeside(referrals: readonly PastReferral[], own: PastReferral): string[] {
  return referrals.map(idOf).filter((id) => id !== own.referee.id);
}
