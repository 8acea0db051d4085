import { beforeEach, expect, test } from "vitest";
import type { Mode } from "#domain/mode";
import { listAssessments } from "#store/assessments";
import { listAuditRows } from "#store/audit-log";
import type { Database } from "#store/database";
import { listSuppressions } from "#store/email-suppressions";
import { listEmails } from "#store/emails";
import { listInboxEvents } from "#store/events";
import { listEntries } from "#store/fraud-list-entries";
import { listFulfilmentCalls, listFulfilments } from "#store/fulfilments";
import { sumLinkClicks } from "#store/link-clicks";
import { listCodes, listLinks } from "#store/links";
import { listWithdrawals } from "#store/operations";
import { listParticipants } from "#store/participants";
import { listProviderDeliveries, listDueProviderDeliveries } from "#store/provider-deliveries";
import { listCustomers } from "#store/provider-mappings";
import { listReferrals, listTouches } from "#store/referrals";
import { listQueue, listReviews } from "#store/reviews";
import { listRewards, listTransitions } from "#store/rewards";
import { listBalances, listWalletEntries, loadMovementGrounds } from "#store/wallets";
import { crowdId, crowdTables } from "#support/crowded-tables";
import { countRowsRead, explainPlan, statementsOf } from "#support/listened-database";

const limit = 10;
type Call = (db: Database, mode: Mode) => Promise<unknown>;
/** The filters of a list that a call does not name. */
const ofAll = { limit, before: undefined };

const events =
  (filter: (mode: Mode) => Partial<Parameters<typeof listInboxEvents>[1]> = () => ({})): Call =>
  (db, mode) =>
    listInboxEvents(db, {
      ...ofAll,
      mode,
      status: undefined,
      refereeId: undefined,
      paymentRef: undefined,
      ...filter(mode),
    });
const links =
  (filter: (mode: Mode) => Partial<Parameters<typeof listLinks>[1]> = () => ({})): Call =>
  (db, mode) =>
    listLinks(db, { ...ofAll, mode, programId: undefined, participantId: undefined, ...filter(mode) });
const referrals =
  (filter: (mode: Mode) => Partial<Parameters<typeof listReferrals>[1]> = () => ({})): Call =>
  (db, mode) =>
    listReferrals(db, {
      ...ofAll,
      mode,
      programId: undefined,
      referrerId: undefined,
      refereeId: undefined,
      ...filter(mode),
    });
const rewards =
  (filter: (mode: Mode) => Partial<Parameters<typeof listRewards>[1]> = () => ({})): Call =>
  (db, mode) =>
    listRewards(db, {
      ...ofAll,
      mode,
      programId: undefined,
      beneficiaryId: undefined,
      referralId: undefined,
      state: undefined,
      needsReview: false,
      ...filter(mode),
    });
const fulfilments =
  (filter: (mode: Mode) => Partial<Parameters<typeof listFulfilments>[1]> = () => ({})): Call =>
  (db, mode) =>
    listFulfilments(db, {
      ...ofAll,
      mode,
      status: undefined,
      programId: undefined,
      participantId: undefined,
      ...filter(mode),
    });
const participants =
  (filter: (mode: Mode) => Partial<Parameters<typeof listParticipants>[1]> = () => ({})): Call =>
  (db, mode) =>
    listParticipants(db, {
      ...ofAll,
      mode,
      kind: undefined,
      externalId: undefined,
      status: undefined,
      ...filter(mode),
    });

const deliveries =
  (filter: (mode: Mode) => Partial<Parameters<typeof listProviderDeliveries>[1]> = () => ({})): Call =>
  (db, mode) =>
    listProviderDeliveries(db, { ...ofAll, mode, provider: undefined, status: undefined, ...filter(mode) });
const customers =
  (filter: (mode: Mode) => Partial<Parameters<typeof listCustomers>[1]> = () => ({})): Call =>
  (db, mode) =>
    listCustomers(db, { mode, provider: "stripe", limit, participantId: undefined, after: undefined, ...filter(mode) });
const emails =
  (filter: (mode: Mode) => Partial<Parameters<typeof listEmails>[1]> = () => ({})): Call =>
  (db, mode) =>
    listEmails(db, {
      ...ofAll,
      mode,
      participantId: undefined,
      status: undefined,
      template: undefined,
      ...filter(mode),
    });

const reviews =
  (filter: (mode: Mode) => Partial<Parameters<typeof listReviews>[1]> = () => ({})): Call =>
  (db, mode) =>
    listReviews(db, { ...ofAll, mode, programId: undefined, status: "open", dueAtMs: 1, ...filter(mode) });
const queue =
  (filter: (mode: Mode) => Partial<Parameters<typeof listQueue>[1]> = () => ({})): Call =>
  (db, mode) =>
    listQueue(db, { ...ofAll, mode, programId: undefined, dueAtMs: 1, ...filter(mode) });
