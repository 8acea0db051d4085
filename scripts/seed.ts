import { ApiProblem, call } from "./api.ts";
import type { Api } from "./api.ts";

export type DemoProgram = { program: string; code: string; link: string };

/** A test-mode program with one supplier and her link. The same again when it is there already. */
export async function seedDemoProgram(api: Api): Promise<DemoProgram> {
  await createOnce(api, "demo");
  await call(api, "POST /v1/programs/demo/publish");
  const sarah = await call<{ id: string }>(api, "PUT /v1/participants/supplier/sarah", {
    name: "Sarah Example",
    email: "sarah@example.com",
    category: "photography",
  });
  const link = await call<{ code: string; url: string }>(api, "POST /v1/links", {
    program: "demo",
    participant: sarah.id,
  });
  return { program: "demo", code: link.code, link: link.url };
}

async function createOnce(api: Api, key: string): Promise<void> {
  const destination = { url: "https://example.com/join", allowed_hosts: ["example.com"] };
  try {
    await call(api, "POST /v1/programs", {
      key,
      preset: "supplier-network",
      overrides: { name: "Demo: supplier network", destination },
    });
  } catch (error) {
    if (!(error instanceof ApiProblem && error.code === "program_key_taken")) throw error;
  }
}
