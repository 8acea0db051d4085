/**
 * The world outside of the worker tests: hosts whose names say what they answer, such as
 * `answers-503-after-120.receiver-one.com` (with a Retry-After of 120 seconds). Nobody else is there.
 */
export function answerAsNamed(request: { url: string }): Response {
  const { hostname, pathname, searchParams } = new URL(request.url);
  if (hostname === "cloudflare-dns.com")
    return answerName(searchParams.get("name") ?? "", searchParams.get("type") ?? "");
  const [, status, seconds] = /^answers-(\d{3})(?:-after-(\d+))?\.receiver-\w+\.com$/.exec(hostname) ?? [];
  if (status === undefined) return new Response("Nobody is there.", { status: 421 });
  const headers = {
    ...(seconds === undefined ? {} : { "retry-after": seconds }),
    ...(status.startsWith("3") ? { location: "https://answers-200.receiver-one.com/elsewhere" } : {}),
  };
  const body = status === "204" ? null : `${status} from ${pathname} ${"x".repeat(2000)}`;
  return new Response(body, { status: Number(status), headers });
}

/** Names say what they lead to as well, such as `leads-to-10x0x0x1.receiver-one.com`; all others lead to a public address. */
function answerName(name: string, type: string): Response {
  if (name.startsWith("dns-is-silent.")) return Response.json({ Status: 2 });
  if (name.startsWith("nobody-has-this.")) return Response.json({ Status: 3 });
  const [, version, text = ""] = /^leads-(to|over)-([0-9a-z-]+)\.receiver-/.exec(name) ?? [];
  const found = { A: ["93.184.215.14"], AAAA: [] as string[] };
  // Beside a public one, as whoever wants to get past a look at the first would have it.
  if (version === "to") found.A.push(text.replaceAll("x", "."));
  if (version === "over") found.AAAA.push(text.replaceAll("-", ":"));
  const records = (type === "AAAA" ? found.AAAA : found.A).map((data) => ({
    name,
    type: type === "AAAA" ? 28 : 1,
    TTL: 60,
    data,
  }));
  return Response.json({
    Status: 0,
    Answer: [{ name, type: 5, TTL: 60, data: "alias.receiver-one.com." }, ...records],
  });
}
