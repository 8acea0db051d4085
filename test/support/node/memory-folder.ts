import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** A file system in memory, which Linux has; elsewhere there is none. */
const memory = "/dev/shm";

/** Many times what a whole run keeps at one time, which is 40 MiB. A container's default of 64 MiB may be too little. */
const neededBytes = 512 * 1024 ** 2;

/**
 * Has this process, and all that it starts, keep temporary files in memory: every test makes databases, and half of its
 * time would pass until a disk has them. They are gone when this process ends.
 */
export function keepTemporaryFilesInMemory(): void {
  if (!hasRoom()) return;
  const folder = mkdtempSync(join(memory, "bouquet-tests-"));
  process.env["TMPDIR"] = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= neededBytes;
  } catch {
    return false;
  }
}
