import { expect, test } from "vitest";
import { resolveDestination } from "#domain/destination";
import { linkProblems, problemOfLink } from "#domain/link-use";
import type { UsedLink, UsedProgram } from "#domain/link-use";

const destination = { url: "https://new.example/join", allowed_hosts: ["new.example"] };
const link: UsedLink = { status: "active", expiresAtMs: 1000, destinationUrl: null };
const program: UsedProgram = { status: "active", currentVersion: 2, destination };
const elsewhere = "https://old.example/join";

test("a link leads to its own destination, else to its program's, and never to a host off the list", () => {
  expect(resolveDestination(null, destination)).toBe("https://new.example/join");
  expect(resolveDestination("https://new.example/fair", destination)).toBe("https://new.example/fair");
  expect(resolveDestination(elsewhere, destination)).toBeNull();
});

type Change = { link?: Partial<UsedLink>; program?: Partial<UsedProgram>; atMs?: number };

test.each<[string, Change, string | null]>([
  ["follows its program", {}, null],
  ["leads elsewhere on an allowed host", { link: { destinationUrl: "https://new.example/fair" } }, null],
  ["leads to a host that is allowed no more", { link: { destinationUrl: elsewhere } }, "destination_not_allowed"],
  ["is paused", { link: { status: "paused" } }, "code_paused"],
  ["expires at this instant", { atMs: 1000 }, "code_expired"],
  ["is of a paused program", { program: { status: "paused" } }, "program_paused"],
  ["is of a program that was never published", { program: { currentVersion: null } }, "program_unpublished"],
])("a link that %s", (_case, change, expected) => {
  const { atMs = 999 } = change;
  expect(problemOfLink({ ...link, ...change.link }, { ...program, ...change.program }, atMs)).toBe(expected);
});

test("of several problems the first of the list is told", () => {
  const paused = { ...link, status: "paused" as const, destinationUrl: elsewhere };
  const told = [
    problemOfLink(paused, { ...program, status: "paused", currentVersion: null }, 1000),
    problemOfLink(paused, { ...program, status: "paused" }, 1000),
    problemOfLink(paused, program, 1000),
    problemOfLink(paused, program, 999),
    problemOfLink({ ...paused, status: "active" }, program, 999),
  ];
  expect(told).toEqual([...linkProblems]);
});
