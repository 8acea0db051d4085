/**
 * `npm run program:schema`: docs/program.schema.json, for editors, from the zod schema of the program document;
 * with `--check`, only says whether it is current.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { programDocument } from "#http/contract/program";

const file = "docs/program.schema.json";
const { id: _id, ...schema } = z.toJSONSchema(programDocument, { target: "draft-2020-12", io: "input" });
const { $schema, ...rest } = schema;
const described = {
  $schema,
  $id: "urn:bouquet:program",
  title: "Bouquet program",
  description: "Who may refer, whom a referral is credited to, and what it earns. docs/guides/rules.md explains it.",
  ...rest,
};

const text = `${JSON.stringify(described, null, 2)}\n`;
if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  console.error(`${file} is out of date; run \`npm run program:schema\`.`);
  process.exit(1);
}
