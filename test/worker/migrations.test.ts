import { env } from "cloudflare:workers";
import { expect, test } from "vitest";

test("ledger entries cannot be changed or deleted", async () => {
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO transactions (id, program_id, type, description, at_ms) VALUES ('txn_1', 'prg_1', 'adjustment', 'x', 0)",
    ),
    env.DB.prepare(
      "INSERT INTO entries (transaction_id, side, owner_id, program_id, unit, amount) VALUES ('txn_1', 1, 'house:rewards', 'prg_1', 'GBP', 5)",
    ),
  ]);
  await expect(env.DB.prepare("UPDATE entries SET amount = 6").run()).rejects.toThrow("append_only: entries");
  await expect(env.DB.prepare("DELETE FROM entries").run()).rejects.toThrow("append_only: entries");
});
