import { isCodeForm, isReservedCode, normalizeCode } from "#domain/code";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { isProfane } from "#usecases/profanity";

/** The normalised form of a code that somebody chose, if it may be used at all. */
export function checkVanityCode(chosen: string): Result<string, Refusal> {
  const code = normalizeCode(chosen);
  if (!isCodeForm(code)) return refuse({ code: "code_invalid", referralCode: code });
  if (isReservedCode(code) || isProfane(code)) return refuse({ code: "code_reserved", referralCode: code });
  return ok(code);
}
