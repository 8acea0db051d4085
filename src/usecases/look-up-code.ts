import type { Context } from "#context";
import { normalizeCode } from "#domain/code";
import { problemOfCode } from "#domain/code-use";
import type { CodeProblem } from "#domain/code-use";
import type { Grant } from "#domain/grant";
import { problemOfLink } from "#domain/link-use";
import { programNowMs } from "#domain/mode";
import { promisesOf, rulesFor } from "#domain/offer";
import type { ProgramDocument } from "#domain/program";
import { findLinkByCode } from "#store/links";
import type { StoredLink } from "#store/links";
import { findParticipant } from "#store/participants";
import type { StoredParticipant } from "#store/participants";
import { findVersion } from "#store/programs";

/** A grant to the friend, and in words what it is and what for. */
export type Gift = { rule: string; event: string; grant: Grant; what: string; when: string };
export type CodeLookUp = {
  code: string;
  /** Null for a valid code. */
  reason: CodeProblem | null;
  found: {
    stored: StoredLink;
    /** Whether clicks on its link are redirected: a code may be typed where its link leads nowhere. */
    linkUsable: boolean;
    referrer: StoredParticipant;
    friendGets: Gift[];
  } | null;
};

/** What an order page wants to know: may this code be used, whose is it, and what does the friend get. */
export async function lookUpCode(ctx: Context, typed: string): Promise<CodeLookUp> {
  const code = normalizeCode(typed);
  const stored = await findLinkByCode(ctx.db, ctx.actor.mode, code);
  if (stored === null) return { code, reason: "code_unknown", found: null };
  const { link, program } = stored;
  const [referrer, version] = await Promise.all([
    findParticipant(ctx.db, ctx.actor.mode, link.participantId),
    program.currentVersion === null ? null : findVersion(ctx.db, link.programId, program.currentVersion),
  ]);
  if (referrer === null) return { code, reason: "code_unknown", found: null };
  const current = version?.document ?? null;
  const atMs = programNowMs(program, ctx.nowMs);
  const reason = problemOfCode({ link, referrer, program, current }, atMs);
  const linkUsable = problemOfLink(link, program, atMs) === null;
  return { code, reason, found: { stored, linkUsable, referrer, friendGets: giftsFor(current, referrer) } };
}

function giftsFor(current: ProgramDocument | null, referrer: StoredParticipant): Gift[] {
  const rules = current === null ? [] : rulesFor(current, referrer);
  return rules.flatMap((rule) => {
    // Counts are of the referrer's referrals, and pay nothing to the friend.
    const event = "event" in rule.on ? rule.on.event : null;
    if (event === null) return [];
    return promisesOf(rule, "referee", referrer).map((promise) => ({ rule: rule.key, event, ...promise }));
  });
}
