import { httpsOnly } from "#domain/security-headers";

/** Whoever came by https is asked to come by nothing else. Browsers believe it there alone (RFC 6797, 7.2). */
export function keepToHttps(request: Request, answer: Response | Promise<Response>): Response | Promise<Response> {
  if (!request.url.startsWith("https:")) return answer;
  if (answer instanceof Response) return marked(answer);
  return answer.then(marked);
}

function marked(answer: Response): Response {
  answer.headers.set(httpsOnly.name, httpsOnly.value);
  return answer;
}
