import { addCampuses } from "#bench/fraud-populations/campus";
import { addCarrierFriends } from "#bench/fraud-populations/carrier-nat";
import { addClickStuffing } from "#bench/fraud-populations/click-stuffing";
import { addCookieStuffing } from "#bench/fraud-populations/cookie-stuffing";
import { addCouples } from "#bench/fraud-populations/couples";
import { addDisposableMail } from "#bench/fraud-populations/disposable-mail";
import { addMailboxAliases } from "#bench/fraud-populations/mailbox-aliases";
import { addNewsletters } from "#bench/fraud-populations/newsletter";
import { addOrdinaryPeople } from "#bench/fraud-populations/ordinary-people";
import { addPhotographersOffices } from "#bench/fraud-populations/photographers-office";
import { addRefundAfterRedemption } from "#bench/fraud-populations/refund-after-redemption";
import { addScriptedTiming } from "#bench/fraud-populations/scripted-timing";
import { addSelfReferralRings } from "#bench/fraud-populations/self-referral-rings";
import { addVelocityFarms } from "#bench/fraud-populations/velocity-farms";
import { addWeddingFairs } from "#bench/fraud-populations/wedding-fair";
import { createChance, deriveSeed, type Chance } from "#bench/fraud-world/chance";
import type { Corpus } from "#bench/fraud-world/corpus";
import { closeStage, openStage, type Stage } from "#bench/fraud-world/stage";

export type { Corpus } from "#bench/fraud-world/corpus";

/** The key seeds the population's own chance: it may be moved in its list, and nothing else changes. */
type Population = { key: string; add: (stage: Stage, quota: number) => void; part: number };
type Quota = Pick<Population, "key" | "add"> & { quota: number };

/**
 * Shares of one half each, in parts; abusers come first, since they have honest friends. A farm is large;
 * of those whose customers a stuffer steals only every other one ever pays.
 */
const abusers: readonly Population[] = [
  { key: "rings", add: addSelfReferralRings, part: 55 },
  { key: "aliases", add: addMailboxAliases, part: 53 },
  { key: "disposable", add: addDisposableMail, part: 53 },
  { key: "farms", add: addVelocityFarms, part: 118 },
  { key: "scripts", add: addScriptedTiming, part: 56 },
  { key: "clicks", add: addClickStuffing, part: 79 },
  { key: "cookies", add: addCookieStuffing, part: 76 },
  { key: "refunds", add: addRefundAfterRedemption, part: 36 },
];
const hardHonest: readonly Population[] = [
  { key: "couples", add: addCouples, part: 15 },
  { key: "offices", add: addPhotographersOffices, part: 17 },
  { key: "fairs", add: addWeddingFairs, part: 20 },
  { key: "campuses", add: addCampuses, part: 15 },
  { key: "carriers", add: addCarrierFriends, part: 16 },
  { key: "letters", add: addNewsletters, part: 17 },
];
const abuseShare = 0.05;

/**
 * A referral programme's thirteen weeks: about 9,800 referrals with all that the engine would see of
 * them, and beside them what it would not see: which of them were abuse.
 *
 * One referral in twenty is abuse, and about half of the honest ones are made where honesty looks like
 * abuse. The same seed gives the same corpus, byte by byte. It is written from what people and abusers
 * do, knows nothing of the rules that it measures, and must not be changed to suit them: a trace is
 * there because such a person would leave it, and what cannot be told apart in life cannot be here.
 */
export function generateCorpus(seed: number): Corpus {
  const stage = openStage(seed);
  const total = stage.chance.int(9600, 10_000);
  const abuse = Math.round(total * abuseShare);
  const hard = Math.round((total - abuse) * stage.chance.between(0.47, 0.57));
  addAll(stage, seed, share(stage.chance, abuse, abusers));
  addAll(stage, seed, share(stage.chance, hard, hardHonest));
  addAll(stage, seed, [{ key: "ordinary", add: addOrdinaryPeople, quota: total - abuse - hard }]);
  return closeStage(stage);
}

function addAll(stage: Stage, seed: number, quotas: readonly Quota[]): void {
  for (const { key, add, quota } of quotas) add({ ...stage, chance: createChance(deriveSeed(seed, key)) }, quota);
}

/** Splits a number by parts that vary by a tenth from seed to seed; what rounding leaves goes to the last. */
function share(chance: Chance, total: number, populations: readonly Population[]): Quota[] {
  const parts = populations.map(({ part }) => part * chance.between(0.9, 1.1));
  const sum = parts.reduce((all, part) => all + part, 0);
  let left = total;
  return populations.map(({ key, add }, index) => {
    const isLast = index === populations.length - 1;
    const quota = isLast ? left : Math.round((total * (parts[index] ?? 0)) / sum);
    left -= quota;
    return { key, add, quota };
  });
}
