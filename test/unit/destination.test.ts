import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openRedirects } from "#corpora/open-redirects";
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

test("an open-redirect corpus of over a hundred addresses is refused", () => {
  expect(openRedirects.length).toBeGreaterThan(100);
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