const entries = (before?: string): Call => {
  const filter = { kind: undefined, effect: undefined, programId: undefined };
  return (db, mode) => listEntries(db, { ...ofAll, ...filter, mode, before, nowMs: 1 });
};

const rare = (mode: Mode) => ({ programId: `prg_${mode}_rare` });
const programId = (mode: Mode) => `prg_${mode}`;
const ptc = (mode: Mode, number: number) => crowdId("ptc", mode, number);

/** Every list, by each of its filters, by all of them, and from the middle. */
const lists: Record<string, Call> = {
  events: events(),
  "events, second page": events(() => ({ before: "1000" })),
  "pending events": events(() => ({ status: "pending" })),
  "parked events": events(() => ({ status: "parked" })),
  "refused events": events(() => ({ status: "refused" })),
  "applied events": events(() => ({ status: "applied" })),
  "events of a referee": events((mode) => ({ refereeId: ptc(mode, 5) })),
  "events of a payment": events((mode) => ({ paymentRef: crowdId("pay", mode, 5) })),
  "events by everything": events((mode) => ({
    status: "parked",
    refereeId: ptc(mode, 5),
    paymentRef: crowdId("pay", mode, 5),
    before: "1000",
  })),
  links: links(),
  "links, second page": links((mode) => ({ before: crowdId("lnk", mode, 20) })),
  "links of a program": links(rare),
  "links of a participant": links((mode) => ({ participantId: ptc(mode, 5) })),
  "links by everything": links((mode) => ({
    programId: programId(mode),
    participantId: ptc(mode, 5),
    before: "lnk_9",
  })),
  referrals: referrals(),
  "referrals, second page": referrals((mode) => ({ before: crowdId("ref", mode, 20) })),
  "referrals of a program": referrals(rare),
  "referrals of a referrer": referrals((mode) => ({ referrerId: ptc(mode, 1), before: crowdId("ref", mode, 20) })),
  "referrals of a referee": referrals((mode) => ({ refereeId: ptc(mode, 5) })),
  "referrals by everything": referrals((mode) => ({
    programId: programId(mode),
    referrerId: ptc(mode, 1),
    refereeId: ptc(mode, 5),
    before: "ref_9",
  })),
  rewards: rewards(),
  "rewards, second page": rewards((mode) => ({ before: crowdId("rwd", mode, 20) })),
  "rewards of a program": rewards(rare),
  "rewards of a beneficiary": rewards((mode) => ({ beneficiaryId: ptc(mode, 1), before: crowdId("rwd", mode, 20) })),
  "rewards of a referral": rewards((mode) => ({ referralId: crowdId("ref", mode, 5) })),
  "rewards in review": rewards(() => ({ needsReview: true })),
  "rewards in review, second page": rewards((mode) => ({ needsReview: true, before: crowdId("rwd", mode, 3) })),
  "rewards in review of a beneficiary": rewards((mode) => ({ needsReview: true, beneficiaryId: ptc(mode, 1) })),
  "rewards of a beneficiary in a state": rewards((mode) => ({ beneficiaryId: ptc(mode, 1), state: "available" })),
  "rewards of a referral in a state": rewards((mode) => ({ referralId: crowdId("ref", mode, 5), state: "expired" })),
  "rewards by everything": rewards((mode) => ({
    state: "pending",
    needsReview: true,
    programId: programId(mode),
    beneficiaryId: ptc(mode, 1),
    referralId: crowdId("ref", mode, 5),
    before: "rwd_9",
  })),
  fulfilments: fulfilments(),
  "fulfilments, second page": fulfilments((mode) => ({ before: crowdId("rwd", mode, 20) })),
  "dead fulfilments": fulfilments(() => ({ status: "dead" })),
  "waiting fulfilments": fulfilments(() => ({ status: "waiting" })),
  "dead fulfilments of a program": fulfilments((mode) => ({ ...rare(mode), status: "dead" })),
  "fulfilments of a program": fulfilments(rare),
  "fulfilments of a participant": fulfilments((mode) => ({ participantId: ptc(mode, 1) })),
  "done fulfilments of a participant": fulfilments((mode) => ({ participantId: ptc(mode, 1), status: "done" })),
  "fulfilments by everything": fulfilments((mode) => ({
    ...{ programId: programId(mode), participantId: ptc(mode, 1) },
    ...{ status: "dead", before: "rwd_9" },
  })),
  "calls of a fulfilment": (db, mode) => listFulfilmentCalls(db, crowdId("rwd", mode, 5)),
  participants: participants(),
  "participants, second page": participants((mode) => ({ before: ptc(mode, 20) })),
  "participants of a kind": participants(() => ({ kind: "rare" })),
  "suspended participants": participants(() => ({ status: "suspended" })),
  "inactive participants": participants(() => ({ status: "inactive" })),
  "active participants": participants(() => ({ status: "active" })),
  "participants by the main app's id": participants(() => ({ externalId: "1005" })),
  "participants by everything": participants(() => ({
    kind: "supplier",
    externalId: "1005",
    status: "suspended",
    before: "ptc_9",
  })),
  deliveries: deliveries(),
  "deliveries, second page": deliveries((mode) => ({ before: crowdId("pdl", mode, 20) })),
  "unmapped deliveries": deliveries(() => ({ status: "unmapped" })),
  "refused deliveries of a provider": deliveries(() => ({ status: "refused", provider: "stripe" })),
  "applied deliveries": deliveries(() => ({ status: "applied" })),
  "due deliveries": (db) => listDueProviderDeliveries(db, { nowMs: 10_000, limit }),
  customers: customers(),
  "customers, second page": customers((mode) => ({ after: crowdId("cus", mode, 20) })),
  "customers of a participant": customers((mode) => ({ participantId: ptc(mode, 1) })),
  "customers of a participant, second page": customers((mode) => ({
    participantId: ptc(mode, 1),
    after: crowdId("cus", mode, 9),
  })),
  audit: (db, mode) => listAuditRows(db, { ...ofAll, mode, objectId: undefined }),
  "audit, second page": (db, mode) => listAuditRows(db, { mode, limit, objectId: undefined, before: "1000" }),
  "audit of an object": (db, mode) => listAuditRows(db, { ...ofAll, mode, objectId: ptc(mode, 5) }),
  emails: emails(),
  "emails, second page": emails((mode) => ({ before: crowdId("eml", mode, 20) })),
  "emails of a participant": emails((mode) => ({ participantId: ptc(mode, 1), before: crowdId("eml", mode, 20) })),
  "dead emails": emails(() => ({ status: "dead" })),
  "kept emails, second page": emails((mode) => ({ status: "kept", before: crowdId("eml", mode, 5) })),
  "emails by everything": emails((mode) => ({
    participantId: ptc(mode, 5),
    status: "sent",
    template: "welcome",
    before: "eml_9",
  })),
  suppressions: (db, mode) => listSuppressions(db, { ...ofAll, mode }),
  "suppressions, second page": (db, mode) => listSuppressions(db, { limit, mode, before: "a2000" }),
  reviews: reviews(),
  "reviews, second page": reviews((mode) => ({ before: crowdId("rvw", mode, 5) })),
  "rejected reviews": reviews(() => ({ status: "rejected" })),
  "approved reviews of a program": reviews((mode) => ({ programId: programId(mode), status: "approved" })),
  "open reviews of a program": reviews(rare),
  queue: queue(),
  "queue, second page": queue((mode) => ({ before: { score: 3, id: crowdId("rvw", mode, 5) } })),
  "queue of a program": queue(rare),
  "queue by everything": queue((mode) => ({
    programId: programId(mode),
    dueAtMs: undefined,
    before: { score: 4, id: "rvw_9" },
  })),
  assessments: (db, mode) => listAssessments(db, { referralId: crowdId("ref", mode, 5), limit }),
  "fraud list entries": entries(),
  "fraud list entries, second page": entries("fle_2000"),
  "wallet entries": (db, mode) => listWalletEntries(db, { ...ofAll, ownerId: ptc(mode, 1) }),
  "wallet entries, second page": (db, mode) =>
    listWalletEntries(db, { limit, ownerId: ptc(mode, 1), before: crowdId("txn", mode, 20) }),
  "what wallet entries belong to": async (db, mode) =>
    loadMovementGrounds(db, mode, await listWalletEntries(db, { ...ofAll, ownerId: ptc(mode, 1) })),
  withdrawals: (db, mode) => listWithdrawals(db, { ...ofAll, mode, participantId: ptc(mode, 1) }),
  "withdrawals, second page": (db, mode) =>
    listWithdrawals(db, { mode, limit, participantId: ptc(mode, 1), before: { atMs: 101, operationId: "1015" } }),
  balances: (db, mode) => listBalances(db, ptc(mode, 1)),
  touches: (db, mode) => listTouches(db, crowdId("ref", mode, 5)),
  transitions: (db, mode) => listTransitions(db, crowdId("rwd", mode, 5)),
  codes: (db, mode) => listCodes(db, [crowdId("lnk", mode, 5), crowdId("lnk", mode, 6)]),
  "clicks of a link": (db, mode) => sumLinkClicks(db, [crowdId("CODE", mode, 5).replace("_", "")], 19_000),
};

beforeEach(crowdTables);

const unbounded = /USE TEMP B-TREE FOR (?!GROUP BY)|SCAN (?!json_each)/;

test("a page is searched for, not scanned or sorted, and reads about a page, however rare its rows", async () => {
  for (const [name, call] of Object.entries(lists)) {
    for (const mode of ["live", "test"] as const) {
      for (const statement of await statementsOf((db) => call(db, mode))) {
        const about = `${name}, ${mode}: ${statement.sql}`;
        expect((await explainPlan(statement)).join("; "), about).not.toMatch(unbounded);
        expect(await countRowsRead(statement), about).toBeLessThanOrEqual(4 * (limit + 1));
      }
    }
  }
});

/** The clicks of one link are grouped, not put into an order. */
