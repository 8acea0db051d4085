import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const microsPerTick = 10_000;

/** The workerd processes that this process has started; none where there is no /proc. */
export function findWorkerds(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        const [command, fields] = readStat(pid);
        return command === "workerd" && Number(fields[1]) === process.pid;
      });
  } catch {
    return [];
  }
}

/** Processor time that a process has used, in microseconds: a busy machine does not stretch it as it does wall time. */
export function readCpuMicros(pid: number): number {
  const [, fields] = readStat(pid);
  return (Number(fields[11]) + Number(fields[12])) * microsPerTick;
}

/** The command, which may hold any symbol, and the fields after it: state, parent, … as proc(5) numbers them. */
function readStat(pid: number): [command: string, fields: string[]] {
  let text = "";
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    // It ended while the list was read.
  }
  const end = text.lastIndexOf(")");
  return [text.slice(text.indexOf("(") + 1, end), text.slice(end + 2).split(" ")];
}
