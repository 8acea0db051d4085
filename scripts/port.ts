export const usualPort = 8787;

/** Where `npm run dev` serves: PORT, or the usual one. Ends the process with a plain message where PORT is no port. */
export function readPort(): number {
  const text = process.env["PORT"] ?? "";
  const port = text === "" ? usualPort : Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  console.error(`PORT must be a whole number from 1 to 65535, and is ${JSON.stringify(text)}.`);
  process.exit(1);
}
