import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { commitEmailAgain, findEmail } from "#store/emails";
import type { EmailRow } from "#store/emails";
import { describeChange } from "#usecases/describe-change";
import { sendEmail } from "#usecases/send-email";

/** Sends by hand what was kept or given up; the answer says what came of it. */
export async function sendEmailAgain(ctx: Context, id: string): Promise<Result<EmailRow, Refusal>> {
  const email = await findEmail(ctx.db, ctx.actor.mode, id);
  if (email === null) return refuse({ code: "not_found", what: "email" });
  if (email.status !== "kept" && email.status !== "dead") {
    return refuse({ code: "email_not_sendable", email: id, status: email.status });
  }
  await commitEmailAgain(ctx.db, id, ctx.nowMs, describeChange(ctx, "email.sent_again", id));
  await sendEmail(ctx, id);
  return ok((await findEmail(ctx.db, ctx.actor.mode, id)) ?? email);
}
