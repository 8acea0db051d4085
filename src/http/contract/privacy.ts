import * as z from "zod";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, pathId, shownInstant, showInstant } from "#http/contract/wire";
import { sectionNames } from "#store/export-sections";
import { erasureReasons } from "#usecases/erase-participant";
import type { Erased } from "#usecases/erase-participant";
import type { Exported, ExportPlace } from "#usecases/export-participant";

const tag = "Privacy";
const params = z.strictObject({ id: pathId });

export const eraseParticipantOperation = defineOperation({
  method: "post",
  path: "/v1/participants/:id/erase",
  operationId: "eraseParticipant",
  summary: "Erase a person, at once and for good",
  description:
    "Takes out of everything that is kept who he was, and leaves what the books say of value. `complete` is false where so many texts are kept that some are still to be searched for him: a job does it within minutes, and so does sending it again. Sent again it changes nothing else.",
  tag,
  scope: "privacy:write",
  params,
  body: z.strictObject({ reason: z.enum(erasureReasons).default("asked_for") }),
  answer: z.strictObject({ id: id("ptc"), erased_at: shownInstant, complete: z.boolean() }).meta({ id: "Erasure" }),
  refusals: ["not_found"],
});

export function showErased({ id: erased, erasedAtMs, isComplete }: Erased) {
  return { id: erased, erased_at: showInstant(erasedAtMs), complete: isComplete };
}

const shownItem = z
  .strictObject({ section: z.enum(sectionNames), item: z.record(z.string(), z.unknown()) })
  .meta({ id: "ExportedItem" });

export const exportParticipantOperation = defineOperation({
  method: "get",
  path: "/v1/participants/:id/export",
  operationId: "exportParticipant",
  summary: "Everything that is kept of a person, a page at a time",
  description: "Read on until `next_cursor` is null: all `data` together are the export. Nobody else's data is in it.",
  tag,
  scope: "privacy:write",
  params,
  query: z.strictObject(pageQuery("export")),
  answer: pageOf(shownItem).meta({ id: "ParticipantExport" }),
  refusals: ["not_found"],
});

export function showExported({ section, item }: Exported): z.input<typeof shownItem> {
  // Safe because an object is shown as an object.
  return { section, item: showTimes(item) as Record<string, unknown> };
}

/** `section/place`, as a cursor has it. */
export function readExportPlace(cursor: string | undefined): ExportPlace | undefined {
  const [name, after = ""] = cursor?.split("/") ?? [];
  const section = sectionNames.find((known) => known === name);
  return section === undefined ? undefined : { section, after };
}

/** Times as everywhere in the API, however deep they stand: `at_ms` is `at`. */
function showTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(showTimes);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      /(^|_)at_ms$/.test(name)
        ? [name.replace(/_ms$/, ""), typeof inner === "number" ? showInstant(inner) : null]
        : [name, showTimes(inner)],
    ),
  );
}

export const privacyOperations = [eraseParticipantOperation, exportParticipantOperation];
