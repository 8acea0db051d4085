import { fraudRules } from "#domain/fraud-rules";
import type { FraudAction, FraudRule } from "#domain/fraud-rules";
import { signalNames } from "#domain/fraud-settings";
import type { SignalName } from "#domain/fraud-settings";
import { wholeRatio } from "#domain/trigram";

/** An assessment on which a person has decided: `isAbuse` is the verdict. */
export type JudgedAssessment = {
  programId: string;
  isAbuse: boolean;
  action: FraudAction;
  /** Signals that fired and rules that spoke. */
  signals: readonly SignalName[];
  rules: readonly FraudRule[];
};

/** A share in millionths, and within which bounds it lies with 95 % confidence; null where nothing was counted. */
export type Share = { part: number; whole: number; ratio: number; low: number; high: number } | null;

/** How a test did against the verdicts. */
export type Accuracy = {
  caughtAbuse: number;
  missedAbuse: number;
  caughtHonest: number;
  passedHonest: number;
  precision: Share;
  recall: Share;
};

export type ProgramAccuracy = {
  programId: string;
  verdicts: number;
  /** Held, reviewed or rejected. */
  overall: Accuracy;
  /** Of honest people: turned away without a person's look, and left to one. */
  denied: Share;
  reviewed: Share;
  signals: Record<SignalName, Accuracy>;
  rules: Record<FraudRule, Accuracy>;
};

/** Program by program. Only what was judged counts: where none but the suspicious are judged, recall is flattered. */
export function reportFraud(judged: readonly JudgedAssessment[]): ProgramAccuracy[] {
  const programs = [...Map.groupBy(judged, ({ programId }) => programId)];
  return programs.sort(([a], [b]) => (a < b ? -1 : 1)).map(([programId, all]) => reportProgram(programId, all));
}

export function reportProgram(programId: string, judged: readonly JudgedAssessment[]): ProgramAccuracy {
  const honest = judged.filter(({ isAbuse }) => !isAbuse);
  const share = (action: FraudAction) =>
    shareWithin(honest.filter((one) => one.action === action).length, honest.length);
  const signals = signalNames.map((name) => [name, accuracyOf(judged, (one) => one.signals.includes(name))]);
  const rules = fraudRules.map((name) => [name, accuracyOf(judged, (one) => one.rules.includes(name))]);
  return {
    programId,
    verdicts: judged.length,
    overall: accuracyOf(judged, ({ action }) => action !== "approve"),
    denied: share("reject"),
    reviewed: share("review"),
    // Safe because every signal and every rule is among them.
    signals: Object.fromEntries(signals) as Record<SignalName, Accuracy>,
    rules: Object.fromEntries(rules) as Record<FraudRule, Accuracy>,
  };
}

export function accuracyOf<T extends { isAbuse: boolean }>(
  judged: readonly T[],
  isCaught: (one: T) => boolean,
): Accuracy {
  const count = (isAbuse: boolean, caught: boolean) =>
    judged.filter((one) => one.isAbuse === isAbuse && isCaught(one) === caught).length;
  const [caughtAbuse, missedAbuse] = [count(true, true), count(true, false)];
  const [caughtHonest, passedHonest] = [count(false, true), count(false, false)];
  return {
    caughtAbuse,
    missedAbuse,
    caughtHonest,
    passedHonest,
    precision: shareWithin(caughtAbuse, caughtAbuse + caughtHonest),
    recall: shareWithin(caughtAbuse, caughtAbuse + missedAbuse),
  };
}

/** Standard deviations that 95 % lie within. */
const z = 1.96;

/** Wilson's interval, which holds for few and for extreme counts too. For reading only: nothing is decided by it. */
export function shareWithin(part: number, whole: number): Share {
  if (whole === 0) return null;
  const ratio = part / whole;
  const scale = 1 + z ** 2 / whole;
  const middle = (ratio + z ** 2 / (2 * whole)) / scale;
  const reach = (z / scale) * Math.sqrt((ratio * (1 - ratio)) / whole + z ** 2 / (4 * whole ** 2));
  return {
    part,
    whole,
    ratio: millionths(ratio),
    low: part === 0 ? 0 : millionths(middle - reach),
    high: part === whole ? wholeRatio : millionths(middle + reach),
  };
}

function millionths(share: number): number {
  return Math.min(wholeRatio, Math.max(0, Math.round(share * wholeRatio)));
}
