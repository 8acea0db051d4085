/**
 * The world outside of the worker tests: hosts whose names say what they answer, such as
 * `answers-503-after-120.receiver-one.com` (with a Retry-After of 120 seconds). Nobody else is there.
 */
export function answerAsNamed(request: { url: string }): Response {
  const { hostname, pathname } = new URL(request.url);
  const [, status, seconds] = /^answers-(\d{3})(?:-after-(\d+))?\.receiver-\w+\.com$/.exec(hostname) ?? [];
  if (status === undefined) return new Response("Nobody is there.", { status: 421 });
  const headers = {
    ...(seconds === undefined ? {} : { "retry-after": seconds }),
    ...(status.startsWith("3") ? { location: "https://answers-200.receiver-one.com/elsewhere" } : {}),
  };
  const body = status === "204" ? null : `${status} from ${pathname} ${"x".repeat(2000)}`;
  return new Response(body, { status: Number(status), headers });
}
