import * as z from "zod";
import { erasedPrefix } from "#domain/erasure";
import { touchKeyForm } from "#domain/journey";
import { isCurrency } from "#domain/money";

/** Shapes that several nouns share. Wire names are snake_case, times ISO 8601. */

const earliestMs = Date.UTC(2000, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

/** ISO 8601 with `Z` or an offset, read to milliseconds. The bounds keep slips of units (seconds for milliseconds) out. */
export const instant = z.iso
  .datetime({ offset: true, error: "must be an ISO 8601 date-time with Z or an offset" })
  .transform((text) => Date.parse(text))
  .refine((ms) => ms >= earliestMs && ms < latestMs, "must lie between 2000 and 2100");

/** For stretches of time, of which both ends may be left out. */
export function isInOrder({ from, until }: { from?: number | undefined; until?: number | undefined }): boolean {
  return from === undefined || until === undefined || from <= until;
}

export const endsTooEarly = { path: ["until"], message: "must not be before from" };

/** As answered: always UTC. */
export const shownInstant = z.iso.datetime();

export function showInstant(ms: number): string {
  return new Date(ms).toISOString();
}

export function showInstantOrNull(ms: number | null): string | null {
  return ms === null ? null : showInstant(ms);
}

export const pathId = z.string().min(1).max(128);
export const kind = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, "must be 1 to 32 of a-z, 0-9 and _, starting with a letter");
/** Names a program or a tier. */
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be 1 to 64 of a-z, 0-9 and -, starting with a letter or digit");
/** Names a rule or a badge. */
export const ruleKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, "must be 1 to 64 of a-z, 0-9, - and _, starting with a letter or digit");
export const externalId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}]*$/u, "must not contain control characters");
/** By which the main app knows somebody. Those who were erased go by names of ours. */
export const personId = externalId.refine(
  (text) => !text.startsWith(erasedPrefix),
  `must not start with ${erasedPrefix}, as those who were erased do`,
);
/** The caller's own name for something it does, so that it is done once. */
export const operationId = externalId;
export const campaign = z.string().regex(touchKeyForm, "must be 1 to 40 of A-Z, a-z, 0-9, _ and -");
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { message: "must be an ISO 4217 code", abort: true })
  .refine(isCurrency, "is not a currency of ISO 4217");
/** Free text in one piece; control characters other than line breaks and tabs are refused. */
export const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^[^\p{Cc}]*$|^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u, "must not contain control characters");

/** A whole number within bounds. */
export function whole(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z.int(message).min(least, message).max(most, message);
}

/** A flat, bounded bag of the caller's own facts. */
export const bag = z
  .record(
    z.string().min(1).max(64),
    z.union(
      [z.string().max(500), z.number(), z.boolean(), z.null()],
      "must be a text of at most 500 symbols, a number, true, false or null",
    ),
  )
  .refine((value) => Object.keys(value).length <= 32, "must have at most 32 keys");

export const id = (prefix: string) => z.string().meta({ example: `${prefix}_1jkq0v4n8aB3dE5fG7hJ9kL` });
