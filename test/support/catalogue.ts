import { expect } from "vitest";
import type { MessageType } from "#domain/plan";
import { messages } from "#http/contract/messages";
import { rows } from "#support/ledger";

/** Every message in the outbox, held against the catalogue; gives their types. */
export async function expectCatalogued(): Promise<MessageType[]> {
  const stored = await rows<{ type: MessageType; payload: string }>("SELECT type, payload FROM outbox");
  for (const { type, payload } of stored) {
    const parsed = messages[type].data.safeParse(JSON.parse(payload));
    expect(parsed.error?.issues, `${type} ${payload}`).toBeUndefined();
  }
  return [...new Set(stored.map(({ type }) => type))].toSorted();
}
