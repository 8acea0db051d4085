import type { TestProject } from "vitest/node";
import { openTestServer } from "#support/node/test-server";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the shared server listens, and a key of its test mode with every scope. */
    sharedServer: { url: string; key: string };
  }
}

/** One server for all tests that make programs and people of their own: starting it takes longer than they do. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openTestServer();
  project.provide("sharedServer", { url: server.url, key: server.key });
  return () => server.close();
}
