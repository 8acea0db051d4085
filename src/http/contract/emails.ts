import * as z from "zod";
import { emailTemplates } from "#domain/email-template";
import type { EmailTemplate } from "#domain/email-template";
import type { RenderedEmail } from "#domain/email-render";
import { defineOperation } from "#http/contract/operation";
import { pageOf, pageQuery } from "#http/contract/page";
import { id, pathId, shownInstant, showInstant, showInstantOrNull } from "#http/contract/wire";
import type { EmailRow } from "#store/emails";

const tag = "Emails";

const statuses = ["due", "sent", "kept", "skipped", "dead"] as const;

const emailFields = {
  id: id("eml"),
  template: z.enum(emailTemplates),
  message_id: id("msg").meta({ description: "What it tells of." }),
  program_id: id("prg").nullable(),
  participant_id: id("ptc").nullable().meta({ description: "Null: it goes to the team." }),
  status: z.enum(statuses),
  reason: z.string().nullable().meta({ description: "Why it was kept, skipped or given up, or is tried again." }),
  attempts: z.int(),
  due_at: shownInstant.nullable().meta({ description: "The next attempt; null when none is to come." }),
  provider_id: z.string().nullable().meta({ description: "What the mail service calls it." }),
  created_at: shownInstant,
  sent_at: shownInstant.nullable(),
};

const renderedFields = { subject: z.string(), text: z.string(), html: z.string() };

const shownEmail = z.strictObject(emailFields).meta({ id: "Email" });
const shownEmailWithText = z.strictObject({ ...emailFields, ...renderedFields }).meta({ id: "EmailWithText" });
const shownPreview = z.strictObject(renderedFields).meta({ id: "EmailPreview" });

export function showEmail(email: EmailRow): z.input<typeof shownEmail> {
  return {
    id: email.id,
    // Safe because rows are written from plans only.
    template: email.template as EmailTemplate,
    message_id: email.messageId,
    program_id: email.programId,
    participant_id: email.participantId,
    status: email.status,
    reason: email.reason,
    attempts: email.attempts,
    due_at: email.status === "due" ? showInstant(email.dueAtMs) : null,
    provider_id: email.providerId,
    created_at: showInstant(email.createdAtMs),
    sent_at: showInstantOrNull(email.sentAtMs),
  };
}

export function showEmailWithText(email: EmailRow, rendered: RenderedEmail): z.input<typeof shownEmailWithText> {
  return { ...showEmail(email), ...rendered };
}

type Filter = { status?: unknown; template?: unknown; participant_id?: unknown };
/** Most emails are sent, and have no index of their own; what one person got is little enough to look through. */
const isStatusOfFew = ({ status, participant_id: participant }: Filter) =>
  participant !== undefined || (status !== "sent" && status !== "due");
const isTemplateOfSomebody = ({ template, participant_id: participant }: Filter) =>
  template === undefined || participant !== undefined;

export const listEmailsOperation = defineOperation({
  method: "get",
  path: "/v1/emails",
  operationId: "listEmails",
  summary: "List emails, newest first",
  tag,
  scope: "emails:read",
  query: z
    .strictObject({
      ...pageQuery("emails"),
      participant_id: pathId.optional(),
      status: z.enum(statuses).optional().meta({ description: "`sent` and `due` need `participant_id` beside them." }),
      template: z.enum(emailTemplates).optional().meta({ description: "Of one participant: needs `participant_id`." }),
    })
    .refine(isStatusOfFew, { path: ["status"], message: "needs participant_id beside it" })
    .refine(isTemplateOfSomebody, { path: ["template"], message: "needs participant_id beside it" }),
  answer: pageOf(shownEmail).meta({ id: "EmailPage" }),
});

const params = z.strictObject({ id: pathId });

export const getEmailOperation = defineOperation({
  method: "get",
  path: "/v1/emails/:id",
  operationId: "getEmail",
  summary: "Get an email with its text as of now",
  description: "The link that unsubscribes leads nowhere here, so that looking takes nobody off the list.",
  tag,
  scope: "emails:read",
  params,
  answer: shownEmailWithText,
  refusals: ["not_found"],
});

export const sendEmailOperation = defineOperation({
  method: "post",
  path: "/v1/emails/:id/send",
  operationId: "sendEmail",
  summary: "Send by hand what was kept or given up",
  description: "The answer says what came of it. An email of the test mode is kept again.",
  tag,
  scope: "emails:write",
  params,
  answer: shownEmail,
  refusals: ["not_found", "email_not_sendable"],
});

export const previewEmailOperation = defineOperation({
  method: "post",
  path: "/v1/emails/preview",
  operationId: "previewEmail",
  summary: "Show an email as a program's draft has it",
  description: "With the participant's name, link and newest reward, or with made-up ones. Nothing is sent.",
  tag,
  scope: "emails:read",
  body: z.strictObject({ program: pathId, template: z.enum(emailTemplates), participant: pathId.optional() }),
  answer: shownPreview,
  refusals: ["not_found"],
});

export const emailOperations = [listEmailsOperation, previewEmailOperation, getEmailOperation, sendEmailOperation];
