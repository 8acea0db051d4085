import { expect, test } from "vitest";
import { findNearingBudgets } from "#domain/budget-watch";
import { everMs } from "#domain/counter";
import { dayMs } from "#domain/day";
import { expiryNotice } from "#domain/expiry-notice";
import { idAt, idTail } from "#domain/id";
import { isoText } from "#domain/instant";
import { budgetCounterName } from "#domain/limit";
import type { Limit } from "#domain/program";
import { aDocument, aReward, aRule, nowMs } from "#support/domain-factories";

const monthEndMs = Date.UTC(2026, 5, 1);
const monthly: Limit = { per: "program", budget: { unit: "GBP", amount_minor: 10_000 }, window: "calendar_month" };
const document = aDocument({ rules: [aRule({ limit: [{ per: "referrer", max: 3 }, monthly] })] });

function counter(used: number, fields = {}) {
  return { scope: "", endsAtMs: monthEndMs, name: "limit:program:GBP:calendar_month", used, ...fields };
}

test("a budget is near its end from 80 % on, in the window that is open", () => {
  expect(findNearingBudgets(document, [counter(7_999)], nowMs)).toEqual([]);
  expect(findNearingBudgets(document, [counter(8_000)], nowMs)).toEqual([
    {
      key: `limit:program:GBP:calendar_month 10000 ${monthEndMs}`,
      startsAtMs: Date.UTC(2026, 4, 1),
      endsAtMs: monthEndMs,
      payload: { rule: "credit", limit_index: 1, unit: "GBP", amount_minor: 10_000, used_minor: 8_000, percent: 80 },
    },
  ]);
  expect(findNearingBudgets(document, [counter(9_999)], nowMs)[0]?.payload.percent).toBe(99);
  expect(findNearingBudgets(document, [counter(9_000)], monthEndMs)).toEqual([]);
});

test("a budget that several rules state is told once; one that is raised is another", () => {
  const rules = [aRule({ key: "a", limit: [monthly] }), aRule({ key: "b", limit: [monthly] })];
  const found = findNearingBudgets(aDocument({ rules }), [counter(9_000)], nowMs);
  expect(found.map(({ payload }) => payload.rule)).toEqual(["a"]);
  const raised = { ...monthly, budget: { unit: "GBP", amount_minor: 11_000 } };
  const again = findNearingBudgets(aDocument({ rules: [aRule({ limit: [raised] })] }), [counter(9_000)], nowMs);
  expect(again[0]?.key).not.toBe(found[0]?.key);
});

test("a rule's own budget and a campaign's are watched, each by its counter; what one person may get is not", () => {
  const budget = { unit: "points", amount_minor: 100 };
  const limit: Limit[] = [
    { per: "rule", budget },
    { per: "campaign", budget },
    { per: "referrer", budget },
    { per: "pair", budget },
  ];
  const ever = { endsAtMs: everMs };
  const counters = [
    counter(90, { ...ever, name: "limit:rule:credit:points:ever" }),
    counter(91, { ...ever, name: "limit:campaign:spring:points:ever" }),
    counter(92, { ...ever, name: "limit:rule:other:points:ever" }),
    counter(93, { ...ever, name: "limit:rule:credit:referrer:points:ever", scope: "ptc_1" }),
  ];
  const found = findNearingBudgets(aDocument({ rules: [aRule({ limit })] }), counters, nowMs);
  expect(found.map(({ payload, endsAtMs }) => [payload.used_minor, endsAtMs])).toEqual([
    [90, null],
    [91, null],
  ]);
  expect(budgetCounterName({ per: "rule", max: 3 }, "credit")).toBeNull();
});

test("a reward's end is announced under an id that follows from the reward and its end", () => {
  const reward = { ...aReward({ id: "rwd_1jkq0v4n80000abcdefghijklmn" }), expiresAtMs: nowMs + 7 * dayMs };
  const notice = expiryNotice(reward, "live");
  expect(notice).toEqual(expiryNotice(reward, "live"));
  expect(notice.id).toMatch(/^msg_[0-9a-v]{9}0000abcdefghijklmn$/);
  expect(notice).toMatchObject({ type: "reward.expiring", payload: { expires_at: "2026-05-09T10:00:00.000Z" } });
  expect(expiryNotice({ ...reward, expiresAtMs: reward.expiresAtMs + 1 }, "live").id).not.toBe(notice.id);
});

test("an id that is named sorts by its time, and its tail is found again", () => {
  const id = idAt("msg", nowMs, "0000tail");
  expect(idTail(id)).toBe("0000tail");
  expect(id < idAt("msg", nowMs + 1, "0000tail")).toBe(true);
});

test("an instant is written as everywhere else", () => {
  for (const atMs of [0, nowMs, nowMs + 7, Date.UTC(1999, 11, 31, 23, 59, 59, 999), -1]) {
    expect(isoText(atMs)).toBe(new Date(atMs).toISOString());
  }
});
