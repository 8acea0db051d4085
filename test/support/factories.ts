import type { z } from "zod";
import type { shownLink } from "#http/contract/links";
import type { shownParticipant } from "#http/contract/participants";
import type { shownProgram } from "#http/contract/programs";
import { expect } from "vitest";
import type { ApiClient } from "#support/api";

/** Each test makes its own objects, through the API, so that nothing is shared and nothing is assumed. */

export type ShownProgram = z.output<typeof shownProgram>;
export type ShownParticipant = z.output<typeof shownParticipant>;
export type ShownLink = z.output<typeof shownLink>;

let made = 0;

function unique(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}

export type ProgramOptions = {
  key?: string;
  preset?: "supplier-network" | "wallet-bonus";
  overrides?: Record<string, unknown>;
  document?: unknown;
  /** False leaves it a draft. */
  publish?: boolean;
};

/** A published program from a preset (supplier-network) unless told otherwise. */
export async function createProgram(api: ApiClient, options: ProgramOptions = {}): Promise<ShownProgram> {
  const { key = unique("program"), preset = "supplier-network", overrides = {}, document, publish = true } = options;
  const source = document === undefined ? { preset, overrides } : { document };
  const created = await api.post<ShownProgram>("/v1/programs", { key, ...source });
  expect(created.status, created.text).toBe(201);
  if (!publish) return created.body;
  const published = await api.post(`/v1/programs/${created.body.id}/publish`);
  expect(published.status, published.text).toBe(201);
  return { ...created.body, current_version: 1 };
}

export async function createParticipant(
  api: ApiClient,
  options: { kind?: string; external_id?: string } & Record<string, unknown> = {},
): Promise<ShownParticipant> {
  const { kind = "supplier", external_id: externalId = unique("user"), ...fields } = options;
  const { status, body, text } = await api.put<ShownParticipant>(`/v1/participants/${kind}/${externalId}`, fields);
  expect([200, 201], text).toContain(status);
  return body;
}

/** The participant's default link, unless a code or campaign is given. */
export async function createLink(
  api: ApiClient,
  options: { program: string; participant: string } & Record<string, unknown>,
): Promise<ShownLink> {
  const { status, body, text } = await api.post<ShownLink>("/v1/links", options);
  expect([200, 201], text).toContain(status);
  return body;
}
