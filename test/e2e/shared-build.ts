import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildWorker } from "#bench/build";

declare module "vitest" {
  interface ProvidedContext {
    /** A file with the Worker's script as a deployment would have it. */
    sharedBuild: string;
  }
}

/** One build for all tests that run the built Worker: each in a workerd of its own. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "bouquet-shared-build-"));
  const file = join(folder, "worker.js");
  writeFileSync(file, (await buildWorker()).script);
  project.provide("sharedBuild", file);
  return () => rmSync(folder, { recursive: true, force: true });
}
