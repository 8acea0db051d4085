import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { clickLogsOf, openContext } from "#open-context";
import { createApi } from "#http/api";
import { connect, countRows, origin } from "#support/api";
import { createLink, createParticipant, createProgram } from "#support/factories";

/** A program with a link, and somebody whose first draws all give that link's code. */
async function drawTaken(times: number) {
  const client = await connect();
  const program = await createProgram(client, { preset: "wallet-bonus" });
  const owner = await createParticipant(client);
  const { code: taken } = await createLink(client, { program: program.id, participant: owner.id });
  const unlucky = await createParticipant(client);
  const before = await countRows();

  const draws = Array.from({ length: 20 }, (_, i) => (i < times ? taken : "FREEC2DE"));
  let drawn = 0;
  const newCode = (alphabet: string, size: number) =>
    size === taken.length ? (draws[drawn++] ?? "") : alphabet.slice(0, size);
  const api = createApi({
    openContext: (bindings, door) => ({ ...openContext(bindings, door), newCode }),
    clickLogsOf,
  });
  const request = new Request(`${origin}/v1/links`, {
    method: "POST",
    headers: { authorization: `Bearer ${client.secret}`, "content-type": "application/json" },
    body: JSON.stringify({ program: program.id, participant: unlucky.id }),
  });
  const response = await api.fetch(request, env, createExecutionContext());
  const rows = { before, after: await countRows() };
  // Safe because every answer of this route is a JSON object.
  return { response, body: (await response.json()) as Record<string, unknown>, drawn, rows };
}

test.each([8, 9])("after %d codes that were taken the next one that is free becomes the link's", async (times) => {
  const { response, body, drawn, rows } = await drawTaken(times);
  expect(response.status).toBe(201);
  expect(body["code"]).toBe("FREEC2DE");
  expect(drawn).toBe(times + 1);
  expect(rows.after).toMatchObject({ links: 2, codes: 2, audit_log: (rows.before["audit_log"] ?? 0) + 1 });
});

test("after ten codes that were taken the caller is asked to come again, and nothing is written", async () => {
  const { response, body, drawn, rows } = await drawTaken(10);
  expect(response.status).toBe(503);
  expect(body).toMatchObject({ code: "busy" });
  expect(response.headers.get("retry-after")).toBe("1");
  expect(drawn).toBe(10);
  expect(rows.after).toEqual(rows.before);
});
