import { expect, test } from "vitest";
import { isMailProvider } from "#domain/mail-provider";

test("providers are known in every country of theirs, and nobody else is taken for one", () => {
  const providers = ["gmail.com", "web.de", "qq.com", "hotmail.fr", "yahoo.co.uk", "outlook.com", "duck.com"];
  expect(providers.filter((domain) => !isMailProvider(domain))).toEqual([]);
  const others = ["lens.example", "mail.gmail.com", "myyahoo.com", "hotmail.shop.example", "outlook", ""];
  expect(others.filter(isMailProvider)).toEqual([]);
});
