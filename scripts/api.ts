export type Api = { url: string; key: string };

/** A refusal of the API: its problem, thrown. */
export class ApiProblem extends Error {
  readonly code: string;

  constructor(request: string, problem: { status?: number; code?: string; detail?: string }) {
    super(`${request}: ${problem.status ?? "?"} ${problem.code ?? "?"}: ${JSON.stringify(problem)}`);
    this.code = problem.code ?? "unknown";
  }
}

/** `call(api, "POST /v1/events", {…})` gives the answer's JSON; anything but 2xx is thrown as an ApiProblem. */
export async function call<Answer>(api: Api, request: string, body?: unknown): Promise<Answer> {
  const [method = "GET", path = "/"] = request.split(" ");
  const response = await fetch(api.url + path, {
    method,
    headers: {
      authorization: `Bearer ${api.key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  // Safe because the document describes every problem so, and the constructor survives another shape.
  if (!response.ok) throw new ApiProblem(request, answer as object);
  // Safe because the caller names the shape that docs/openapi.json promises for this request.
  return answer as Answer;
}
