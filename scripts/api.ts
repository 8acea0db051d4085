import { createBouquetClient } from "#client/client";
import type { BouquetClient } from "#client/client";
import type { components } from "#client/schema";

export type Schemas = components["schemas"];
export type Api = { url: string; key: string; client: BouquetClient };

export function openApi(server: { url: string; key: string }): Api {
  return { ...server, client: createBouquetClient(server) };
}

/** What the API refused, thrown: scripts have nobody to hand a refusal to. */
export class ApiProblem extends Error {
  readonly code: string;

  constructor(url: string, problem: Partial<Schemas["Problem"]>) {
    super(`${url} answered ${JSON.stringify(problem)}`);
    this.code = problem.code ?? "unknown";
  }
}

type Reply<Answer> = { data?: Answer; error?: Partial<Schemas["Problem"]>; response: Response };

/** `await answerOf(api.client.GET("/v1/programs"))`: the answer, or the problem thrown. */
export async function answerOf<Answer>(reply: Promise<Reply<Answer>>): Promise<Answer> {
  const { data, error, response } = await reply;
  if (data === undefined) throw new ApiProblem(response.url, error ?? { status: response.status });
  return data;
}
