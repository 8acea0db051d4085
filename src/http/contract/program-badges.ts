import * as z from "zod";
import { badgeAwards } from "#domain/badge";
import type { Badge } from "#domain/badge";
import { condition } from "#http/contract/condition";
import { ruleKey, text } from "#http/contract/wire";

/** A name such as `star` or `first-friend`, or one emoji: a picture with its modifiers, a flag, a keycap. */
const icon = z
  .string()
  .max(32)
  .regex(
    /^(?:[a-z0-9]+(?:-[a-z0-9]+)*|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic}|[\u{E0020}-\u{E007F}])*|[\u{1F1E6}-\u{1F1FF}]{2}|[0-9#*]\uFE0F?\u20E3)$/u,
    "must be a name of a-z, 0-9 and -, or an emoji",
  );

const badge = z
  .strictObject({
    key: ruleKey.meta({ description: "Names the badge for ever: grants of badges name it, and so do rewards." }),
    name: text(64).min(1).meta({ description: "As people read it." }),
    icon: icon.meta({ description: "A short name that your app has a picture for, or an emoji." }),
    description: text(300).min(1).meta({ description: "What it takes, or what it stands for." }),
    color: z
      .string()
      .regex(/^#[0-9a-f]{6}$/, "must be a color such as #c0ffee, in lower case")
      .meta({ description: "`#rrggbb`" }),
    condition: condition
      .optional()
      .meta({ description: "On facts about the participant: whoever meets it gets the badge, once." }),
    award: z
      .enum(badgeAwards)
      .optional()
      .meta({ description: "When the condition is looked at: left out, or `at_once`; `weekly`: Sundays, 03:00 UTC." }),
  })
  .meta({ id: "Badge", description: "A badge of the catalogue." }) satisfies z.ZodType<Badge>;

export const programBadges = z
  .array(badge)
  .min(1)
  .max(50)
  .meta({ description: "The badges that there are. Left out: badges are called as rules and people call them." });
