import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { ProgramDestination } from "#domain/destination";
import type { Mode } from "#domain/mode";
import type { Message } from "#domain/plan";
import { codes, links } from "#schema/links";
import { programs } from "#schema/programs";
import { insertAuditRow } from "#store/audit-log";
import type { NewAuditRow } from "#store/audit-log";
import { commitBatch } from "#store/batch";
import type { Statement } from "#store/batch";
import { guardCodeLimit } from "#store/code-limit";
import type { CodeLimit } from "#store/code-limit";
import type { Database } from "#store/database";
import { announceChange } from "#store/edge-changes";
import { insertMessages } from "#store/outbox";
import { aboveAllIds, isAsked, isTestRow, matches, searchedBy } from "#store/listing";

export type LinkRow = typeof links.$inferSelect;
/** What a link's own row does not say: its program's key, state, clock and published destination. */
export type LinkProgram = {
  key: string;
  status: "active" | "paused";
  currentVersion: number | null;
  clockMs: number | null;
  destination: ProgramDestination;
};
export type StoredLink = { link: LinkRow; program: LinkProgram };

/** Safe because documents are validated when they are saved, and a link is issued under a published one. */
const destination = sql`(
  SELECT document -> '$.destination' FROM program_versions
  WHERE program_id = ${programs.id} AND version = ${programs.currentVersion})`.mapWith(
  (text: string) => JSON.parse(text) as ProgramDestination,
);

const columns = {
  link: links,
  program: {
    key: programs.key,
    status: programs.status,
    currentVersion: programs.currentVersion,
    clockMs: programs.clockMs,
    destination,
  },
};

export async function findLink(db: Database, mode: Mode, id: string): Promise<StoredLink | null> {
  const row = await db
    .select(columns)
    .from(links)
    .innerJoin(programs, eq(programs.id, links.programId))
    .where(and(eq(links.id, id), eq(programs.mode, mode)))
    .get();
  return row ?? null;
}

/** By a normalised code, a former one included. */
export async function findLinkByCode(db: Database, mode: Mode, code: string): Promise<StoredLink | null> {
  const row = await db
    .select(columns)
    .from(codes)
    .innerJoin(links, eq(links.id, codes.linkId))
    .innerJoin(programs, eq(programs.id, links.programId))
    .where(and(eq(codes.code, code), eq(programs.mode, mode)))
    .get();
  return row ?? null;
}

/** Says nothing about the link: a code of the other mode is taken all the same. */
export async function findCodeOwner(db: Database, code: string): Promise<string | null> {
  const row = await db.select({ linkId: codes.linkId }).from(codes).where(eq(codes.code, code)).get();
  return row?.linkId ?? null;
}

export async function findDefaultLink(db: Database, programId: string, participantId: string): Promise<LinkRow | null> {
  const row = await db
    .select()
    .from(links)
    .where(and(eq(links.programId, programId), eq(links.participantId, participantId), eq(links.isDefault, 1)))
    .get();
  return row ?? null;
}

export async function listLinks(
  db: Database,
  filter: {
    mode: Mode;
    programId: string | undefined;
    participantId: string | undefined;
    before: string | undefined;
    limit: number;
  },
): Promise<StoredLink[]> {
  const { mode, programId, participantId, before = aboveAllIds, limit } = filter;
  return db
    .select(columns)
    .from(links)
    .crossJoin(programs)
    .where(
      and(
        searchedBy(
          isAsked(links.participantId, participantId),
          isAsked(links.programId, programId),
          isTestRow(links.mode, mode),
        ),
        matches(links.programId, programId),
        matches(links.mode, mode),
        lt(links.id, before),
        eq(programs.id, links.programId),
      ),
    )
    .orderBy(desc(links.id))
    .limit(limit + 1);
}

/** All codes that ever led to each link, by link. */
export async function listCodes(db: Database, linkIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>(linkIds.map((id) => [id, []]));
  if (linkIds.length === 0) return found;
  // Safe with 100 parameters at most, because pages hold at most 100 links but for the one that only says "more".
  const rows = await db
    .select()
    .from(codes)
    .where(inArray(codes.linkId, linkIds.slice(0, 100)));
  for (const { linkId, code } of rows.sort((a, b) => a.createdAtMs - b.createdAtMs)) found.get(linkId)?.push(code);
  return found;
}

/** A code that is issued: when by real time, and how many its participant may have. */
export type CodeIssue = { atMs: number; limit: CodeLimit };

/** The codes' primary key, the unique default and the guard refuse what came in between. */
export async function commitNewLink(
  db: Database,
  { link, messages }: { link: LinkRow; messages: readonly Message[] },
  issue: CodeIssue,
  audit: NewAuditRow,
): Promise<void> {
  await commitBatch(db, [
    guardCodeLimit(db, issue.limit),
    db.insert(links).values(link),
    insertCode(db, link, issue),
    ...insertMessages(db, messages, issue.atMs),
    insertAuditRow(db, audit),
  ]);
}

export async function commitLinkChange(
  db: Database,
  change: { link: LinkRow; set: Partial<LinkRow>; issue: CodeIssue | null; atMs: number },
  audit: NewAuditRow,
): Promise<void> {
  const { link, set, issue, atMs } = change;
  const update = db.update(links).set(set).where(eq(links.id, link.id));
  const rest: Statement[] = [announceChange(db, link.id, atMs), insertAuditRow(db, audit)];
  await commitBatch(
    db,
    issue === null
      ? [update, ...rest]
      : [guardCodeLimit(db, issue.limit), insertCode(db, link, issue), update, ...rest],
  );
}

function insertCode(db: Database, { code, id }: LinkRow, { atMs }: CodeIssue): Statement {
  return db.insert(codes).values({ code, linkId: id, createdAtMs: atMs });
}
