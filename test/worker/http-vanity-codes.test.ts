import { describe, expect, test } from "vitest";
import { connect, countRows } from "#support/api";
import type { ApiClient } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ShownLink } from "#support/factories";

async function ground(api: ApiClient) {
  const program = await createProgram(api);
  const participant = await createParticipant(api, { name: "Sarah" });
  return { program, participant };
}

describe("vanity codes", () => {
  test("are matched after normalisation and answered to their owner again", async () => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const body = { program: program.id, participant: participant.id, code: "  ｓarah-2026 " };
    const first = await api.post<ShownLink>("/v1/links", body);
    const again = await api.post<ShownLink>("/v1/links", { ...body, code: "SARAH-2026" });
    expect(first).toMatchObject({ status: 201, body: { code: "SARAH-2026" } });
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id } });
  });

  test.each([
    ["ab", "code_invalid"],
    ["-SARAH", "code_invalid"],
    ["SARAH!", "code_invalid"],
    ["САРА", "code_invalid"],
    ["SARAH🌸", "code_invalid"],
    ["A".repeat(33), "code_invalid"],
    ["admin", "code_reserved"],
    ["FUCK-YOU", "code_reserved"],
    ["SH1T-HEAD", "code_reserved"],
  ])("%s is refused as %s", async (code, expected) => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const refused = await api.post("/v1/links", { program: program.id, participant: participant.id, code });
    expect(refused).toMatchObject({ status: 422, body: { code: expected } });
    expect(await countRows()).toMatchObject({ links: 0, codes: 0 });
  });

  test("taken by somebody else, in whatever mode, are refused", async () => {
    const [api, live] = [await connect(), await connect({ mode: "live" })];
    const { program, participant } = await ground(api);
    await createLink(api, { program: program.id, participant: participant.id, code: "BLOOM" });
    for (const other of [api, live]) {
      const theirs = other === api ? { program, participant: await createParticipant(api) } : await ground(live);
      const refused = await other.post("/v1/links", {
        program: theirs.program.id,
        participant: theirs.participant.id,
        code: "bloom",
      });
      expect(refused).toMatchObject({ status: 409, body: { code: "code_taken" } });
    }
  });

  test("are not in the audit log, from which a name could not be erased", async () => {
    const api = await connect();
    const { program, participant } = await ground(api);
    const link = await createLink(api, { program: program.id, participant: participant.id, code: "SARAH-MILLER" });
    await api.patch(`/v1/links/${link.id}`, { code: "MILLER-SARAH" });
    const { body, text } = await api.get<{ data: unknown[] }>(`/v1/audit?object_id=${link.id}`);
    expect(body.data).toMatchObject([
      { action: "link.changed", detail: { fields: ["code"], status: "active" } },
      { action: "link.created", detail: { program: program.id, participant: participant.id } },
    ]);
    expect(text).not.toMatch(/miller/i);
  });

  test("twenty people asking for one code together make one owner", async () => {
    const api = await connect();
    const program = await createProgram(api);
    const people = await Promise.all(Array.from({ length: 20 }, () => createParticipant(api)));
    const answers = await Promise.all(
      people.map((person) => api.post("/v1/links", { program: program.id, participant: person.id, code: "BLOOM" })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 409 && body["code"] === "code_taken")).toHaveLength(19);
  });
});
