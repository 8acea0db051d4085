import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cutDestination, destinationHost, isAllowedDestination, joinDestination } from "#domain/destination";

function lead(destination: string, token: string | null = "v1.k.x~y.z"): string {
  return joinDestination(cutDestination(destination, "CODE"), token);
}

test("vector 14: ref and token join the query; the destination's own query and fragment stay", () => {
  const token = "ref=CODE&ref_click=v1.k.x~y.z";
  const merges: [string, string][] = [
    ["https://a.example/p?x=1#frag", `https://a.example/p?x=1&${token}#frag`],
    ["https://a.example", `https://a.example/?${token}`],
    ["https://a.example/", `https://a.example/?${token}`],
    ["https://a.example#top", `https://a.example/?${token}#top`],
    ["https://a.example/p?", `https://a.example/p?${token}`],
    ["https://a.example/p?x=1&", `https://a.example/p?x=1&${token}`],
    ["https://a.example/#/route?x=1", `https://a.example/?${token}#/route?x=1`],
    ["https://a.example?x", `https://a.example?x&${token}`],
    ["https://a.example/p?q=a%20b+c&q=%C3%A9", `https://a.example/p?q=a%20b+c&q=%C3%A9&${token}`],
    ["https://a.example/p?url=https://b.example/?y=2", `https://a.example/p?url=https://b.example/?y=2&${token}`],
    ["https://a.example/p?preference=1&href=2", `https://a.example/p?preference=1&href=2&${token}`],
  ];
  for (const [destination, merged] of merges) expect(lead(destination)).toBe(merged);
});

test("nothing of the destination's is overwritten", () => {
  expect(lead("https://a.example/?ref=THEIRS")).toBe("https://a.example/?ref=THEIRS&ref_click=v1.k.x~y.z");
  expect(lead("https://a.example/?%72ef=THEIRS")).toBe("https://a.example/?%72ef=THEIRS&ref_click=v1.k.x~y.z");
  expect(lead("https://a.example/?ref_click=T")).toBe("https://a.example/?ref_click=T&ref=CODE");
  expect(lead("https://a.example/?ref=%zz")).toBe("https://a.example/?ref=%zz&ref_click=v1.k.x~y.z");
});

test("without a token only ref is added", () => {
  expect(lead("https://a.example/p?x=1#f", null)).toBe("https://a.example/p?x=1&ref=CODE#f");
});

test("merging adds exactly what is missing and changes nothing else, as a URL parser sees it", () => {
  const part = fc.stringMatching(/^[a-z0-9_%2B+-]{0,8}$/);
  const query = fc.array(fc.tuple(part, part), { maxLength: 5 });
  fc.assert(
    fc.property(query, fc.option(part), fc.stringMatching(/^[a-z0-9/]{0,12}$/), (pairs, fragment, path) => {
      const url = `https://a.example/${path}?${pairs.map(([name, value]) => `${name}=${value}`).join("&")}${fragment === null ? "" : `#${fragment}`}`;
      const before = new URL(url);
      const after = new URL(lead(url));
      for (const name of new Set(before.searchParams.keys())) {
        expect(after.searchParams.getAll(name)).toEqual(before.searchParams.getAll(name));
      }
      expect(after.searchParams.get("ref_click")).toBe("v1.k.x~y.z");
      expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash]);
    }),
  );
});

const allowedHosts = ["app.example", "shop.example:8443", "127.0.0.1:8787", "localhost"];

test("the allow-list means hosts exactly, port included", () => {
  const allowed = [
    "https://app.example",
    "https://app.example/",
    "https://APP.example/join?x=1#frag",
    "https://app.example:443/x",
    "https://app.example?x=1",
    "https://app.example#x",
    "https://shop.example:8443/x",
    "http://127.0.0.1:8787/x",
    "http://localhost/x",
    "http://localhost:80/x",
    "https://app.example/x?next=https://evil.example/",
    "https://app.example/@evil.example",
  ];
  for (const url of allowed) expect([url, isAllowedDestination(url, allowedHosts)]).toEqual([url, true]);
});

/** Each is refused, although some parser somewhere reads an allowed host or no host in it. */
const openRedirects = [
  "",
  " ",
  "/",
  "/join",
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "\\\\evil.example",
  "/\\evil.example",
  "\\/evil.example",
  "app.example",
  "app.example/join",
  "https:",
  "https:/",
  "https://",
  "https:///",
  "https:///app.example",
  "https:/app.example",
  "https:app.example",
  "https:\\\\app.example",
  "https:/\\app.example",
  "https://\\app.example",
  "https://evil.example",
  "https://evil.example/app.example",
  "https://evil.example?app.example",
  "https://evil.example#app.example",
  "https://app.example.evil.example",
  "https://app.example.",
  "https://.app.example",
  "https://evilapp.example",
  "https://sub.app.example",
  "https://app.example@evil.example",
  "https://app.example:443@evil.example",
  "https://app.example%40evil.example",
  "https://user@app.example",
  "https://user:pass@app.example",
  "https://@app.example",
  "https://app.example\\@evil.example",
  "https://evil.example\\@app.example",
  "https://evil.example\\.app.example",
  "https://app.example\\evil",
  "https://evil.example%2f@app.example",
  "https://app.example%2eevil.example",
  "https://app.example%00.evil.example",
  "https://app.example\u0000.evil.example",
  "https://app.example\t.evil.example",
  "https://app.example\n",
  "https://app.ex\nample/",
  "\thttps://app.example",
  " https://app.example",
  "https://app.example /x",
  "https://app.example/a b",
  "h\nttps://evil.example",
  "https://app.example\r\nSet-Cookie: a=b",
  "http://app.example",
  "ftp://app.example",
  "javascript://app.example/%0aalert(1)",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://app.example/x",
  "about:blank",
  "wss://app.example",
  "https://app.example:8443",
  "https://app.example:",
  "https://app.example:443443",
  "https://shop.example",
  "https://shop.example:443",
  "http://shop.example:8443",
  "http://127.0.0.1",
  "http://127.0.0.1:8788",
  "https://127.1:8787",
  "http://2130706433:8787",
  "http://[::1]:8787",
  "https://[app.example]",
  "https://ａpp.example",
  "https://app。example",
  "https://xn--pp-xka.example",
  "https://аpp.example",
  "https://app.example／x",
  "https://app.example\u200b",
  "https://app.example\u202e/moc",
  "https://app.example/ü",
  "http://localhost.evil.example",
  "http://127.0.0.1.evil.example:8787",
  "https:////app.example",
  "https;//app.example",
  "//app.example",
  "https://app.example;evil.example",
  "https://app.example,evil.example",
  `https://app.example/${"x".repeat(2048)}`,
];

test("an open-redirect corpus of over sixty addresses is refused", () => {
  expect(openRedirects.length).toBeGreaterThan(60);
  for (const url of openRedirects) expect([url, isAllowedDestination(url, allowedHosts)]).toEqual([url, false]);
});

test("what is allowed has the allowed host for a URL parser too, whatever is thrown at it", () => {
  const pieces = "https:// http:// app.example evil.example localhost @ : / \\ ? # . %2f 443 \t x // [ ]".split(" ");
  fc.assert(
    fc.property(fc.array(fc.constantFrom(" ", ...pieces), { maxLength: 8 }), (parts) => {
      const url = parts.join("");
      expect(!isAllowedDestination(url, allowedHosts) || allowedHosts.includes(new URL(url).host)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("a refused host can be named in the refusal", () => {
  expect(destinationHost("https://Evil.example:8443/x")).toBe("evil.example:8443");
  expect(destinationHost("mailto:x")).toBeNull();
});
