import * as z from "zod";
import { comparisons, signalNames } from "#domain/fraud-settings";
import type { SignalName } from "#domain/fraud-settings";
import { programFraudPresets } from "#domain/program-fraud";
import { wholeRatio } from "#domain/trigram";
import { whole } from "#http/contract/wire";

/** How a program scores fraud: docs/guides/fraud.md. `domain/fraud-settings.ts` says what a shape cannot. */

const ratio = whole(0, wholeRatio);
/** Of those signals whose unit is people, seconds or clicks; the others are in millionths. */
const bound = whole(0, 1_000_000_000);

const signal = z.strictObject({
  weight: ratio.exactOptional().meta({ description: "What it adds to the score, in millionths." }),
  threshold: bound.exactOptional().meta({ description: "From where on it speaks." }),
  full: bound.exactOptional().meta({ description: "From where on it counts all of its weight." }),
});

const words = {
  over: "Speaks over its threshold.",
  at_least: "Speaks from its threshold on.",
  under: "Speaks under it.",
};
const signals = signalNames.map((name) => {
  return [name, signal.exactOptional().meta({ description: words[comparisons[name]] })] as const;
});
// Safe because every signal is among them.
const signalShape = Object.fromEntries(signals) as Record<SignalName, z.ZodExactOptional<typeof signal>>;

export const programFraud = z
  .strictObject({
    preset: z.enum(programFraudPresets).meta({ description: "What to start from. `off`: nothing is scored." }),
    signals: z
      .strictObject(signalShape)
      .optional()
      .meta({ description: "What is otherwise than in the preset, signal by signal." }),
    medium_over: ratio.optional().meta({ description: "Scores over this are of medium risk; in millionths." }),
    high_over: ratio.optional().meta({ description: "Scores over this are of high risk; in millionths." }),
    crowd_needs: ratio
      .optional()
      .meta({ description: "A crowd raises no score over `medium_over` before other signals come to this." }),
    hold_days: whole(1, 365)
      .optional()
      .meta({ description: "How long a medium risk is held where the rule holds shorter; 14 when left out." }),
  })
  .meta({ description: "How referrals are scored for fraud. Left out: by the preset `moderate`." });
