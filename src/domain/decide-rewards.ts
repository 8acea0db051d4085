import { releaseTime } from "#domain/hold";
import { firstPassing } from "#domain/losses";
import { rankedPayments } from "#domain/occasion";
import { isDisputed } from "#domain/payment";
import type { Rule } from "#domain/program";
import { promiseReward } from "#domain/promise-reward";
import type { Earning } from "#domain/promise-reward";
import { paymentNamed } from "#domain/program-work";
import type { Work } from "#domain/program-work";
import { listensTo, missOf } from "#domain/rule";
import type { Occasion } from "#domain/rule";

/** What the rules give for one occasion. Every rule that listens to it leaves a clause, paid or not. */
export function decideRewards(work: Work, occasion: Occasion): void {
  const { promised, parties, current } = work.setting;
  for (const rule of promised.document.rules) {
    if (!listensTo(rule, occasion.event)) continue;
    const owed = promisesOf(work, rule, occasion.subject);
    if (owed.length === 0) continue;
    const past = { payments: rankedPayments(work), rewards: [...work.rewards.values()], timeZone: current.time_zone };
    const miss = missOf(rule, occasion, parties, past);
    if (miss !== null) {
      const { miss: reason, condition } = miss;
      work.plan.clauses.push({ code: "rule_missed", rule: rule.key, reason, condition, atMs: occasion.atMs });
      continue;
    }
    const earning = earningOf(work, rule, occasion);
    for (const promise of owed) promiseReward(work, promise, earning);
  }
}

/** The promises of a rule that were not kept for this occasion yet, paid or denied. */
function promisesOf({ rewards, setting }: Work, rule: Rule, subject: string) {
  const kept = [...rewards.values()].filter((reward) => reward.ruleKey === rule.key && reward.subject === subject);
  return rule.grant
    .map((grant, index) => ({ rule, grant, index }))
    .filter(({ grant, index }) => {
      const beneficiaryId = setting.parties[grant.to].id;
      return !kept.some((reward) => reward.grantIndex === index && reward.beneficiaryId === beneficiaryId);
    });
}

function earningOf(work: Work, rule: Rule, occasion: Occasion): Earning {
  const { subject, atMs, facts } = occasion;
  const payment = paymentNamed(work, subject);
  const amountMinor = payment?.amountMinor ?? 0;
  return {
    subject,
    atMs,
    facts,
    ordinal: null,
    criterion: null,
    releaseAtMs: releaseTime(rule, {
      earnedAtMs: atMs,
      firstPaymentAtMs: firstPassing(work, rule, subject)?.atMs ?? null,
    }),
    needsReview: rule.review !== undefined && amountMinor > rule.review.over_minor,
    disputed: payment !== null && isDisputed(payment) && losesByDispute(rule),
  };
}

export function losesByDispute({ reverse }: Rule): boolean {
  return reverse?.on.includes("dispute_lost") ?? false;
}
