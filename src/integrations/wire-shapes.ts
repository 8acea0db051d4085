import * as z from "zod";

/** Shapes that providers share. What they leave out is null, and what they add is no concern of ours. */

/** An id that our tables and the API take. */
export const externalId = z.string().regex(/^[\x21-\x7e]{1,128}$/);

export function orNull<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? null);
}

/** Metadata as far as they are texts. A wrong one is worth no delivery. */
export const metadata = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((all) =>
    Object.fromEntries(Object.entries(all ?? {}).flatMap(([key, value]) => (isText(value) ? [[key, value]] : []))),
  );

function isText(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed();
}

/** Says where it departs first from what we know, and nothing of what stands there. */
export function notUnderstood({ issues }: z.ZodError): { outcome: "refused"; reason: string } {
  const path = issues[0]?.path.map(String).join(".") ?? "";
  return { outcome: "refused", reason: path === "" ? "not_understood" : `not_understood: ${path}` };
}

/** Null where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
