import { expect, test } from "vitest";
import { addressKey, addressNetwork } from "#domain/address";
import { createSigning } from "#signing";

test("an IPv4 address stands for itself, IPv6 for its /64, however it is written", () => {
  const networks: [string, string | null][] = [
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7 ", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::", "fe80:0:0:0::/64"],
  ];
  for (const [address, network] of networks) expect([address, addressNetwork(address)]).toEqual([address, network]);
});

test("what is no address is hashed for nobody", () => {
  for (const text of [
    "",
    "unknown",
    "1.2.3",
    "1.2.3.256",
    "1.2.3.4.5",
    "203.0.113.7, 10.0.0.1",
    "1:2:3",
    "1::2::3",
    "::ffff:1.2.3.999",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    ":::",
    "1:2:3:4:5:6:7::8:9",
  ]) {
    expect([text, addressNetwork(text)]).toEqual([text, null]);
  }
});

test("a client is counted under a keyed hash of its network, which is another one the next day", () => {
  const signing = createSigning("k1:first-test-secret-of-32-symbols!!!");
  const nowMs = Date.UTC(2026, 4, 2, 10);
  const key = addressKey(signing, "2001:db8:1:2:3:4:5:6", nowMs);
  expect(key).toMatch(/^adr:[A-Za-z0-9_-]{22}$/);
  expect(addressKey(signing, "2001:db8:1:2::9", nowMs)).toBe(key);
  expect(addressKey(signing, "2001:db8:1:3::9", nowMs)).not.toBe(key);
  expect(addressKey(signing, "2001:db8:1:2::9", nowMs + 86_400_000)).not.toBe(key);
  expect(addressKey(createSigning("k1:other-test-secret-of-32-symbols!!!"), "2001:db8:1:2::9", nowMs)).not.toBe(key);
  expect(addressKey(signing, null, nowMs)).toBeNull();
  expect(addressKey(signing, "nowhere", nowMs)).toBeNull();
});
