import * as z from "zod";
import { templateTexts } from "#domain/email-template";
import type { EmailTemplate } from "#domain/email-template";
import { isEmailAddress } from "#domain/mailbox";
import type { EmailSettings } from "#domain/program";
import { text } from "#http/contract/wire";

/** One line: it becomes a header. */
const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, "must be one line without control characters");

const emailText = z
  .strictObject({
    enabled: z.boolean().optional().meta({ description: "`false`: this email is not sent." }),
    subject: line(200).optional().meta({ description: "The subject, which is the heading too." }),
    body: text(4000)
      .min(1, { abort: true })
      .refine((body) => body.trim() !== "", "must have words in it")
      .optional()
      .meta({ description: "The paragraphs, split by blank lines." }),
    button: line(60).optional().meta({ description: "What stands on the button, for templates that have one." }),
  })
  .meta({ id: "EmailText", description: "What replaces a template's own words; what is left out stays." });

const template = (name: EmailTemplate, what: string) => {
  const words = templateTexts[name].placeholders.map((word) => `{${word}}`).join(", ");
  return emailText.optional().meta({ description: `${what} In braces: ${words}.` });
};

export const programEmails = z
  .strictObject({
    templates: z
      .strictObject({
        welcome: template("welcome", "To whoever takes part from now on."),
        invitation: template("invitation", "To somebody who is invited."),
        reminder: template("reminder", "To somebody who has not answered an invitation."),
        earned: template("earned", "To whoever has earned a reward that still waits."),
        available: template("available", "To whoever can use a reward from now on."),
        expiring: template("expiring", "To whoever has a reward that expires within a week."),
        milestone: template("milestone", "In place of `available`, for a rule with a milestone."),
        tier: template("tier", "In place of `available`, for a rule with a tier."),
        review_waiting: template("review_waiting", "To the team: a reward waits for a person."),
        budget: template("budget", "To the team: 80 % of a budget are used."),
        failure: template("failure", "To the team: something failed for good."),
      })
      .optional()
      .meta({ description: "By template: what it says instead of Bouquet's own words." }),
    reply_to: z
      .string()
      .max(254)
      .refine(isEmailAddress, "must be an email address")
      .optional()
      .meta({ description: "Where answers go; left out: to the sender." }),
    sender_name: line(100)
      .optional()
      .meta({ description: "Whose name stands before the sender's address; left out: the program's." }),
  })
  .meta({ description: "What emails say and who sends them." }) satisfies z.ZodType<EmailSettings>;
