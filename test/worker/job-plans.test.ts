import { expect, test } from "vitest";
import { reconciledParts } from "#domain/reconciliation";
import { countUnsealed, findChainHead, listUnsealedRows, loadSealedPage } from "#store/audit-seals";
import { listBadgePrograms, loadBadgeFacts } from "#store/badge-facts";
import { listParticipantIds } from "#store/participant-totals";
import { countBacklogs } from "#store/backlogs";
import { listAuditedChanges } from "#store/board-changes";
import { loadBoardChange, loadBoardPage } from "#store/board-facts";
import type { Database } from "#store/database";
import { listClicksOf, listPersonalEvents } from "#store/erased-events";
import * as texts from "#store/erased-texts";
import { listErasures } from "#store/erasures";
import type { Erasure } from "#store/erasures";
import { listExpiredLinks } from "#store/expired-links";
import { findUnequalCounts } from "#store/click-count-check";
import { findStreakStart, listJobRuns, listLastRuns } from "#store/job-runs";
import { listProgramsKnowing, listPublishedPrograms } from "#store/board-programs";
import { reconcilePage } from "#store/reconciliation";
import { listUnrewardedMonths } from "#store/closed-months";
import { loadLeaderFacts } from "#store/leader-facts";
import * as retention from "#store/retention";
import { explainPlan, statementsOf } from "#support/listened-database";

const nowMs = Date.UTC(2026, 4, 2);

const erasure: Erasure = {
  ...{ participantId: "ptc_1", mode: "live", stage: "answers", place: "", begunAtMs: nowMs },
  knownBy: {
    customerIds: ["cus_1"],
    references: ["ada"],
    kind: "supplier",
    externalId: "ada",
    emails: ["a@b.example"],
  },
};

const asked: Record<string, (db: Database) => Promise<unknown>> = {
  "runs of a job": (db) => listJobRuns(db, { job: "a", before: undefined, limit: 10 }),
  "the last run of each job": (db) => listLastRuns(db, ["a", "b"]),
  "the beginning of a streak": (db) => findStreakStart(db, "a", 2),
  "links that expired": (db) =>
    listExpiredLinks(db, { after: { atMs: 0, linkId: "lnk_1" }, untilMs: nowMs, limit: 10 }),
  backlogs: (db) => countBacklogs(db, nowMs),
  "click counts": (db) =>
    findUnequalCounts(db, "0-of-2", [
      { code: "A", day: 1, channel: "link", human: 1, repeat: 0, bot: 0, preview: 0, prefetch: 0, embedded: 0 },
    ]),
  "the head of the chain": (db) => findChainHead(db),
  "what is not sealed": (db) => listUnsealedRows(db, { after: 5, limit: 10 }),
  "a change of boards": (db) =>
    loadBoardChange(db, { programId: "prg_1", referralIds: ["ref_1"], participantIds: ["ptc_1"] }, nowMs),
  "a page of people on boards": (db) => loadBoardPage(db, { programId: "prg_1", of: "people", after: "ptc_1" }, nowMs),
  "a page of referrals on boards": (db) =>
    loadBoardPage(db, { programId: "prg_1", of: "referrals", after: "ref_1" }, nowMs),
  "changes of boards that the audit log tells of": (db) => listAuditedChanges(db, { afterSeq: 5, untilSeq: null }),
  "programs whose boards know somebody": (db) =>
    listProgramsKnowing(db, { participantId: "ptc_1", after: "prg_1", limit: 10 }),
  "published programs": (db) => listPublishedPrograms(db, { after: "prg_1", limit: 10 }),
  "how much is not sealed": (db) => countUnsealed(db, { after: 5, most: 10 }),
  "a page of sealed rows": (db) => loadSealedPage(db, 5),
  ...Object.fromEntries(
    reconciledParts.map((part) => [part, (db: Database) => reconcilePage(db, part, { after: [], limit: 10 })]),
  ),
  "old runs": (db) => retention.deleteOldRuns(db, nowMs),
  "old messages": (db) => retention.deleteOldMessages(db, nowMs),
  "old deliveries": (db) => retention.deleteOldDeliveries(db, nowMs),
  "old attempts": (db) => retention.deleteOldAttempts(db, nowMs),
  "deliveries about somebody erased": (db) => texts.stripDeliveries(db, erasure),
  "answers about somebody erased": (db) => texts.stripAnswers(db, { ...erasure, place: "key_1/a" }),
  "received about somebody erased": (db) => texts.stripReceived(db, { ...erasure, place: "whe_1/msg_1/1" }),
  "codes of somebody erased": (db) => texts.listCodesOf(db, erasure),
  "clicks of somebody erased": (db) => listClicksOf(db, "ptc_1"),
  "events of somebody erased": (db) => listPersonalEvents(db, { refereeId: "ptc_1", after: 0 }),
  "whom badges are awarded to": (db) => loadBadgeFacts(db, { programId: "prg_1", participantIds: ["ptc_1", "ptc_2"] }),
  "programs that award badges": (db) => listBadgePrograms(db, { from: "prg_1", limit: 2 }),
  "everybody in a program": (db) => listParticipantIds(db, { programId: "prg_1", after: "", limit: 10 }),
  "months to reward": (db) =>
    listUnrewardedMonths(db, { after: { closedAtMs: 1, programId: "prg_1", month: "2026-10" }, limit: 10 }),
  "what a month brings": (db) => loadLeaderFacts(db, { programId: "prg_1", month: "2026-10", closedAtMs: nowMs }),
  erasures: (db) => listErasures(db, 10),
  "old assessments": (db) => retention.deleteOldAssessments(db, nowMs),
  "old bodies": (db) => retention.stripOldBodies(db, { nowMs, after: "" }),
};

/** There are few jobs, programs and unrewarded months; given lists, steps of a recursion and inner results are no tables; the dead are counted to a bound. */
const bounded =
  /SCAN (?:jobs|j|json_each|newest|former|part|rule|closed_months USING INDEX closed_months_unrewarded|person|level|row|also|moved|badge|program|part|held|halves|endpoints|e|\(subquery.*|CONSTANT ROW|\d+ CONSTANT ROW|webhook_deliveries USING COVERING INDEX webhook_deliveries_dead)/;

test.each(Object.entries(asked))("%s are searched for: no job reads a table from end to end", async (_name, ask) => {
  const statements = await statementsOf(ask);
  expect(statements.length).toBeGreaterThan(0);
  for (const statement of statements) {
    const scans = (await explainPlan(statement)).filter((step) => step.startsWith("SCAN") && !bounded.test(step));
    expect(scans, statement.sql).toEqual([]);
  }
});
