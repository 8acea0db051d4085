import { ok } from "#domain/result";
import type { Result } from "#domain/result";
import type { Refusal } from "#domain/refusal";
import { listEntries } from "#store/fraud-list-entries";
import { verdictsPerReport } from "#store/verdicts";
import { addListEntries } from "#usecases/add-list-entries";
import type { AddedEntry } from "#usecases/add-list-entries";
import { describeFraudReport } from "#usecases/describe-fraud-report";
import { removeListEntry } from "#usecases/remove-list-entry";
import * as contract from "#http/contract/fraud-lists";
import { fraudReportOperation, reportAsCsv, showReport } from "#http/contract/fraud-report";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";
import { parse } from "#http/parse";
import { describeRefusal } from "#http/problem";
import { findProgramId } from "#http/program-filter";

const { showEntry } = contract;

export const fraudRoutes = [
  route(contract.listFraudEntriesOperation, async (ctx, { query }) => {
    const { limit, cursor, kind, effect, program } = query;
    const programId = await findProgramId(ctx, program);
    const { nowMs, actor } = ctx;
    const filter = { mode: actor.mode, kind, effect, before: cursor, limit, nowMs };
    // Entries of every program have an empty one: a program that is not there has none of them.
    const rows = programId === "" ? [] : await listEntries(ctx.db, { ...filter, programId });
    return ok({ body: showPage("fraud_entries", rows, { limit, placeOf: ({ id }) => id, show: showEntry }) });
  }),

  route(contract.addFraudEntryOperation, async (ctx, { body }) => {
    const [added] = await addListEntries(ctx, [ok(body)]);
    if (added === undefined) throw new Error("an entry without an answer");
    return added.ok ? ok({ status: statusOf(added.value), body: showEntry(added.value.row) }) : added;
  }),

  route(contract.addFraudEntriesOperation, async (ctx, { body }) => {
    const wishes = body.entries.map((entry) => parse(contract.wantedEntry, entry));
    const added = await addListEntries(ctx, wishes);
    return ok({ body: { data: added.map((one) => showAdded(one, ctx.requestId)) } });
  }),

  route(contract.removeFraudEntryOperation, async (ctx, { params }) => {
    const removed = await removeListEntry(ctx, params.id);
    return removed.ok ? ok({ body: showEntry(removed.value) }) : removed;
  }),

  route(fraudReportOperation, async (ctx, { query: { program, format } }) => {
    const report = await describeFraudReport(ctx, await findProgramId(ctx, program));
    return format === "csv"
      ? ok({ csv: reportAsCsv(report), name: "fraud-report" })
      : ok({ body: showReport(report, verdictsPerReport) });
  }),
];

function statusOf({ isNew }: AddedEntry): 200 | 201 {
  return isNew ? 201 : 200;
}

function showAdded(added: Result<AddedEntry, Refusal>, requestId: string) {
  if (added.ok) return { status: statusOf(added.value), entry: showEntry(added.value.row) };
  const problem = describeRefusal(added.refusal, requestId);
  return { status: problem.status, problem };
}
