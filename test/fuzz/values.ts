import type { Chance } from "#bench/fraud-world/chance";
import { fits } from "#support/node/json-schema";
import type { JsonSchema } from "#support/node/json-schema";
import { resolveSchema, root } from "#fuzz/document";
import { prefixes } from "#fuzz/memory";
import type { Memory } from "#fuzz/memory";

export type Source = { chance: Chance; memory: Memory };

const deepest = 9;

/** A value that fits the schema as far as one can be made without reading patterns; `place`: the names on the way to it. */
export function makeValue(source: Source, given: JsonSchema, place: string, depth = 0): unknown {
  const { chance } = source;
  const schema = resolveSchema(given);
  if ("const" in schema) return schema["const"];
  // Safe because each keyword has the type that JSON Schema gives it.
  const options = (schema["anyOf"] ?? schema["oneOf"]) as JsonSchema[] | undefined;
  if (schema["enum"] !== undefined) return chance.pick(schema["enum"] as unknown[]);
  if (options !== undefined) return makeValue(source, chance.pick(options), place, depth + 1);
  const type = schema["type"];
  if (Array.isArray(type)) return makeValue(source, { ...schema, type: chance.pick(type as unknown[]) }, place, depth);
  if (schema["type"] === "string") return makeText(source, schema, place);
  if (schema["type"] === "integer" || schema["type"] === "number") return makeNumber(chance, schema);
  if (schema["type"] === "boolean") return chance.happens(0.5);
  if (schema["type"] === "null") return null;
  if (schema["type"] === "array") return makeList(source, schema, place, depth);
  if (schema["type"] === "object") return makeObject(source, schema, place, depth);
  return chance.pick([null, true, 0, "free", ["x"], { a: 1 }]);
}

function makeObject(source: Source, schema: JsonSchema, place: string, depth: number): Record<string, unknown> {
  const { chance } = source;
  const properties = (schema["properties"] ?? {}) as Record<string, JsonSchema>;
  const required = (schema["required"] ?? []) as string[];
  const share = depth > deepest ? 0 : chance.pick([0.1, 0.3, 0.7]);
  const wanted = Object.entries(properties).filter(([name]) => required.includes(name) || chance.happens(share));
  const named = wanted.map(([name, part]) => [name, makeValue(source, part, `${place}.${name}`, depth + 1)]);
  const others = schema["additionalProperties"];
  const more = typeof others === "object" && others !== null && depth <= deepest ? chance.int(0, 3) : 0;
  const names = (schema["propertyNames"] ?? { type: "string" }) as JsonSchema;
  for (let i = 0; i < more; i += 1) {
    const name = String(makeValue(source, names, `${place}.key`, depth + 1));
    named.push([name, makeValue(source, others as JsonSchema, place, depth + 1)]);
  }
  return Object.fromEntries(named) as Record<string, unknown>;
}

function makeList(source: Source, schema: JsonSchema, place: string, depth: number): unknown[] {
  const tuple = schema["prefixItems"] as JsonSchema[] | undefined;
  if (tuple !== undefined) return tuple.map((part) => makeValue(source, part, place, depth + 1));
  const least = (schema["minItems"] as number | undefined) ?? 0;
  const most = Math.min((schema["maxItems"] as number | undefined) ?? 4, least + 3);
  const length = depth > deepest ? least : source.chance.int(least, most);
  const items = (schema["items"] ?? {}) as JsonSchema;
  return Array.from({ length }, () => makeValue(source, items, place, depth + 1));
}

function makeNumber(chance: Chance, schema: JsonSchema): number {
  const least = Math.max((schema["minimum"] as number | undefined) ?? -5, -1e12);
  const most = Math.min((schema["maximum"] as number | undefined) ?? 100_000, 1e12);
  const usual = chance.pick([least, most, least + 1, 1, 2, 12, 100, 4900, chance.int(least, Math.max(least, most))]);
  const number = Math.min(Math.max(usual, least), most);
  return schema["type"] === "number" && chance.happens(0.2) ? number + 0.5 : number;
}

/** Texts of every form that the document asks for somewhere; of those that fit, one is taken. */
const texts: readonly string[] = [
  ...["customer", "supplier", "couple", "USD", "GBP", "JPY", "credits", "fair", "starter", "a", "x-1", "LOVE", "Sarah"],
  ...["2026-05-01T00:00:00Z", "2026-11-02T10:00:00.000Z", "2024-02-29T23:59:59+14:00", "2099-12-31T23:59:59Z"],
  ...["ann@example.com", "ann.b+c@gmail.com", "app.example.com", "127.0.0.1:8787", "https://app.example.com/join"],
  ...["pay-1", "order-1001", "evt-1", "first-payment", "reward.available", "Europe/London", "UTC", "Mars/Phobos"],
  ...[
    "Zoë 💐 \u202eabc\u202c",
    "ａｂｃ",
    "e\u0301",
    "ß",
    "\u200b",
    "=1+1",
    "<b>x</b>",
    "' OR 1=1 --",
    "%00",
    "../../etc",
  ],
  ...["{{name}}", "${x}", "\\", '"', "null", "undefined", "0", "-1", "1e999", "NaN", "[object Object]", "__proto__"],
];

function makeText(source: Source, schema: JsonSchema, place: string): string {
  const { chance, memory } = source;
  const name = place.split(".").at(-1) ?? "";
  const known = chance.happens(0.75) ? recallFor(memory, place, name, chance) : null;
  if (known !== null && fits(known, schema, root)) return known;
  if (typeof schema["example"] === "string" && chance.happens(0.5)) return schema["example"];
  const fitting = texts.filter((text) => fits(text, schema, root));
  if (fitting.length > 0 && chance.happens(0.8)) return chance.pick(fitting);
  const made = `${chance.pick(["a", "key", "order", "user"])}-${chance.int(1, 400)}`;
  return fits(made, schema, root) || fitting.length === 0 ? made : chance.pick(fitting);
}

function recallFor(memory: Memory, place: string, name: string, chance: Chance): string | null {
  if (name !== "id" && !/^(program|participant|referrer|referee)$/.test(name) && chance.happens(0.5))
    return memory.recall(name);
  const means =
    [...prefixes].reverse().find(([pattern]) => pattern.test(name)) ??
    prefixes.find(([pattern]) => pattern.test(place));
  return memory.recall(chance.happens(0.8) && means !== undefined ? means[1] : name);
}
