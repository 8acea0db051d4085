import { env } from "cloudflare:workers";
import type { BoardCard, BoardPerson, PaidReferral } from "#domain/leaderboard";

/** Newer than anything that a test's own requests tell the object. */
const version = 1_000_000;
export const timeZone = "Europe/London";

export type Standing = { id: string; paidAtMs: readonly number[] } & Partial<Omit<BoardPerson, "id" | "card">> & {
    card?: Partial<BoardCard>;
  };

/** The program's boards, made of these people alone. */
export async function fillBoards(programId: string, people: readonly Standing[], nowMs = Date.now()): Promise<void> {
  const boards = env.LEADERBOARD.getByName(programId);
  const moment = { nowMs, timeZone };
  const { epoch } = await boards.begin(moment);
  await tellBoards(programId, people, nowMs);
  while ((await boards.rank({ ...moment, epoch })) !== "ready");
}

/** What changed since, as of later changes of the database. */
export async function tellBoards(
  programId: string,
  people: readonly Standing[],
  nowMs = Date.now(),
  later = 0,
): Promise<void> {
  const update = { version: version + later, nowMs, timeZone };
  const referrals = people.flatMap(({ id, paidAtMs }) =>
    paidAtMs.map((atMs, i): PaidReferral => ({ referralId: `ref_${id}_${i}`, referrerId: id, atMs })),
  );
  await env.LEADERBOARD.getByName(programId).update({ ...update, people: people.map(aPerson), referrals });
}

function aPerson({ id, paidAtMs, card, ...rest }: Standing): BoardPerson {
  const conversions = paidAtMs.length;
  return {
    id,
    kind: "supplier",
    category: null,
    location: null,
    isListed: true,
    ...rest,
    card: {
      name: id,
      avatarUrl: null,
      referrals: 2 * conversions,
      conversions,
      monthsEarned: 0,
      valueEarned: {},
      badges: [],
      tier: null,
      nextMilestone: null,
      ...card,
    },
  };
}
