import * as z from "zod";
import { rewardStates } from "#domain/reward";
import type { Compared, RewardSum } from "#domain/simulation";
import { defineOperation } from "#http/contract/operation";
import { programDocument } from "#http/contract/program";
import { id, instant, pathId, shownInstant, showInstant } from "#http/contract/wire";
import type { Simulation, Total } from "#usecases/simulate-program";

const rewardSum = z
  .strictObject({
    states: z.record(z.enum(rewardStates), z.int()).meta({ description: "How many rewards stand in each state." }),
    units: z
      .array(
        z.strictObject({
          unit: z.string(),
          granted: z.int(),
          denied: z.int(),
          reversed: z.int(),
          expired: z.int(),
          standing: z.int().meta({ description: "Granted, and neither taken back nor expired." }),
        }),
      )
      .meta({ description: "Quantities in each unit's smallest part." }),
    costs: z
      .array(z.strictObject({ currency: z.string(), amount_minor: z.int() }))
      .meta({ description: "What stands costs so much; units without a price are not in it." }),
    denials: z.array(z.strictObject({ reason: z.string(), rewards: z.int() })),
  })
  .meta({ id: "RewardSum" });

const total = rewardSum.extend({ referrals: z.int(), conversions: z.int() }).meta({ id: "SimulationTotal" });

const shownSimulation = z
  .strictObject({
    program_id: id("prg"),
    program: z.string(),
    now: shownInstant.meta({ description: "The program's time, up to which time passed." }),
    events: z.strictObject({
      replayed: z.int(),
      refused: z.int().meta({ description: "Replayed events that these rules would have refused." }),
    }),
    rules: z.array(
      z.strictObject({ rule: z.string(), simulated: rewardSum, actual: rewardSum, difference: rewardSum }),
    ),
    totals: z.strictObject({ simulated: total, actual: total, difference: total }),
  })
  .meta({ id: "Simulation" });

export const simulateProgramOperation = defineOperation({
  method: "post",
  path: "/v1/programs/:id/simulate",
  operationId: "simulateProgram",
  summary: "Replay a program's past under other rules",
  description:
    "The program's events are decided again under the document, by default its draft, and the end is compared with what the program really did. Nothing is written. A period counts the people whose referral began in it. At most 5,000 events.",
  tag: "Programs",
  scope: "programs:read",
  params: z.strictObject({ id: pathId.meta({ description: "A program's id or key." }) }),
  body: z
    .strictObject({
      document: programDocument.optional(),
      from: instant.optional().meta({ description: "Replay what was received from here on." }),
      until: instant.optional().meta({ description: "Replay what was received before." }),
    })
    .refine(({ from, until }) => from === undefined || until === undefined || from < until, {
      path: ["until"],
      message: "must be after from",
    }),
  answer: shownSimulation,
  refusals: ["not_found", "program_invalid", "simulation_too_large"],
});

export function showSimulation(simulation: Simulation): z.input<typeof shownSimulation> {
  const { programId, program, nowMs, events, rules, totals } = simulation;
  return {
    program_id: programId,
    program,
    now: showInstant(nowMs),
    events,
    rules: rules.map(({ rule, ...compared }) => ({ rule, ...showCompared(compared, showSum) })),
    totals: showCompared(totals, showTotal),
  };
}

function showCompared<T, S>({ simulated, actual, difference }: Compared<T>, show: (sum: T) => S): Compared<S> {
  return { simulated: show(simulated), actual: show(actual), difference: show(difference) };
}

function showTotal({ referrals, conversions, ...sum }: Total): z.input<typeof total> {
  return { ...showSum(sum), referrals, conversions };
}

function showSum({ states, units, costs, denials }: RewardSum): z.input<typeof rewardSum> {
  return {
    states,
    units,
    costs: costs.map(({ currency, amountMinor }) => ({ currency, amount_minor: amountMinor })),
    denials,
  };
}
