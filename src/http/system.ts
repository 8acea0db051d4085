import { ok } from "#domain/result";
import { fault, problems } from "#http/contract/problem";
import { problemsOperation } from "#http/contract/system";
import { route } from "#http/mount";

export const systemRoutes = [route(problemsOperation, async () => ok({ body: problemsPage() }))];

/** Made of our own texts only: nothing of the request gets into it. */
function problemsPage(): string {
  const entries = [...Object.entries(problems), [fault.code, fault] as const];
  const sections = entries.map(
    ([code, { status, title, advice }]) =>
      `<section id="${code}"><h2><code>${code}</code> · ${status}</h2><p>${title}.</p><p>${asHtml(advice)}</p></section>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Problems</title><h1>Problems</h1>${sections.join("")}</html>`;
}

function asHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/`([^`]+)`/g, "<code>$1</code>");
}
