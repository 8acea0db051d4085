import { reportProgram, shareWithin } from "#domain/fraud-report";
import type { Accuracy, JudgedAssessment, Share } from "#domain/fraud-report";
import type { FraudAction } from "#domain/fraud-rules";
import { actionOf, isAsked, standingActionOf } from "#bench/fraud-replay";
import type { ReplayedReferral } from "#bench/fraud-replay";
import { checkTargets } from "#bench/fraud-targets";

type ActionOf = (referral: ReplayedReferral) => FraudAction;

const moments: Record<string, ActionOf> = {
  "before commitment": ({ refusal, atPayment }) => (refusal === null ? (atPayment ?? "approve") : "reject"),
  "when the hold ends": ({ refusal, atRelease }) => (refusal === null ? (atRelease ?? "approve") : "reject"),
  "at either": actionOf,
  "in the end": standingActionOf,
};

/** The figures of a replay as Markdown. Referrals that were never paid for have cost nothing and are left out. */
export function describeFraud(replayed: readonly ReplayedReferral[]): string {
  const asked = replayed.filter(isAsked);
  const refused = asked.filter(({ refusal }) => refusal !== null);
  const counts = [
    `${replayed.length} referrals, of which ${asked.filter(({ isAbuse }) => isAbuse).length} abusive and`,
    `${asked.filter(({ isAbuse }) => !isAbuse).length} honest were paid for or refused,`,
    `${refused.filter(({ isAbuse }) => isAbuse).length} and ${refused.filter(({ isAbuse }) => !isAbuse).length} of them at the signup.`,
    `Who referred himself or in a circle and was refused counts as rejected; whom the window left out, or who never paid, has cost nothing and is in no share.`,
  ];
  const parts = [
    counts.join(" "),
    describeTargets(asked, replayed),
    describeMoments(asked),
    describePopulations(asked),
    describeSigns(asked),
  ];
  return `${parts.join("\n\n")}\n`;
}

function describeTargets(asked: readonly ReplayedReferral[], replayed: readonly ReplayedReferral[]): string {
  const lines = checkTargets(judge(asked, actionOf), replayed).map(({ name, share, bound, limit, isMet }) => {
    return `- ${isMet ? "PASS" : "MISS"} ${name} ${shown(share)}, ${bound} ${(limit / 10_000).toFixed(1)} %`;
  });
  return `## Targets, at either moment\n\n${lines.join("\n")}`;
}

function describeMoments(asked: readonly ReplayedReferral[]): string {
  const rows = Object.entries(moments).map(([moment, action]) => {
    const { overall, denied, reviewed } = reportProgram("corpus", judge(asked, action));
    const honest = asked.filter(({ isAbuse }) => !isAbuse);
    const held = honest.filter((referral) => action(referral) === "hold");
    const shares = [overall.recall, overall.precision, denied, reviewed, shareWithin(held.length, honest.length)];
    return [moment, ...shares.map(shown)];
  });
  const heads = ["", "recall", "precision", "honest denied", "honest reviewed", "honest held"];
  return `## Caught: held, reviewed or rejected (with 95 % intervals)\n\n${table(heads, rows)}`;
}

function describePopulations(asked: readonly ReplayedReferral[]): string {
  const groups = [...Map.groupBy(asked, ({ isAbuse, population }) => `${isAbuse ? "abuse" : "honest"}: ${population}`)];
  const rows = groups
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, all]) => {
      const count = (wanted: FraudAction) => all.filter((referral) => actionOf(referral) === wanted).length;
      const caught = shareWithin(all.length - count("approve"), all.length);
      return [name, all.length, count("approve"), count("hold"), count("review"), count("reject"), shown(caught)];
    });
  const heads = ["population", "referrals", "approved", "held", "reviewed", "rejected", "caught"];
  return `## Populations, at either moment\n\n${table(heads, rows)}`;
}

function describeSigns(asked: readonly ReplayedReferral[]): string {
  const { signals, rules } = reportProgram("corpus", judge(asked, actionOf));
  const row = ([name, accuracy]: [string, Accuracy]) => [
    name,
    accuracy.caughtAbuse,
    accuracy.caughtHonest,
    shown(accuracy.precision),
    shown(accuracy.recall),
  ];
  const spoken = Object.entries(rules).filter(([, { caughtAbuse, caughtHonest }]) => caughtAbuse + caughtHonest > 0);
  const rows = [...Object.entries(signals).map(row), ...spoken.map(row)];
  return `## Signals and rules\n\n${table(["", "abusive", "honest", "precision", "recall"], rows)}`;
}

function judge(asked: readonly ReplayedReferral[], action: ActionOf): JudgedAssessment[] {
  return asked.map((referral) => ({
    programId: "corpus",
    isAbuse: referral.isAbuse,
    action: action(referral),
    signals: [...referral.signals],
    rules: [...referral.rules],
  }));
}

function shown(share: Share): string {
  if (share === null) return "";
  const percent = (millionths: number) => (millionths / 10_000).toFixed(1);
  return `${percent(share.ratio)} % (${percent(share.low)}–${percent(share.high)})`;
}

type Cell = string | number;

function table(heads: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
