import { Agent, request } from "node:http";

/** As it goes over the wire: whatever `fetch` would refuse to send, too. */
export type RawRequest = { method: string; path: string; headers: Record<string, string>; body: Buffer | null };
export type RawAnswer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

const longestMs = 60_000;

export function createSender(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const { hostname, port } = new URL(url);
  return {
    send: ({ method, path, headers, body }: RawRequest) =>
      new Promise<RawAnswer>((resolve, reject) => {
        const options = { agent, hostname, port, method, path, headers, timeout: longestMs };
        const asked = request(options, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          });
        });
        asked.on("timeout", () => asked.destroy(new Error(`no answer within ${longestMs} ms`)));
        asked.on("error", reject);
        asked.end(body ?? undefined);
      }),
    close: () => agent.destroy(),
  };
}
