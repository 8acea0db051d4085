import { expect, test } from "vitest";
import { connect, countRows } from "#support/api";
import { fullProgram } from "#support/full-program";
import { complaintsOf, mutantsOf } from "#support/program-mutants";
import marketplace from "#presets/marketplace" with { type: "json" };
import walletBonus from "#presets/wallet-bonus" with { type: "json" };

type Refused = { code: string; issues: { path: string; message: string }[] };

test.each([
  ["wallet-bonus", walletBonus],
  ["marketplace", marketplace],
  ["a program that uses everything", fullProgram],
])("%s with one node changed is refused in words, and never breaks the door", async (_name, program) => {
  const api = await connect();
  const mutants = [...mutantsOf(program)].filter(({ document }) => complaintsOf(document).length > 0);
  const sample = mutants.filter((_mutant, index) => index % Math.ceil(mutants.length / 60) === 0);
  for (const { change, path, document } of sample) {
    const reply = await api.post<Refused>("/v1/programs", { key: "mutant", document });
    const told = `${change}: ${path}: ${reply.text}`;
    expect([400, 422], told).toContain(reply.status);
    expect(["invalid_request", "program_invalid"], told).toContain(reply.body.code);
    expect(reply.body.issues.length, told).toBeGreaterThan(0);
    for (const issue of reply.body.issues) expect([issue.path, issue.message], told).not.toContain("");
  }
  expect(sample.length).toBeGreaterThan(40);
  expect(await countRows()).toMatchObject({ programs: 0 });
});
