/**
 * `npm run dev`: migrates and seeds the local database, serves the Worker, runs its jobs each minute and says what to
 * try. PORT moves it.
 */
import { openApi } from "./api.ts";
import { callToAction } from "./dev-guide.ts";
import { localPersistDir, prepareLocalMachine } from "./local-machine.ts";
import { runMinuteJobs, withoutJobLines } from "./minute-jobs.ts";
import { readPort } from "./port.ts";
import { seedDemoProgram } from "./seed.ts";
import { isPortFree, startServer } from "./server.ts";

const port = readPort();
if (!(await isPortFree(port))) {
  console.error(`Port ${port} is taken. End what listens there, or choose another: PORT=${port + 1} npm run dev`);
  process.exit(1);
}

console.log("Preparing the local database …");
const key = await prepareLocalMachine();

console.log("Starting the server …");
let isReady = false;
const server = await startServer({
  persistDir: localPersistDir,
  port,
  onOutput: (text) => isReady && process.stdout.write(withoutJobLines(text)),
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void server.stop());

try {
  const demo = await seedDemoProgram(openApi({ url: server.url, key }));
  console.log(callToAction({ url: server.url, key, ...demo }));
  isReady = true;
  await runMinuteJobs(server);
} catch (error) {
  await server.stop();
  console.error(server.output());
  throw error;
}
