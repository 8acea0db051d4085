import type { Context } from "#context";
import { actorName } from "#domain/actor";
import { dayOf } from "#domain/day";
import type { FraudListEntry } from "#domain/fraud-list";
import { decideEntries, latestEnd } from "#domain/fraud-list-entry";
import type { Listed, WantedEntry } from "#domain/fraud-list-entry";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { violatedConstraint } from "#store/database";
import { commitEntries, loadEntries, loadNamed } from "#store/fraud-list-entries";
import type { ListEntryRow } from "#store/fraud-list-entries";
import { describeChange } from "#usecases/describe-change";
import { busy, retryRaces } from "#usecases/retry-races";

/** As it is asked for. An address may be named by a referral whose clicks are of today, by real time. */
export type EntryWish = {
  effect: FraudListEntry["effect"];
  kind: FraudListEntry["kind"];
  named: { by: "value"; value: string } | { by: "referral"; referralId: string };
  program: string | undefined;
  /** Null: none. */
  note: string | null;
  expiresAtMs: number | undefined;
};

export type AddedEntry = { row: ListEntryRow; isNew: boolean };
type Added = Result<AddedEntry, Refusal>;

/** Whoever adds the same at the same time costs a turn. */
const maxAttempts = 8;

/** Each of them for itself; what is new among them is one batch. */
export async function addListEntries(ctx: Context, wishes: readonly Result<EntryWish, Refusal>[]): Promise<Added[]> {
  const isRace = (error: unknown) => ["fraud_entry_exists", "facts_stale"].includes(violatedConstraint(error) ?? "");
  const races = { name: ctx.requestId, attempts: maxAttempts, isRace };
  const added = await retryRaces(races, async () => addOrFind(ctx, wishes));
  return Array.isArray(added) ? added : wishes.map(() => busy);
}

async function addOrFind(ctx: Context, wishes: readonly Result<EntryWish, Refusal>[]): Promise<Added[]> {
  const { mode } = ctx.actor;
  const wanted = await readWishes(ctx, wishes);
  const entries = wanted.flatMap((entry) => (entry.ok ? [entry.value] : []));
  const { signing, nowMs } = ctx;
  const { rows: known, ...counts } = await loadEntries(ctx.db, { mode, signing, nowMs }, entries);
  const setting = { newId: () => ctx.newId("fle"), nowMs: ctx.nowMs };
  const decided = decideEntries(entries, { known, ...counts }, setting);
  const rows = decided.flatMap((one) => (one.ok && one.value.isNew ? [rowOf(ctx, one.value)] : []));
  if (rows.length > 0) {
    // The value may be somebody's mailbox.
    const audit = rows.map(({ id, kind, effect, programId }) =>
      describeChange(ctx, "fraud_entry.added", id, { kind, effect, program_id: programId === "" ? null : programId }),
    );
    await commitEntries(ctx.db, { mode, nowMs: ctx.nowMs, rows, audit });
  }
  const listed = new Map([...known, ...rows].map((row) => [row.id, row]));
  const answers = decided.values();
  return wanted.map((one) => {
    const answer = one.ok ? answers.next().value : one;
    if (answer === undefined) throw new Error("an entry without an answer");
    return answer.ok ? ok({ row: rowIn(listed, answer.value), isNew: answer.value.isNew }) : answer;
  });
}

/** What entries name, looked up together. */
async function readWishes(
  ctx: Context,
  wishes: readonly Result<EntryWish, Refusal>[],
): Promise<Result<WantedEntry, Refusal>[]> {
  const given = wishes.flatMap((wish) => (wish.ok ? [wish.value] : []));
  const named = await loadNamed(ctx.db, ctx.actor.mode, {
    programs: given.flatMap(({ program }) => (program === undefined ? [] : [program])),
    referrals: given.flatMap(({ named }) => (named.by === "referral" ? [named.referralId] : [])),
    participants: given.flatMap(({ kind, named }) =>
      kind === "participant" && named.by === "value" ? [named.value] : [],
    ),
  });
  return wishes.map((wish) => (wish.ok ? readWish(wish.value, named, ctx.nowMs) : wish));
}

type Named = Awaited<ReturnType<typeof loadNamed>>;

function readWish(
  { effect, kind, named, program, note, expiresAtMs }: EntryWish,
  known: Named,
  nowMs: number,
): Result<WantedEntry, Refusal> {
  const programId = program === undefined ? "" : known.programs.get(program);
  if (programId === undefined) return refuse({ code: "not_found", what: "program" });
  const value = readValue(kind, named, { known, nowMs });
  if (!value.ok) return value;
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs)
    return refuse({ code: "invalid_request", issues: [{ path: "expires_at", message: "must lie in the future" }] });
  const ends = [expiresAtMs, latestEnd(kind, nowMs) ?? undefined].filter((end) => end !== undefined);
  return ok({
    ...{ effect, kind, value: value.value, programId, note },
    expiresAtMs: ends.length === 0 ? null : Math.min(...ends),
  });
}

function readValue(
  kind: EntryWish["kind"],
  named: EntryWish["named"],
  { known, nowMs }: { known: Named; nowMs: number },
): Result<string, Refusal> {
  if (named.by === "value") {
    const isMissing = kind === "participant" && !known.participants.has(named.value);
    return isMissing ? refuse({ code: "not_found", what: "participant" }) : ok(named.value);
  }
  const { referralId } = named;
  const seen = known.referrals.get(referralId);
  if (seen === undefined) return refuse({ code: "not_found", what: "referral" });
  const { addressHash, linkClickedAtMs } = seen;
  // Its first click: where that is of today, the one that the hash is of is too.
  const isOfToday = linkClickedAtMs !== null && dayOf(linkClickedAtMs) === dayOf(nowMs);
  return addressHash === null || !isOfToday
    ? refuse({ code: "address_unknown", referral: referralId })
    : ok(addressHash);
}

function rowOf(ctx: Context, { id, wanted }: Listed): ListEntryRow {
  const { effect, kind, value, programId, note, expiresAtMs } = wanted;
  const { mode } = ctx.actor;
  const made = { createdBy: actorName(ctx.actor), createdAtMs: ctx.nowMs };
  return { id, mode, programId, effect, kind, value, note, ...made, expiresAtMs };
}

function rowIn(listed: ReadonlyMap<string, ListEntryRow>, { id }: Listed): ListEntryRow {
  const row = listed.get(id);
  if (row === undefined) throw new Error(`the entry ${id} is nowhere`);
  return row;
}
