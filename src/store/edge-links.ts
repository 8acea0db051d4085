import { resolveDestination } from "#domain/destination";
import type { ProgramDestination } from "#domain/destination";
import type { EdgeLink } from "#domain/edge-link";
import { channelOf } from "#domain/journey";
import type { Mode } from "#domain/mode";
import type { ProgramDocument } from "#domain/program";
import { selectChanges, selectNewestSeq, sliceOf } from "#store/edge-feed";
import type { ChangeSlice } from "#store/edge-feed";

/** A link as KV keeps it. `seq` is the newest change of the feed that it contains. */
export type StoredLink = { seq: number; link: EdgeLink };

type Row = {
  code: string;
  link_id: string;
  program_id: string;
  mode: Mode;
  link_status: string;
  program_status: string;
  expires_at_ms: number;
  destination_url: string | null;
  channel: string;
  campaign: string | null;
  clock_ms: number | null;
  destination: string;
  fallback_url: string | null;
  cookie_days: number | null;
  cookie_domain: string | null;
  consent: string | null;
  honor_gpc: number | null;
};

const selectLink = `
  SELECT c.code, l.id AS link_id, p.id AS program_id, p.mode, l.status AS link_status, p.status AS program_status,
    l.expires_at_ms, l.destination_url, l.channel, l.campaign, p.clock_ms,
    v.document -> '$.destination' AS destination, v.document ->> '$.fallback_url' AS fallback_url,
    v.document ->> '$.cookie.days' AS cookie_days, v.document ->> '$.cookie.domain' AS cookie_domain,
    v.document ->> '$.consent' AS consent, v.document ->> '$.honor_gpc' AS honor_gpc
  FROM codes c JOIN links l ON l.id = c.link_id JOIN programs p ON p.id = l.program_id
    JOIN program_versions v ON v.program_id = p.id AND v.version = p.current_version
  WHERE c.code = ?1`;

/** A link and what changed since `afterSeq`, of one instant: a batch is one transaction. */
export async function loadEdgeLink(
  d1: D1Database,
  code: string,
  afterSeq: number,
): Promise<{ link: EdgeLink | null; slice: ChangeSlice }> {
  const [links, changes] = await d1.batch([d1.prepare(selectLink).bind(code), selectChanges(d1, afterSeq)]);
  // Safe because both shapes are those of the statements above.
  const row = links?.results[0] as Row | undefined;
  const rows = (changes?.results ?? []) as { seq: number; scope: string }[];
  return { link: row === undefined ? null : toEdgeLink(row), slice: sliceOf(rows, afterSeq) };
}

/** Puts a link into KV as it stands, before anybody asks for it. */
export async function keepLink(d1: D1Database, links: KVNamespace, code: string): Promise<void> {
  const [found, newest] = await d1.batch([d1.prepare(selectLink).bind(code), selectNewestSeq(d1)]);
  // Safe because both shapes are those of the statements above.
  const row = found?.results[0] as Row | undefined;
  const { seq } = (newest?.results[0] ?? { seq: 0 }) as { seq: number };
  if (row !== undefined) await storeLink(links, { seq, link: toEdgeLink(row) });
}

export async function findStoredLink(links: KVNamespace, code: string): Promise<StoredLink | null> {
  return links.get<StoredLink>(keyOf(code), "json");
}

/** Kept for a month, so that links nobody clicks leave KV by themselves. */
export async function storeLink(links: KVNamespace, stored: StoredLink): Promise<void> {
  await links.put(keyOf(stored.link.code), JSON.stringify(stored), { expirationTtl: 30 * 24 * 3600 });
}

export async function forgetLinks(links: KVNamespace, codes: readonly string[]): Promise<void> {
  await Promise.all(codes.map(async (code) => links.delete(keyOf(code))));
}

/** What the landing page shows. Read at each visit: it holds personal data, which KV must not. */
export type Landing = {
  referrerName: string | null;
  referrerKind: string;
  message: string | null;
  document: ProgramDocument;
};

export async function loadLanding(d1: D1Database, linkId: string): Promise<Landing | null> {
  const row = await d1
    .prepare(
      `SELECT a.name AS referrer_name, a.kind AS referrer_kind, l.message, v.document
       FROM links l JOIN participants a ON a.id = l.participant_id JOIN programs p ON p.id = l.program_id
         JOIN program_versions v ON v.program_id = p.id AND v.version = p.current_version
       WHERE l.id = ?1`,
    )
    .bind(linkId)
    .first<{ referrer_name: string | null; referrer_kind: string; message: string | null; document: string }>();
  if (row === null) return null;
  // Safe because a document is validated when it is saved.
  const document = JSON.parse(row.document) as ProgramDocument;
  return { referrerName: row.referrer_name, referrerKind: row.referrer_kind, message: row.message, document };
}

/** The version belongs to the shape of `StoredLink`: raise it when the shape changes. */
function keyOf(code: string): string {
  return `link:1:${code}`;
}

function toEdgeLink(row: Row): EdgeLink {
  // Safe because a document is validated when it is saved.
  const destination = JSON.parse(row.destination) as ProgramDestination;
  return {
    code: row.code,
    linkId: row.link_id,
    programId: row.program_id,
    mode: row.mode,
    active: row.link_status === "active" && row.program_status === "active",
    expiresAtMs: row.expires_at_ms,
    destinationUrl: resolveDestination(row.destination_url, destination),
    fallbackUrl: row.fallback_url === null ? null : resolveDestination(row.fallback_url, destination),
    channel: channelOf(row.channel, "link"),
    campaign: row.campaign,
    cookieDays: row.cookie_days ?? 90,
    cookieDomain: row.cookie_domain,
    consentRequired: row.consent === "required",
    honorGpc: row.honor_gpc === 1,
    clockMs: row.clock_ms,
  };
}
