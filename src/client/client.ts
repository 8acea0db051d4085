import createClient from "openapi-fetch";
import type { Client } from "openapi-fetch";
import type { paths } from "#client/schema";

export type BouquetClient = Client<paths>;

/**
 * A client whose paths, bodies and answers are typed by docs/openapi.json:
 * `const { data, error } = await bouquet.GET("/v1/programs/{id}", { params: { path: { id } } })`.
 * `error` is the problem; nothing is thrown for one.
 */
export function createBouquetClient(options: {
  url: string;
  key: string;
  fetch?: (request: Request) => Promise<Response>;
}): BouquetClient {
  const { url: baseUrl, key, fetch } = options;
  return createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` }, ...(fetch && { fetch }) });
}
