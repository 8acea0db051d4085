import { afterEach, expect, test } from "vitest";
import walletBonus from "#presets/wallet-bonus" with { type: "json" };
import type { Assessment } from "#domain/assessment";
import { fraudPresets } from "#domain/fraud-presets";
import type { FraudAction } from "#domain/fraud-rules";
import { signalNames } from "#domain/fraud-settings";
import type { ProgramDocument } from "#domain/program";
import { addClickStuffing } from "#bench/fraud-populations/click-stuffing";
import { addCookieStuffing } from "#bench/fraud-populations/cookie-stuffing";
import { addNewsletters } from "#bench/fraud-populations/newsletter";
import { addSelfReferralRings } from "#bench/fraud-populations/self-referral-rings";
import { addVelocityFarms } from "#bench/fraud-populations/velocity-farms";
import { addWeddingFairs } from "#bench/fraud-populations/wedding-fair";
import { createChance, deriveSeed } from "#bench/fraud-world/chance";
import { closeStage, openStage } from "#bench/fraud-world/stage";
import { famousDisposableDomains } from "#bench/fraud-world/throwaway";
import { replayCorpus } from "#bench/fraud-replay";
import type { Corpus } from "#bench/fraud-world/corpus";
import { playCorpus } from "#support/corpus-play";
import { expectLedgerBalanced, rows } from "#support/ledger";

afterEach(expectLedgerBalanced);

const disposable = new Set(famousDisposableDomains);

/** The program that the bench replays by; every payment earns, so that every one is assessed, as it is there. */
const document = {
  attribution: { model: "first_touch", window_days: walletBonus.attribution.window_days },
  fraud: { preset: "moderate" },
  rules: [
    {
      ...{ key: "paid", on: { event: "payment", occurrence: "every" } },
      grant: [{ to: "referrer", kind: "points", quantity: 1 }],
    },
  ],
  fulfilment: { points: "wallet" },
} satisfies Partial<ProgramDocument>;

const populations = [
  [addVelocityFarms, 18],
  [addCookieStuffing, 10],
  [addClickStuffing, 10],
  [addSelfReferralRings, 14],
  [addWeddingFairs, 20],
  [addNewsletters, 20],
] as const;

/** A few of each, and of them what is played: links, signups and first payments. Nobody takes money back. */
function smallCorpus(seed: number): Corpus {
  const stage = openStage(seed);
  for (const [add, quota] of populations) add({ ...stage, chance: createChance(deriveSeed(seed, add.name)) }, quota);
  const corpus = closeStage(stage);
  const paid = new Set<string>();
  const isPlayed = ({ type, ...one }: Corpus["happenings"][number]) => {
    if (type !== "payment" || !("refereeId" in one)) return type === "click" || type === "signup";
    return !paid.has(one.refereeId) && paid.add(one.refereeId).size > 0;
  };
  return { ...corpus, happenings: corpus.happenings.filter(isPlayed) };
}

/** What an assessment says, without the ids of people, which the bench has others of. */
type Said = { action: FraudAction; score: number; measures: Record<string, number | null>; rules: string[] };

function saidBy({ action, score, signals, rules }: Pick<Assessment, "action" | "score" | "signals" | "rules">): Said {
  const measures = Object.fromEntries(signals.map(({ signal, measure }) => [signal, measure]));
  return { action, score, measures, rules: rules.map(({ rule }) => rule) };
}

/** By the referee's id, as production has assessed his referral when he paid. */
async function assessedInProduction(): Promise<Map<string, Said>> {
  const found = await rows<{ id: string; action: FraudAction; score: number; signals: string; rules: string }>(
    `SELECT external_id AS id, action, score, signals, rules FROM assessments a JOIN referrals r ON r.id = a.referral_id
     JOIN participants p ON p.id = r.referee_id WHERE moment = 'decision'`,
  );
  return new Map(
    found.map(({ id, action, score, signals, rules }) => [
      id,
      // Safe because assessments are stored as the engine made them.
      saidBy({ action, score, signals: JSON.parse(signals) as never, rules: JSON.parse(rules) as never }),
    ]),
  );
}

const idsOf = async (select: string) => (await rows<{ id: string }>(select)).map(({ id }) => id).toSorted();

test("production measures what the bench does of the same happenings, and does the same about each referral", async () => {
  const corpus = smallCorpus(501);
  const inBench = new Map<string, Said>();
  const replayed = replayCorpus(corpus, {
    ...{ settings: fraudPresets.moderate, disposable },
    hear: (id, moment, assessment) => moment === "atPayment" && inBench.set(id, saidBy(assessment)),
  });
  await playCorpus(corpus, { document, disposable });

  const bound = replayed.filter(({ refusal }) => refusal === null).map(({ refereeId }) => refereeId);
  expect(await idsOf("SELECT external_id AS id FROM referrals r JOIN participants p ON p.id = r.referee_id")).toEqual(
    bound.toSorted(),
  );

  // The one difference: who turns out to be his own referrer is denied by the promise, and not scored for it.
  const own = [...inBench].filter(([, { rules }]) => rules.includes("self_referral"));
  expect(own.map(([, { action }]) => action)).toEqual(own.map(() => "reject"));
  expect(
    await idsOf(
      `SELECT external_id AS id FROM rewards w JOIN referrals r ON r.id = w.referral_id JOIN participants p ON p.id = r.referee_id
       JOIN reward_transitions t ON t.reward_id = w.id AND t.reason = 'self_referral' WHERE w.state = 'denied'`,
    ),
  ).toEqual(own.map(([id]) => id).toSorted());
  for (const [id] of own) inBench.delete(id);

  expect(await assessedInProduction()).toEqual(inBench);
  // It would say little of honest people alone, or of signals that measure nothing.
  const all = [...inBench.values()];
  expect(new Set(all.map(({ action }) => action))).toEqual(new Set(["approve", "hold", "review", "reject"]));
  const silent = signalNames.filter((signal) => all.every(({ measures }) => (measures[signal] ?? 0) === 0));
  expect(silent).toEqual(["refund_after_redemption", "hasty_signups", "one_domain"]);
});
