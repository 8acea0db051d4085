import * as z from "zod";
import { healthStatuses } from "#domain/health";
import { shownChainProblem } from "#http/contract/audit";
import { defineOperation } from "#http/contract/operation";
import { shownInstant, showInstant, showInstantOrNull } from "#http/contract/wire";
import type { HealthReport } from "#usecases/check-health";

const judged = { status: z.enum(healthStatuses), reason: z.string().nullable() };
const answered = z.strictObject({ ...judged, ms: z.int().nullable() }).meta({ id: "HealthAnswer" });
const backlog = {
  ...judged,
  due: z.int().meta({ description: "Due by now and not done, counted to 1,000." }),
  oldest_due_at: shownInstant.nullable(),
};
const count = z.int().meta({ description: "Counted to 1,000." });
const failing = count.meta({ description: "Failed three times or more, and is tried again. Counted to about 1,000." });
const checked = { checked_at: shownInstant.nullable(), finds: z.int() };

const shownHealth = z
  .strictObject({
    status: z.enum(healthStatuses).meta({ description: "As bad as the worst of the parts." }),
    checked_at: shownInstant,
    database: answered,
    settings: z.strictObject(judged),
    cache: answered,
    click_logs: answered,
    messages: z.strictObject({ ...backlog, failing }),
    deliveries: z.strictObject({ ...backlog, failing, dead: count }),
    emails: z.strictObject(backlog),
    fulfilments: z.strictObject({ ...backlog, failing, waiting: count, dead: count }),
    providers: z.strictObject({ ...backlog, failing, unmapped: count, refused: count }),
    jobs: z.strictObject({ ...judged, late: z.array(z.string()), failing: z.array(z.string()) }),
    ledger: z.strictObject({ ...judged, ...checked, checked: z.record(z.string(), z.int()) }),
    click_counts: z.strictObject({ ...judged, ...checked, checked: z.int() }),
    audit: z.strictObject({
      ...judged,
      sealed_seq: z.int(),
      sealed_at: shownInstant.nullable(),
      head: z.string(),
      unsealed_rows: count,
      verified_at: shownInstant.nullable(),
      verified_rows: z.int(),
      problem: shownChainProblem.nullable(),
    }),
  })
  .meta({ id: "HealthReport" });

export function showHealth({ status, parts, figures }: HealthReport, nowMs: number): z.input<typeof shownHealth> {
  const { messages, deliveries, emails, fulfilments, providers, jobs, ledger, clickCounts, audit } = figures;
  const waiting = ({ due, oldestDueAtMs }: { due: number; oldestDueAtMs: number | null }) => ({
    due,
    oldest_due_at: showInstantOrNull(oldestDueAtMs),
  });
  const last = (check: { atMs: number; finds: number } | null) => ({
    checked_at: showInstantOrNull(check?.atMs ?? null),
    finds: check?.finds ?? 0,
  });
  return {
    status,
    checked_at: showInstant(nowMs),
    database: { ...parts.database, ...figures.database },
    settings: parts.settings,
    cache: { ...parts.cache, ...figures.cache },
    click_logs: { ...parts.clickLogs, ...figures.clickLogs },
    messages: { ...parts.messages, ...waiting(messages), failing: messages.failing },
    deliveries: { ...parts.deliveries, ...waiting(deliveries), failing: deliveries.failing, dead: deliveries.dead },
    emails: { ...parts.emails, ...waiting(emails) },
    fulfilments: {
      ...parts.fulfilments,
      ...waiting(fulfilments),
      failing: fulfilments.failing,
      waiting: fulfilments.waiting,
      dead: fulfilments.dead,
    },
    providers: {
      ...parts.providers,
      ...waiting(providers),
      failing: providers.failing,
      unmapped: providers.unmapped,
      refused: providers.refused,
    },
    jobs: { ...parts.jobs, late: jobs.late, failing: jobs.failing },
    ledger: { ...parts.ledger, ...last(ledger), checked: ledger?.checked ?? {} },
    click_counts: { ...parts.clickCounts, ...last(clickCounts), checked: clickCounts?.checked ?? 0 },
    audit: {
      ...parts.audit,
      sealed_seq: audit.sealed.seq,
      sealed_at: showInstantOrNull(audit.sealed.atMs),
      head: audit.sealed.hash,
      unsealed_rows: audit.unsealed.rows,
      verified_at: showInstantOrNull(audit.verified?.atMs ?? null),
      verified_rows: audit.verified?.rows ?? 0,
      problem: audit.verified?.problem ?? null,
    },
  };
}

export const statusOperation = defineOperation({
  method: "get",
  path: "/healthz",
  operationId: "getHealth",
  summary: "Say whether the deployment answers and its database does",
  description: "Costs one read: the status is that of the last health check, which runs every five minutes.",
  tag: "System",
  scope: "public",
  answer: z.strictObject({ status: z.enum(healthStatuses) }).meta({ id: "Health" }),
  refusals: ["database_unavailable"],
});

export const reportHealthOperation = defineOperation({
  method: "get",
  path: "/v1/health",
  operationId: "reportHealth",
  summary: "Look at everything that can be looked at: stores, backlogs, jobs, ledger and audit log",
  description: "The answer is 200 however bad things are; only a database that does not answer is a problem.",
  tag: "System",
  scope: "jobs:read",
  answer: shownHealth,
  refusals: ["database_unavailable"],
});

export const healthOperations = [statusOperation, reportHealthOperation];
