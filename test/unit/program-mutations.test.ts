import { describe, expect, test } from "vitest";
import { presetNames } from "#http/contract/programs";
import type { PresetName } from "#http/contract/programs";
import { readDocument } from "#http/program-source";
import { fullProgram } from "#support/full-program";
import { complaintsOf, isOperand, mutantsOf, valueAt } from "#support/program-mutants";
import type { Json, Mutant } from "#support/program-mutants";

const programs = [
  ...presetNames.map((name): [string, Json] => [name, readPreset(name)]),
  ["a program that uses everything", fullProgram] satisfies [string, Json],
];

describe.each(programs)("%s", (_name, program) => {
  const mutants = [...mutantsOf(program)];

  test("is accepted as it is", () => {
    expect(complaintsOf(program)).toEqual([]);
  });

  test("with any one node changed, is refused with a path and a message, or is another valid program", () => {
    expect(mutants.length).toBeGreaterThan(300);
    const wrong = mutants.filter((mutant) => {
      const issues = complaintsOf(mutant.document);
      const isToldWell = issues.every(({ path, message }) => path !== "" && message.length > 5);
      return !isToldWell || isValid(mutant, program) !== (issues.length === 0);
    });
    expect(
      wrong.map(({ change, path, document }) => `${change}: ${path} ${JSON.stringify(complaintsOf(document))}`),
    ).toEqual([]);
  });

  test("with a part of a wrong type, an unknown key or a number out of range, is told which", () => {
    const elsewhere = mutants
      .filter(({ change, keys }) => change !== "deleted" && change !== "other text" && keys.length > 0)
      .filter((mutant) => !isValid(mutant, program))
      .filter(({ path, document }) => {
        const paths = complaintsOf(document).map((issue) => issue.path.replace(/^document\./, ""));
        return !paths.some((told) => told.startsWith(path));
      });
    expect(
      elsewhere.map(({ change, path, document }) => `${change}: ${path} ${JSON.stringify(complaintsOf(document))}`),
    ).toEqual([]);
  });
});

/** Whether a changed program is another valid one: by what the language says, not by what the check does. */
function isValid({ change, keys, document }: Mutant, program: Json): boolean {
  if (change === "unknown key") return keys.at(-2) === "by_plan";
  if (change === "wrong type") return isNullAllowed(keys, document);
  if (change === "other text") return isFreeText(keys, program);
  return change === "deleted" && isDispensable(keys, program);
}

/** Facts that may be unknown, which is what `null` stands for. */
const unsure = /\.(plan|interval|category|location|campaign)$/;
const free = [
  ...["$schema", "name", "title", "description", "reward", "label", "feature", "badge", "key", "icon"],
  ...["subject", "body", "button", "sender_name"],
];

function isNullAllowed(keys: Mutant["keys"], document: Json): boolean {
  if (!isOperand(keys) || valueAt(document, keys) !== null) return false;
  const place = keys.lastIndexOf(1);
  const [operator, isOfList] = [keys[place - 1], typeof keys.at(-1) === "number" && keys.at(-2) === 1];
  if (operator === "ne" || isOfList) return true;
  return operator === "eq" && unsure.test(factAt(keys, document));
}

/** Names, kinds of participant, and what your own words are compared with. */
function isFreeText(keys: Mutant["keys"], program: Json): boolean {
  if (isOperand(keys)) return /\.(plan|category|location|campaign)$/.test(factAt(keys, program));
  if (keys.at(-1) === "badge" && keys.at(-2) !== "fulfilment" && badgesOf(program).length > 0) return false;
  if (keys[0] === "badges" && keys.at(-1) === "key") return !isGranted(keys, program);
  return (free.includes(String(keys.at(-1))) && keys.at(-2) !== "fulfilment") || keys.at(-3) === "flow";
}

/** Keys that may be left out, wherever they stand. */
const optional = [
  ...[
    "$schema",
    "fallback_url",
    "domain",
    "eligibility",
    "qualify",
    "verified",
    "stay_days",
    "flow",
    "referrer",
    "referee",
  ],
  ...["limit", "hold", "reverse", "claim", "review", "milestone", "tier", "window", "on_exceed", "within_days"],
  ...["after_redemption", "worth", "multiply", "label", "max_minor", "at_most", "for_months", "stripe"],
  ...["after_redemption", "worth", "multiply", "label", "max_minor", "at_most", "for_months"],
  ...["fraud", "signals", "velocity", "similarity", "conversion_speed", "weight", "threshold", "full"],
  ...["medium_over", "high_over", "crowd_needs", "hold_days"],
  ...["badges", "award"],
  ...["emails", "templates", "welcome", "expiring", "enabled", "subject", "body", "button", "reply_to", "sender_name"],
];

function isDispensable(keys: Mutant["keys"], program: Json): boolean {
  const [key, parentKey] = [keys.at(-1) ?? "", keys.at(-2) ?? ""];
  const parent = valueAt(program, keys.slice(0, -1)) as Record<string, Json>;
  if (typeof key === "number") {
    const isPair = ["eq", "ne", "gt", "gte", "lt", "lte", "in"].includes(String(parentKey));
    if (parentKey === "badges") return !isGranted(keys, program) && Object.keys(parent).length > 1;
    return !isPair && (parentKey === "rules" || Object.keys(parent).length > 1);
  }
  if (keys[0] === "badges" && key === "condition") return !("award" in parent);
  // Tables of your own names; one must be left.
  if (parentKey === "by_plan" || parentKey === "words") return Object.keys(parent).length > 1;
  if (parentKey === "stripe") return false;
  if (parentKey === "fulfilment") return !JSON.stringify(program).includes(`"kind":"${key}"`);
  if (key === "when") return parentKey !== "multiply" && keys.at(-3) !== "multiply";
  if (key === "expires_days") return parentKey !== "codes";
  if (key === "currency") return "rate_bps" in parent;
  return optional.includes(key) && !isWhatTellsTiersApart(keys, program);
}

/** Tiers of one height are for different referrers. */
function isWhatTellsTiersApart(keys: Mutant["keys"], program: Json): boolean {
  const key = keys.at(-1);
  if (key !== "flow" && !(key === "referrer" && keys.at(-2) === "flow")) return false;
  const heights = rulesOf(program).map(({ on, tier }) => (tier === undefined ? null : JSON.stringify(on)));
  const own = heights[Number(keys[1])] ?? null;
  return own !== null && heights.filter((height) => height === own).length > 1;
}

/** What a rule grants stays in the catalogue, under the same key. */
function isGranted(keys: Mutant["keys"], program: Json): boolean {
  return JSON.stringify(program).includes(`"badge":"${badgesOf(program)[Number(keys[1])]?.key}"`);
}

function badgesOf(program: Json): { key: string }[] {
  // Safe because the programs of these tests are valid.
  return (program as { badges?: { key: string }[] }).badges ?? [];
}

function rulesOf(program: Json): { on: Json; tier?: Json }[] {
  // Safe because the programs of these tests are valid.
  return (program as { rules: { on: Json; tier?: Json }[] }).rules;
}

function factAt(keys: Mutant["keys"], document: Json): string {
  const name = valueAt(document, [...keys.slice(0, keys.lastIndexOf(1)), 0]);
  return typeof name === "string" ? name : "";
}

/** A preset as it was written, which is how it is kept. */
function readPreset(preset: PresetName): Json {
  const read = readDocument({ preset });
  // Safe because it came from JSON.
  return read.ok ? (read.value as Json) : null;
}
