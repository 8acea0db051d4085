/** `npm run messages`: docs/messages.md from the catalogue of messages; with `--check`, only says whether it is current. */
import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { messages } from "#http/contract/messages";
import type { MessageEntry } from "#http/contract/messages";

const introduction = `# Messages

What Bouquet tells the outside, as webhooks carry it; the guide about webhooks says how they are sent. The body is
\`{"type", "timestamp", "data"}\`: \`timestamp\` is when the message was written, \`data\` has the fields below. The header
\`webhook-id\` is the message's id, the same on every attempt and at every endpoint. There are ids and amounts in it and
nothing about people: ask the API for the rest. Fields may be added; none changes its meaning. This page is generated from
\`src/http/contract/messages.ts\` by \`npm run messages\`.
`;

/** Ids say what they name. */
const whatIdsName: Record<string, string> = {
  program_id: "The program.",
  referral_id: "The referral.",
  reward_id: "The reward.",
  participant_id: "The participant.",
  link_id: "The link.",
  conversion_id: "The conversion.",
  endpoint_id: "The endpoint.",
};

const file = "docs/messages.md";
const page = [introduction, ...Object.entries(messages).map(renderSection)].join("\n");
if (!process.argv.includes("--check")) {
  writeFileSync(file, page);
} else if (readFileSync(file, "utf8") !== page) {
  console.error(`${file} is out of date; run \`npm run messages\`.`);
  process.exit(1);
}

function renderSection([type, { told, data }]: [string, MessageEntry]): string {
  const fields = fieldsOf(data).map(([name, schema]) => renderField(name, schema));
  const example = JSON.stringify({ type, timestamp: "2026-05-02T10:00:00.000Z", data: exampleOf(type, data) }, null, 2);
  const table = ["| field | type | what |", "| --- | --- | --- |", ...fields].join("\n");
  return `## ${type}\n\n${told}\n\n${table}\n\n\`\`\`json\n${example}\n\`\`\`\n`;
}

/** Made of what each field gives as its example, and held against the schema: an example that is wrong stops the script. */
function exampleOf(type: string, data: MessageEntry["data"]): unknown {
  const fields = fieldsOf(data).map(([name, schema]) => [name, schema.meta()?.["example"]]);
  const parsed = data.safeParse(Object.fromEntries(fields));
  if (!parsed.success) throw new Error(`The example of ${type} is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function fieldsOf({ shape }: MessageEntry["data"]): [string, z.ZodType][] {
  // Safe because the catalogue is made with zod's full interface, which its objects' types leave open.
  return Object.entries(shape) as [string, z.ZodType][];
}

function renderField(name: string, schema: z.ZodType): string {
  const { description = whatIdsName[name] ?? "" } = schema.meta() ?? {};
  if (description === "") throw new Error(`${name} has no description`);
  return `| \`${name}\` | ${typeOf(schema)} | ${description} |`;
}

type JsonType = { type?: string; format?: string; enum?: string[]; anyOf?: JsonType[] };

function typeOf(schema: z.ZodType): string {
  // Safe because every field of a message is a text, a number, one of a few words, or null.
  return nameType(z.toJSONSchema(schema) as JsonType);
}

function nameType({ type, format, enum: words, anyOf }: JsonType): string {
  if (anyOf) return anyOf.map(nameType).join(" or ");
  if (words) return words.map((word) => `\`${word}\``).join(", ");
  return format === "date-time" ? "date-time" : (type ?? "any");
}
