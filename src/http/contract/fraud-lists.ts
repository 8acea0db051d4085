import * as z from "zod";
import { fraudListKinds } from "#domain/fraud-list";
import { maxListEntries, readListValue } from "#domain/fraud-list-entry";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { problemSchema } from "#http/contract/problem";
import { id, instant, pathId, shownInstant, showInstant, showInstantOrNull, text } from "#http/contract/wire";
import type { ListEntryRow } from "#store/fraud-list-entries";

const tag = "Fraud";
const effect = z.enum(["allow", "block"]);
const kind = z.enum(fraudListKinds);

const shownEntry = z
  .strictObject({
    id: id("fle"),
    effect,
    kind,
    value: z.string().meta({
      description: "Normalised. Of an erased person `erased:…`, so that a block outlives the mailbox.",
    }),
    program_id: id("prg").nullable().meta({ description: "Null: it holds in every program of its mode." }),
    note: z.string().nullable(),
    created_by: z.string(),
    created_at: shownInstant,
    expires_at: shownInstant.nullable(),
  })
  .meta({ id: "FraudListEntry" });

export function showEntry(row: ListEntryRow): z.input<typeof shownEntry> {
  return {
    id: row.id,
    effect: row.effect,
    kind: row.kind,
    value: row.value,
    program_id: row.programId === "" ? null : row.programId,
    note: row.note,
    created_by: row.createdBy,
    created_at: showInstant(row.createdAtMs),
    expires_at: showInstantOrNull(row.expiresAtMs),
  };
}

export const listFraudEntriesOperation = defineOperation({
  method: "get",
  path: "/v1/fraud/lists",
  operationId: "listFraudEntries",
  summary: "List whom fraud scoring blocks and allows, newest first",
  tag,
  scope: "fraud:read",
  query: z.strictObject({
    ...pageQuery("fraud_entries"),
    kind: kind.optional(),
    effect: effect.optional(),
    program: pathId.optional().meta({ description: "What holds in this program alone." }),
  }),
  answer: pageOf(shownEntry).meta({ id: "FraudListPage" }),
});

/** One entry, by its value or, for an address, by a referral that was seen with it today. */
export const wantedEntry = z
  .strictObject({
    effect,
    kind,
    value: text(254).min(1).optional().meta({
      description:
        "An email, a domain, a participant's id, an address hash or a pattern, in which `*` stands for anything. IP addresses are not taken.",
    }),
    referral: pathId
      .optional()
      .meta({ description: "Instead of the value of an address: a referral of today that was seen with it." }),
    program: pathId.optional().meta({ description: "Left out: in every program of the mode." }),
    note: text(500).min(1).optional(),
    expires_at: instant.optional().meta({ description: "An address ends at midnight UTC in any case." }),
  })
  .transform(({ value, referral, expires_at, ...rest }, refinement) => {
    const issue = (path: string, message: string) => {
      refinement.addIssue({ code: "custom", path: [path], message });
      return z.NEVER;
    };
    const entry = { ...rest, program: rest.program, note: rest.note ?? null, expiresAtMs: expires_at };
    if (referral !== undefined) {
      if (rest.kind !== "address") return issue("referral", "names an address only");
      if (value !== undefined) return issue("value", "is not allowed beside referral");
      return { ...entry, named: { by: "referral" as const, referralId: referral } };
    }
    if (value === undefined) return issue("value", "is required");
    const read = readListValue(rest.kind, rest.kind === "domain" ? inAscii(value) : value);
    return read.ok ? { ...entry, named: { by: "value" as const, value: read.value } } : issue("value", read.refusal);
  });

/** As mail has it (`xn--…`); what is no host stays as it is and is told as such. */
function inAscii(domain: string): string {
  const url = `https://${domain.trim().replace(/^@/, "")}`;
  return URL.canParse(url) && !/[/?#:@]/.test(domain.trim().slice(1)) ? new URL(url).hostname : domain;
}

export const addFraudEntryOperation = defineOperation({
  method: "post",
  path: "/v1/fraud/lists",
  operationId: "addFraudEntry",
  summary: "Block or allow an email, a domain, a participant, an address or a pattern",
  description: `Allow beats block. The same entry again answers the one that is there with 200. A mode has ${maxListEntries} entries at most.`,
  tag,
  scope: "fraud:write",
  body: wantedEntry,
  statuses: [200, 201],
  answer: shownEntry,
  refusals: ["not_found", "fraud_entry_contradicts", "fraud_list_full", "address_unknown", "busy"],
});

const maxBatch = 500;

export const addFraudEntriesOperation = defineOperation({
  method: "post",
  path: "/v1/fraud/lists/batch",
  operationId: "addFraudEntries",
  summary: `Add up to ${maxBatch} entries; each is answered on its own`,
  description: "Answers come in the order of the entries, each with the status that it would have had alone.",
  tag,
  scope: "fraud:write",
  body: z.strictObject({
    entries: z.array(z.json()).min(1).max(maxBatch).meta({ description: "Entries, as for POST /v1/fraud/lists." }),
  }),
  bodyLimitBytes: 1024 * 1024,
  batch: "entries",
  answer: z
    .strictObject({
      data: z.array(
        z.union([
          z.strictObject({ status: z.union([z.literal(200), z.literal(201)]), entry: shownEntry }),
          z.strictObject({ status: z.int(), problem: problemSchema }),
        ]),
      ),
    })
    .meta({ id: "FraudListBatchAnswer" }),
});

export const removeFraudEntryOperation = defineOperation({
  method: "delete",
  path: "/v1/fraud/lists/:id",
  operationId: "removeFraudEntry",
  summary: "Take an entry off the lists",
  description: "What was decided by it stays decided.",
  tag,
  scope: "fraud:write",
  params: z.strictObject({ id: pathId }),
  answer: shownEntry,
  refusals: ["not_found"],
});

export const fraudListOperations = [
  listFraudEntriesOperation,
  addFraudEntryOperation,
  addFraudEntriesOperation,
  removeFraudEntryOperation,
];
