import { expect, test } from "vitest";
import { badgeRule, badgeSubject, conditionalBadges, findBadge, withBadgeName } from "#domain/badge";
import { ruleKey } from "#http/contract/wire";
import { aReward } from "#support/domain-factories";

const look = { icon: "star", description: "Five have paid", color: "#00ff00" };
const star = { key: "star", name: "Star", ...look };
const sun = {
  key: "sun",
  name: "Sun",
  ...look,
  condition: { gte: ["participant.conversions", 5] as [string, number] },
};

test("a badge by its condition goes under a name that no rule may have", () => {
  expect(conditionalBadges({ badges: [star, sun] })).toEqual([sun]);
  expect(conditionalBadges({})).toEqual([]);
  expect(ruleKey.safeParse(badgeRule("sun")).success).toBe(false);
  expect(badgeSubject).toBe("condition");
});

test("a label is looked up in the first catalogue that has it, and is its own name where none does", () => {
  const reward = aReward({ kind: "badge", label: "star" });
  const renamed = { badges: [{ ...star, name: "Bright star" }] };
  expect(findBadge(reward, [null, { badges: [sun] }, renamed, { badges: [star] }])).toMatchObject({
    name: "Bright star",
  });
  expect(withBadgeName(reward, [undefined, renamed]).label).toBe("Bright star");
  expect(withBadgeName(reward, [{}]).label).toBe("star");
  expect(findBadge({ kind: "feature", label: "star" }, [renamed])).toBeNull();
});
