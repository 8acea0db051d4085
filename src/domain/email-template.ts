/** Which emails there are, and what they say unless a program says otherwise. */

const participantTemplates = [
  "welcome",
  "invitation",
  "reminder",
  "earned",
  "available",
  "expiring",
  "milestone",
  "tier",
] as const;
export const teamTemplates = ["review_waiting", "budget", "failure"] as const;
export const emailTemplates = [...participantTemplates, ...teamTemplates] as const;
export type EmailTemplate = (typeof emailTemplates)[number];

export const placeholders = [
  "name",
  "program",
  "link",
  "offer",
  "referrer",
  "message",
  "until",
  "reward",
  "thanks",
  "when",
  "expiry",
  "milestone",
  "description",
  "tier",
  "reward_id",
  "rule",
  "percent",
  "used",
  "budget",
  "window",
  "problem",
] as const;
export type Placeholder = (typeof placeholders)[number];

export type TemplateText = {
  /** The words in braces that its texts may have. */
  placeholders: readonly Placeholder[];
  subject: string;
  /** Paragraphs. One whose placeholders all come to nothing is left out. */
  body: readonly string[];
  /** What stands on its button and where that leads; null: it has none. */
  button: { text: string; to: "join" | "app" } | null;
  /** Why the reader gets it, in its footer. */
  why: string;
};

export function isTeamTemplate(template: EmailTemplate): boolean {
  return teamTemplates.some((name) => name === template);
}

const takesPart = "You get this email because you take part in {program}.";
const wasInvited = "You get this email because {referrer} invited you to {program}.";
const looksAfter = "You get this email because you look after {program}.";

export const templateTexts: Record<EmailTemplate, TemplateText> = {
  welcome: {
    placeholders: ["name", "program", "link", "offer"],
    subject: "Welcome to {program}",
    body: [
      "Hi {name},",
      "It’s lovely to have you in {program}. Here is your own link. Pass it on to anyone who would enjoy what you enjoy:",
      "{link}",
      "{offer}",
      "We’ll write to you as soon as somebody takes you up on it.",
    ],
    button: { text: "See your invitation page", to: "join" },
    why: takesPart,
  },
  invitation: {
    placeholders: ["name", "program", "referrer", "message", "offer", "until", "link"],
    subject: "{referrer} invites you to {program}",
    body: [
      "Hi {name},",
      "{referrer} thought of you and would like to invite you to {program}.",
      "{message}",
      "{offer}",
      "{until}",
    ],
    button: { text: "Accept the invitation", to: "join" },
    why: wasInvited,
  },
  reminder: {
    placeholders: ["name", "program", "referrer", "message", "offer", "until", "link"],
    subject: "Your invitation from {referrer} is still open",
    body: [
      "Hi {name},",
      "A little while ago {referrer} invited you to {program}. Your invitation is still waiting for you.",
      "{offer}",
      "{until}",
      "If it isn’t for you, there is nothing you need to do. We won’t remind you again.",
    ],
    button: { text: "Take a look", to: "join" },
    why: wasInvited,
  },
  earned: {
    placeholders: ["name", "program", "reward", "thanks", "when"],
    subject: "You’ve earned {reward}",
    body: [
      "Hi {name},",
      "Good news: you’ve earned {reward} in {program}. {thanks}",
      "{when}",
      "We’ll write again when it’s there. Until then there is nothing you need to do.",
    ],
    button: null,
    why: takesPart,
  },
  available: {
    placeholders: ["name", "program", "reward", "thanks", "expiry"],
    subject: "Yours to use: {reward}",
    body: ["Hi {name},", "Good news: {program} has given you {reward}. {thanks}", "{expiry}"],
    button: { text: "Go to your account", to: "app" },
    why: takesPart,
  },
  expiring: {
    placeholders: ["name", "program", "reward", "expiry"],
    subject: "Don’t lose {reward}",
    body: [
      "Hi {name},",
      "You still have {reward} from {program} that you haven’t used. {expiry}",
      "It would be a pity to lose it.",
    ],
    button: { text: "Use it now", to: "app" },
    why: takesPart,
  },
  milestone: {
    placeholders: ["name", "program", "reward", "milestone", "description", "expiry"],
    subject: "You’ve reached a milestone: {milestone}",
    body: [
      "Hi {name},",
      "Congratulations! You’ve reached “{milestone}” in {program}.",
      "{description}",
      "It comes with a thank-you: {reward}, yours from now on. {expiry}",
    ],
    button: { text: "Go to your account", to: "app" },
    why: takesPart,
  },
  tier: {
    placeholders: ["name", "program", "reward", "tier", "expiry"],
    subject: "Welcome to {tier}",
    body: [
      "Hi {name},",
      "You’ve moved up: in {program} you are now {tier}. Thank you for all the friends you’ve brought along.",
      "With it comes {reward}, yours from now on. {expiry}",
    ],
    button: { text: "Go to your account", to: "app" },
    why: takesPart,
  },
  review_waiting: {
    placeholders: ["name", "program", "reward", "reward_id", "rule"],
    subject: "A reward in {program} is waiting for you",
    body: [
      "A reward needs a person to look at it before it is paid.",
      "{reward} for {name}, under the rule {rule} of {program}. Its id is {reward_id}.",
      "Approve it or take it back; until then it stays where it is.",
    ],
    button: null,
    why: looksAfter,
  },
  budget: {
    placeholders: ["program", "rule", "percent", "used", "budget", "window"],
    subject: "{percent} of a budget in {program} is used",
    body: [
      "The budget that the rule {rule} of {program} states is nearly used up: {used} of {budget}, which is {percent}.",
      "{window}",
      "When it is used up, further rewards are denied. If you want to go on, raise it and publish the program again.",
    ],
    button: null,
    why: looksAfter,
  },
  failure: {
    placeholders: ["program", "problem"],
    subject: "Something needs your attention",
    body: [
      "{problem}",
      "What was to happen is kept. Once the cause is mended it can be done again, and nothing is lost.",
    ],
    button: null,
    why: "You get this email because you look after this deployment of Bouquet.",
  },
};
