export type JsonSchema = { [keyword: string]: unknown };

/**
 * Whether a value fits a JSON Schema, for the keywords that ours uses; any other one is an error, so that none is
 * passed over.
 */
export function fits(value: unknown, schema: JsonSchema, root: JsonSchema = schema): boolean {
  return Object.entries(schema).every(([keyword, operand]) => {
    const check = keywords[keyword];
    if (check === undefined) throw new Error(`no such keyword is known here: ${keyword}`);
    return check(value, operand, { schema, root });
  });
}

type Check = (value: unknown, operand: unknown, place: { schema: JsonSchema; root: JsonSchema }) => boolean;

const note: Check = () => true;
const types: Record<string, (value: unknown) => boolean> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  null: (value) => value === null,
};

// Each operand has the type that JSON Schema gives its keyword.
const keywords: Record<string, Check> = {
  $schema: note,
  $id: note,
  $defs: note,
  title: note,
  description: note,
  example: note,
  default: note,
  // What a format asks for stands in a pattern beside it, or is a hint.
  format: note,
  required: (value, names) => !isObject(value) || (names as string[]).every((name) => Object.hasOwn(value, name)),
  $ref: (value, ref, { root }) => {
    const found = (ref as string)
      .slice(2)
      .split("/")
      .reduce<unknown>((at, key) => (at as JsonSchema)[key], root);
    return fits(value, found as JsonSchema, root);
  },
  type: (value, type) => [type].flat().some((one) => types[one as string]?.(value) ?? false),
  const: (value, only) => value === only,
  enum: (value, values) => (values as unknown[]).includes(value),
  anyOf: (value, branches, { root }) => (branches as JsonSchema[]).some((branch) => fits(value, branch, root)),
  oneOf: (value, branches, { root }) =>
    (branches as JsonSchema[]).filter((branch) => fits(value, branch, root)).length === 1,
  properties: (value, properties, { root }) =>
    !isObject(value) ||
    Object.entries(properties as Record<string, JsonSchema>).every(
      ([name, schema]) => !Object.hasOwn(value, name) || fits(value[name], schema, root),
    ),
  propertyNames: (value, schema, { root }) =>
    !isObject(value) || Object.keys(value).every((name) => fits(name, schema as JsonSchema, root)),
  additionalProperties: (value, allowed, { schema, root }) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([name, part]) =>
        Object.hasOwn((schema["properties"] as object | undefined) ?? {}, name) ||
        (allowed !== false && fits(part, allowed as JsonSchema, root)),
    ),
  items: (value, schema, { root }) =>
    !Array.isArray(value) || value.every((part) => fits(part, schema as JsonSchema, root)),
  prefixItems: (value, schemas, { root }) =>
    !Array.isArray(value) ||
    (schemas as JsonSchema[]).every((schema, index) => index >= value.length || fits(value[index], schema, root)),
  minItems: (value, least) => !Array.isArray(value) || value.length >= (least as number),
  maxItems: (value, most) => !Array.isArray(value) || value.length <= (most as number),
  minLength: (value, least) => typeof value !== "string" || value.length >= (least as number),
  maxLength: (value, most) => typeof value !== "string" || value.length <= (most as number),
  pattern: (value, pattern) => typeof value !== "string" || new RegExp(pattern as string, "u").test(value),
  minimum: (value, least) => typeof value !== "number" || value >= (least as number),
  maximum: (value, most) => typeof value !== "number" || value <= (most as number),
};

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
