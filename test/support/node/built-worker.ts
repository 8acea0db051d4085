import { readFileSync } from "node:fs";
import { buildWorker } from "#bench/build";

let sharedFile: string | null = null;

/** Has what is built once serve all that ask in this process. */
export function shareBuild(file: string): void {
  sharedFile = file;
}

/** The Worker's script as a deployment would have it. */
export async function readBuiltWorker(): Promise<string> {
  return sharedFile === null ? (await buildWorker()).script : readFileSync(sharedFile, "utf8");
}
