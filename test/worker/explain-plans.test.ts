import { beforeEach, expect, test } from "vitest";
import type { Mode } from "#domain/mode";
import type { Database } from "#store/database";
import { findReferralHistory, loadNamesAndLives } from "#store/explanations";
import { loadEntries } from "#store/fraud-list-entries";
import { findPair, loadPairFacts } from "#store/pair-facts";
import { loadOpeningFacts, loadReviewFacts } from "#store/review-facts";
import { loadStandingFacts } from "#store/standing-facts";
import { loadStatsFacts } from "#store/stats-facts";
import { loadVerdicts } from "#store/verdicts";
import { crowdId, crowdTables } from "#support/crowded-tables";
import { explainPlan, statementsOf } from "#support/listened-database";

const programId = (mode: Mode) => `prg_${mode}`;
const ptc = (mode: Mode, number: number) => crowdId("ptc", mode, number);

/** What is read to explain something to somebody, with a program named and without, and to judge it. */
const reads: Record<string, (db: Database, mode: Mode) => Promise<unknown>> = {
  "a referral's history": (db, mode) => findReferralHistory(db, mode, crowdId("ref", mode, 5)),
  "names and rewards": (db, mode) =>
    loadNamesAndLives(db, { people: [ptc(mode, 1), ptc(mode, 5)], referralIds: [crowdId("ref", mode, 5)] }),
  "a pair": (db, mode) =>
    findPair(db, mode, { referrer: ptc(mode, 1), referee: { kind: "supplier", externalId: "1005" } }),
  "a pair in a program": (db, mode) =>
    loadPairFacts(db, { mode, programId: programId(mode), referrerId: ptc(mode, 1), refereeId: ptc(mode, 5) }),
  "a pair anywhere": (db, mode) =>
    loadPairFacts(db, { mode, programId: undefined, referrerId: ptc(mode, 1), refereeId: ptc(mode, 5) }),
  "a standing in a program": (db, mode) =>
    loadStandingFacts(db, { mode, program: programId(mode), participantId: ptc(mode, 1) }),
  "a standing anywhere": (db, mode) => loadStandingFacts(db, { mode, program: undefined, participantId: ptc(mode, 1) }),
  "stats in a program": (db, mode) =>
    loadStatsFacts(db, { mode, program: programId(mode), participantId: ptc(mode, 1) }),
  "stats anywhere": (db, mode) => loadStatsFacts(db, { mode, program: undefined, participantId: ptc(mode, 1) }),
  "what a verdict changes": (db, mode) => loadReviewFacts(db, crowdId("rvw", mode, 5), "reject"),
  "what a review keeps": (db, mode) => loadOpeningFacts(db, crowdId("ref", mode, 5)),
  "list entries that are there": (db, mode) =>
    loadEntries(db, { mode, signing: { pseudonyms: () => [] }, nowMs: 1 }, [
      { kind: "domain", value: "2001.example", programId: "" },
    ]),
  "the verdicts of all programs": (db, mode) => loadVerdicts(db, { mode, programId: undefined }),
  "the verdicts of a program": (db, mode) => loadVerdicts(db, { mode, programId: programId(mode) }),
};

beforeEach(crowdTables);

test.each(Object.entries(reads))("%s is searched for and never scanned", async (_name, read) => {
  for (const mode of ["live", "test"] as const) {
    const sent = await statementsOf((db) => read(db, mode));
    expect(sent.length).toBeGreaterThan(0);
    for (const statement of sent) {
      const plan = (await explainPlan(statement)).join("; ");
      expect(plan, statement.sql).not.toMatch(unbounded);
    }
  }
});

/** `own` is the bounded part that was searched for before it is gone through; a virtual table is JSON that was given. */
const unbounded = /SCAN (?!json_each|own|CONSTANT|\w+ VIRTUAL TABLE)/;
