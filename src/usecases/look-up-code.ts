import type { Context } from "#context";
import { normalizeCode } from "#domain/code";
import type { Grant } from "#domain/grant";
import { programNowMs } from "#domain/mode";
import { findLinkByCode } from "#store/links";
import type { StoredLink } from "#store/links";
import { findParticipant } from "#store/participants";
import type { StoredParticipant } from "#store/participants";
import { findVersion } from "#store/programs";

export type CodeProblem =
  | "code_unknown"
  | "program_unpublished"
  | "program_paused"
  | "link_paused"
  | "link_expired"
  | "referrer_inactive";

export type CodeLookUp = {
  code: string;
  /** Null for a valid code. */
  reason: CodeProblem | null;
  found: {
    stored: StoredLink;
    referrer: StoredParticipant;
    friendGets: { rule: string; event: string; grant: Grant }[];
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
  const rules = version?.document.rules ?? [];
  const friendGets = rules.flatMap((rule) =>
    rule.grant.filter(({ to }) => to === "referee").map((grant) => ({ rule: rule.key, event: rule.on.event, grant })),
  );
  return {
    code,
    reason: problemOf(stored, referrer, programNowMs(program, ctx.nowMs)),
    found: { stored, referrer, friendGets },
  };
}

function problemOf({ link, program }: StoredLink, referrer: StoredParticipant, nowMs: number): CodeProblem | null {
  if (program.currentVersion === null) return "program_unpublished";
  if (program.status === "paused") return "program_paused";
  if (nowMs >= link.expiresAtMs) return "link_expired";
  if (link.status === "paused") return "link_paused";
  return referrer.status === "active" ? null : "referrer_inactive";
}
