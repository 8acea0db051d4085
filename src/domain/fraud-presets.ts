import { signalNames } from "#domain/fraud-settings";
import type { FraudSettings, SignalName, SignalSetting } from "#domain/fraud-settings";

export const fraudPresetNames = ["relaxed", "moderate", "strict"] as const;
export type FraudPresetName = (typeof fraudPresetNames)[number];

/** What a program document says of fraud: a preset, and what it has otherwise. */
export type FraudSection = {
  preset?: FraudPresetName | undefined;
  signals?: Partial<Record<SignalName, Partial<SignalSetting>>> | undefined;
  medium_over?: number | undefined;
  high_over?: number | undefined;
  crowd_needs?: number | undefined;
};

/** Moderate when a program says nothing. */
export function fraudSettingsOf({ preset = "moderate", signals = {}, ...levels }: FraudSection = {}): FraudSettings {
  const base = fraudPresets[preset];
  const merged = signalNames.map((name) => [name, { ...base.signals[name], ...signals[name] }]);
  return {
    // Safe because every signal is among them.
    signals: Object.fromEntries(merged) as Record<SignalName, SignalSetting>,
    medium_over: levels.medium_over ?? base.medium_over,
    high_over: levels.high_over ?? base.high_over,
    crowd_needs: levels.crowd_needs ?? base.crowd_needs,
  };
}

/** One weight everywhere, so that a score means the same; presets differ in what passes for much. */
const weights: Record<SignalName, number> = {
  velocity: 300_000,
  similarity: 250_000,
  address_clustering: 200_000,
  timing: 150_000,
  conversion_speed: 100_000,
  embedded_touch: 450_000,
  click_stuffing: 450_000,
  shared_device: 450_000,
  shared_payment: 450_000,
  refund_after_redemption: 450_000,
  idle_clicks: 450_000,
  hasty_signups: 450_000,
  reused_devices: 300_000,
  arranged_payments: 450_000,
  bad_company: 450_000,
  one_domain: 550_000,
  referrer_doubles: 450_000,
};

/** A threshold, and where the whole weight counts if that is further on. */
type Bounds = Record<SignalName, number | readonly [threshold: number, full: number]>;

export const fraudPresets: Record<FraudPresetName, FraudSettings> = {
  relaxed: {
    signals: weigh({
      velocity: 20,
      similarity: 900_000,
      address_clustering: 10,
      timing: 950_000,
      conversion_speed: 120,
      embedded_touch: 400_000,
      click_stuffing: 200,
      shared_device: 3,
      shared_payment: [3, 5],
      refund_after_redemption: 500_000,
      idle_clicks: 900_000,
      hasty_signups: 700_000,
      reused_devices: 2,
      arranged_payments: 7,
      bad_company: 200_000,
      one_domain: 6,
      referrer_doubles: 2,
    }),
    medium_over: 440_000,
    high_over: 800_000,
    crowd_needs: 300_000,
  },
  moderate: {
    signals: weigh({
      velocity: 10,
      similarity: 800_000,
      address_clustering: 5,
      timing: 900_000,
      conversion_speed: 300,
      embedded_touch: 200_000,
      click_stuffing: 100,
      shared_device: 2,
      shared_payment: 3,
      refund_after_redemption: 400_000,
      idle_clicks: 800_000,
      hasty_signups: 500_000,
      reused_devices: 1,
      arranged_payments: 5,
      bad_company: 100_000,
      one_domain: 5,
      referrer_doubles: 1,
    }),
    medium_over: 400_000,
    high_over: 700_000,
    crowd_needs: 260_000,
  },
  strict: {
    signals: weigh({
      velocity: 5,
      similarity: 700_000,
      address_clustering: 3,
      timing: 850_000,
      conversion_speed: 600,
      embedded_touch: 150_000,
      click_stuffing: 75,
      shared_device: 1,
      shared_payment: [1, 2],
      refund_after_redemption: 200_000,
      idle_clicks: 700_000,
      hasty_signups: 300_000,
      reused_devices: 1,
      arranged_payments: 4,
      bad_company: 50_000,
      one_domain: 3,
      referrer_doubles: 1,
    }),
    medium_over: 300_000,
    high_over: 600_000,
    crowd_needs: 0,
  },
};

function weigh(bounds: Bounds): Record<SignalName, SignalSetting> {
  const settings = signalNames.map((name): [SignalName, SignalSetting] => {
    const bound = bounds[name];
    const [threshold, full] = typeof bound === "number" ? [bound, bound] : bound;
    return [name, { weight: weights[name], threshold, full }];
  });
  // Safe because every signal is among them.
  return Object.fromEntries(settings) as Record<SignalName, SignalSetting>;
}
