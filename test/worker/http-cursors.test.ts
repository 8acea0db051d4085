import { expect, test } from "vitest";
import { connect } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";

type Page = { data: unknown[]; next_cursor: string | null };

function cursorOf(text: string): string {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

test("a cursor leads on in its own list and is refused by every other", async () => {
  const api = await connect();
  const program = await createProgram(api);
  await api.put(`/v1/programs/${program.id}/draft`, { document: { ...program.draft, name: "Second" } });
  await api.post(`/v1/programs/${program.id}/publish`);
  await createProgram(api);
  const people = [await createParticipant(api), await createParticipant(api)];
  for (const { id } of people) await createLink(api, { program: program.id, participant: id });
  for (const id of ["a", "b"]) await api.post("/v1/events", { id, type: "refund", payment_ref: "nobody" });
  await connect();

  const lists = ["programs", `programs/${program.id}/versions`, "participants", "links", "events", "keys", "audit"];
  const cursors = new Map<string, string>();
  for (const list of lists) {
    const { body } = await api.get<Page>(`/v1/${list}?limit=1`);
    cursors.set(list, body.next_cursor ?? "");
  }
  for (const list of [...lists, "referrals", "rewards", `participants/${people[0]?.id}/wallet`]) {
    for (const [of, cursor] of cursors) {
      const { status, body } = await api.get(`/v1/${list}?cursor=${cursor}`);
      if (of === list) expect([list, status]).toEqual([list, 200]);
      else expect({ list, status, body }).toMatchObject({ list, status: 400, body: { issues: [{ path: "cursor" }] } });
    }
  }
});

test.each([
  ["audit", "audit:"],
  ["audit", "audit:one"],
  ["audit", "audit:1e3"],
  ["audit", "audit:-1"],
  ["audit", "audit:99999999999999999999"],
  ["events", "events:evt"],
  ["programs", "programs:12"],
  ["programs", "programs:ptc_1"],
  ["programs", "programs:prg_1'--"],
  ["programs", "constructor:prg_1"],
  ["programs", "after:prg_1"],
])("the list of %s refuses the cursor %s", async (list, text) => {
  const api = await connect();
  const refused = await api.get(`/v1/${list}?cursor=${cursorOf(text)}`);
  expect(refused).toMatchObject({ status: 400, body: { code: "invalid_request", issues: [{ path: "cursor" }] } });
});
