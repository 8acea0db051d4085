/** `npm run check`: everything that can be said about the tree without running it, side by side. */
import { spawn } from "node:child_process";

const steps: Record<string, string[]> = {
  format: ["oxfmt", "--check"],
  lint: ["npm", "run", "-s", "lint"],
  types: ["npm", "run", "-s", "check:types"],
  "worker types": ["npm", "run", "-s", "types", "--", "--check"],
  migrations: ["npm", "run", "-s", "check:migrations"],
  "problem page": ["npm", "run", "-s", "problems", "--", "--check"],
  "message page": ["npm", "run", "-s", "messages", "--", "--check"],
  "program schema": ["npm", "run", "-s", "program:schema", "--", "--check"],
  "disposable domains": ["npm", "run", "-s", "disposable-domains", "--", "--check"],
  openapi: ["npm", "run", "-s", "openapi", "--", "--check"],
};

const results = await Promise.all(Object.entries(steps).map(([name, command]) => runStep(name, command)));
for (const { name, seconds, code, output } of results) {
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds.toFixed(1)} s)`);
  if (code !== 0) console.log(output.trimEnd());
}
if (results.some(({ code }) => code !== 0)) process.exit(1);

type StepResult = { name: string; seconds: number; code: number | null; output: string };

function runStep(name: string, [command = "", ...args]: string[]): Promise<StepResult> {
  const startedMs = performance.now();
  const child = spawn(command, args, { env: { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false" } });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ name, seconds: (performance.now() - startedMs) / 1000, code, output }));
  });
}
