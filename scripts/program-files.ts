import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { diffDocuments } from "#domain/program-diff";
import type { DocumentChange } from "#domain/program-diff";
import { ApiProblem, answerOf } from "./api.ts";
import type { Api, Schemas } from "./api.ts";

/** What has to be done for one file, and how its document differs from the published one. */
export type Step = {
  key: string;
  document: Document;
  /** `publish`: the draft says already what the file says. */
  verb: "create" | "change" | "publish" | "unchanged";
  changes: DocumentChange[];
};

type Document = Record<string, unknown>;

/** As the deployment takes it; an id would name a program by chance. */
const keyForm = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** What is wrong with a file, for the person who wrote it. */
export class ProgramFileError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join("; "));
    this.problems = problems;
  }
}

export async function planFile(api: Api, file: string): Promise<Step> {
  const key = basename(file).replace(/\.json$/, "");
  if (!keyForm.test(key))
    throw new ProgramFileError([`must be named by a key of a-z, 0-9 and -, such as friends.json`]);
  const document = readDocument(file);
  // Safe because any JSON may be asked about; the client's types lose their way in it.
  const body = { document } as never;
  const { valid, issues } = await answerOf(api.client.POST("/v1/programs/validate", { body }));
  if (!valid)
    throw new ProgramFileError(issues.map(({ path, message }) => `${path.replace(/^document\.?/, "")}: ${message}`));
  const program = await findProgram(api, key);
  if (program === null) return { key, document, verb: "create", changes: diffDocuments({}, document) };
  const published = program.current_version === null ? {} : await readPublished(api, key);
  const changes = diffDocuments(published, document);
  if (changes.length === 0) return { key, document, verb: "unchanged", changes };
  const isDrafted = diffDocuments(withoutSchema({ ...program.draft }), document).length === 0;
  return { key, document, verb: isDrafted ? "publish" : "change", changes };
}

/** Brings a program to where its file says it should be, and gives the version that is in force then. */
export async function applyStep({ client }: Api, { key, document: given, verb }: Step): Promise<number> {
  // Safe because it was validated when the step was planned.
  const document = given as Schemas["ProgramDocument"];
  const params = { path: { id: key } };
  if (verb === "create") await answerOf(client.POST("/v1/programs", { body: { key, document } }));
  if (verb === "change") await answerOf(client.PUT("/v1/programs/{id}/draft", { params, body: { document } }));
  const { version } = await answerOf(client.POST("/v1/programs/{id}/publish", { params }));
  return version;
}

function readDocument(file: string): Document {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ProgramFileError([`cannot be read: ${messageOf(error)}`]);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ProgramFileError([`is no JSON: ${messageOf(error)}`]);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ProgramFileError(["must hold one program document, which is an object"]);
  return withoutSchema({ ...value });
}

/** Where editors find the JSON Schema is nothing to publish. */
function withoutSchema({ $schema: _, ...document }: Document): Document {
  return document;
}

async function findProgram(
  { client }: Api,
  id: string,
): Promise<{ current_version: number | null; draft: object } | null> {
  try {
    return await answerOf(client.GET("/v1/programs/{id}", { params: { path: { id } } }));
  } catch (error) {
    if (error instanceof ApiProblem && error.code === "not_found") return null;
    throw error;
  }
}

async function readPublished({ client }: Api, id: string): Promise<Document> {
  const params = { path: { id }, query: { limit: 1 } };
  const { data } = await answerOf(client.GET("/v1/programs/{id}/versions", { params }));
  return withoutSchema({ ...data[0]?.document });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
