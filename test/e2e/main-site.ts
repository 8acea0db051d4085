import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The site that a referral leads to, and a page elsewhere that links there: a real HTTP server. */
export type MainSite = {
  url: string;
  /** Serves this body at `/page`; everything else answers a plain welcome. */
  showPage(body: string): string;
  /** Path and query of each request for the welcome, in order. */
  welcomes: string[];
  close(): Promise<void>;
};

export async function openMainSite(): Promise<MainSite> {
  let page = "";
  const welcomes: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path.startsWith("/welcome")) welcomes.push(path);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(path.startsWith("/page") ? page : "<title>Welcome</title><h1>Welcome</h1>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Safe because a listening TCP server has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    welcomes,
    showPage(body) {
      page = `<!doctype html><title>Elsewhere</title>${body}`;
      return `${url}/page`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
