/** `npm run dev`: migrates and seeds the local database, serves the Worker and says what to try. PORT moves it. */
import { openApi } from "./api.ts";
import { callToAction } from "./dev-guide.ts";
import { localPersistDir, prepareLocalMachine } from "./local-machine.ts";
import { seedDemoProgram } from "./seed.ts";
import { isPortFree, startServer } from "./server.ts";

const port = Number(process.env["PORT"] ?? 8787);
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
  onOutput: (text) => isReady && process.stdout.write(text),
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void server.stop());

try {
  const demo = await seedDemoProgram(openApi({ url: server.url, key }));
  console.log(callToAction({ url: server.url, key, ...demo }));
  isReady = true;
  await server.ended;
} catch (error) {
  await server.stop();
  console.error(server.output());
  throw error;
}
