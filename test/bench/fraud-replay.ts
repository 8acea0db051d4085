import walletBonus from "#presets/wallet-bonus" with { type: "json" };
import { assess } from "#domain/assessment";
import type { Assessment } from "#domain/assessment";
import { dayMs } from "#domain/day";
import { gatherFraudFacts } from "#domain/fraud-facts";
import { severest } from "#domain/fraud-rules";
import type { FraudAction, FraudRule } from "#domain/fraud-rules";
import type { FraudSettings, SignalName } from "#domain/fraud-settings";
import { openFraudWorld } from "#bench/fraud-world";
import type { FraudWorld } from "#bench/fraud-world";
import type { Corpus, Happening } from "#bench/fraud-world/corpus";
import type { ProgramDocument } from "#domain/program";

/** A hold of this length ends with the second assessment. */
export const holdMs = 14 * dayMs;

type Moment = "atPayment" | "atRelease";

/** `hear` is told every assessment as it is made. */
export type ReplayOptions = {
  settings: FraudSettings;
  disposable: ReadonlySet<string>;
  hear?: (refereeId: string, moment: Moment, assessment: Assessment) => void;
};

/** What became of one referral. */
export type ReplayedReferral = {
  refereeId: string;
  population: string;
  isAbuse: boolean;
  /** Why the signup was not bound; such a referral earns nothing and is never assessed. */
  refusal: string | null;
  /** The severest answers before commitment and when the hold ended; null without a payment. */
  atPayment: FraudAction | null;
  atRelease: FraudAction | null;
  /** The highest of its scores, in millionths. */
  score: number;
  signals: ReadonlySet<SignalName>;
  rules: ReadonlySet<FraudRule>;
};

/** Plays a corpus in its order and assesses each payment before it counts, and again when its hold ends. */
export function replayCorpus(corpus: Corpus, options: ReplayOptions): ReplayedReferral[] {
  // Safe because the preset's own test holds it against the schema.
  const world = openFraudWorld(corpus, walletBonus as ProgramDocument);
  const replayed = new Map<string, ReplayedReferral>();
  const due: { atMs: number; payment: Happening & { type: "payment" } }[] = [];
  const release = (untilMs: number) => {
    for (let next = due[0]; next !== undefined && next.atMs <= untilMs; next = due[0]) {
      due.shift();
      assessPayment(next.payment, next.atMs, "atRelease");
    }
  };
  for (const happening of corpus.happenings) {
    release(happening.atMs);
    world.take(happening);
    if (happening.type === "signup")
      replayed.set(happening.refereeId, openReferral(happening.refereeId, corpus, world));
    if (happening.type !== "payment") continue;
    assessPayment(happening, happening.atMs, "atPayment");
    due.push({ atMs: happening.atMs + holdMs, payment: happening });
  }
  release(Infinity);
  return [...replayed.values()];

  function assessPayment(payment: Happening & { type: "payment" }, nowMs: number, moment: Moment) {
    const referral = replayed.get(payment.refereeId);
    const history = world.historyOf(payment);
    if (referral === undefined || history === null) return;
    const lists = { entries: [], disposable: options.disposable, nowMs };
    const assessment = assess(gatherFraudFacts(history, options.disposable), options.settings, lists);
    options.hear?.(payment.refereeId, moment, assessment);
    replayed.set(payment.refereeId, addAssessment(referral, assessment, moment));
  }
}

/**
 * Whether something was said of it as fraud. Who clicked too long ago or was there before is no referral by the program's
 * window, whoever he is: that neither catches an abuser nor takes an honest person for one.
 */
export function isAsked({ refusal, atPayment }: ReplayedReferral): boolean {
  if (refusal !== null) return refusal === "self_referral" || refusal === "referral_cycle";
  return atPayment !== null;
}

/** The severest answer at any time: even a hold that ended well kept somebody waiting. */
export function actionOf({ refusal, atPayment, atRelease }: ReplayedReferral): FraudAction {
  if (refusal !== null) return "reject";
  return severest([atPayment ?? "approve", atRelease ?? "approve"]);
}

/** Where it stands in the end: what was only held goes by how the hold ended, what a person has to see waits for him. */
export function standingActionOf({ refusal, atPayment, atRelease }: ReplayedReferral): FraudAction {
  if (refusal !== null) return "reject";
  const kept = atPayment === "hold" ? "approve" : (atPayment ?? "approve");
  return severest([kept, atRelease ?? "approve"]);
}

function openReferral(refereeId: string, { labels }: Corpus, world: FraudWorld): ReplayedReferral {
  const label = labels.get(refereeId);
  if (label === undefined) throw new Error(`no label for ${refereeId}`);
  return {
    refereeId,
    ...label,
    refusal: world.refusalOf(refereeId),
    atPayment: null,
    atRelease: null,
    score: 0,
    signals: new Set(),
    rules: new Set(),
  };
}

function addAssessment(
  referral: ReplayedReferral,
  { action, score, signals, rules }: Assessment,
  moment: Moment,
): ReplayedReferral {
  const fired = signals.filter(({ value }) => value > 0).map(({ signal }) => signal);
  return {
    ...referral,
    [moment]: severest([referral[moment] ?? "approve", action]),
    score: Math.max(referral.score, score),
    signals: new Set([...referral.signals, ...fired]),
    rules: new Set([...referral.rules, ...rules.map(({ rule }) => rule)]),
  };
}
