import { ApiProblem, answerOf } from "./api.ts";
import type { Api } from "./api.ts";

export type DemoProgram = { program: string; code: string; link: string };

/** A test-mode program with one supplier and her link. The same again when it is there already. */
export async function seedDemoProgram({ client }: Api): Promise<DemoProgram> {
  const program = "demo";
  const destination = { url: "https://example.com/join", allowed_hosts: ["example.com"] };
  const overrides = { name: "Demo: supplier network", destination };
  await unlessTaken(
    answerOf(client.POST("/v1/programs", { body: { key: program, preset: "supplier-network", overrides } })),
  );
  await answerOf(client.POST("/v1/programs/{id}/publish", { params: { path: { id: program } } }));
  const sarah = await answerOf(
    client.PUT("/v1/participants/{kind}/{external_id}", {
      params: { path: { kind: "supplier", external_id: "sarah" } },
      body: { name: "Sarah Example", email: "sarah@example.com", category: "photography" },
    }),
  );
  const link = await answerOf(client.POST("/v1/links", { body: { program, participant: sarah.id } }));
  return { program, code: link.code, link: link.url };
}

async function unlessTaken(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof ApiProblem && error.code === "program_key_taken")) throw error;
  }
}
