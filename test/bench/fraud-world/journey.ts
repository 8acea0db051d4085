import type { Character } from "#bench/fraud-world/cast";
import { enrol } from "#bench/fraud-world/cast";
import type { Label, Via } from "#bench/fraud-world/corpus";
import type { Device } from "#bench/fraud-world/devices";
import { dayMs, drawNext, inSpan, minuteMs, type Think } from "#bench/fraud-world/rhythm";
import { addressOf, emit, putLabel, type Stage } from "#bench/fraud-world/stage";
import { live, type Habits } from "#bench/fraud-world/spending";

/** Who came by whom, and how. */
export type Referral = {
  referrer: Character;
  referee: Character;
  label: Label;
  /** When the link is opened, or the code heard. */
  atMs: number;
  network: string;
  habits: Habits;
  /** What the link is opened in; the referee's own where it is not given. */
  device?: Device;
  /** How many type a code in place of opening a link. */
  typed?: number;
  via?: Via;
  think?: Think;
};

/** Some sign up at once; who puts it off comes back days later, in the same browser or not. */
const atOnce = 0.72;
const promptThink: Think = { medianMs: 4 * minuteMs, sigma: 1.2 };
const laterThink: Think = { medianMs: 1.4 * dayMs, sigma: 1.1 };

/** A referral from the link to the last payment; gives the instant of the sign-up. */
export function refer(stage: Stage, referral: Referral): number {
  const { chance } = stage;
  const { referrer, referee, atMs, network } = referral;
  const device = referral.device ?? referee.device;
  const isTyped = chance.happens(referral.typed ?? 0.13);
  const hasOpened = !isTyped || chance.happens(0.3);
  const isPrompt = referral.think !== undefined || chance.happens(atOnce);
  if (hasOpened) {
    open(stage, { referrer, device, atMs, network, via: referral.via ?? "navigation" });
    if (chance.happens(0.18))
      open(stage, { referrer, device, atMs: atMs + chance.logNormal(3 * minuteMs, 1), network });
  }
  const think = referral.think ?? (isPrompt ? promptThink : laterThink);
  const signedUpAtMs = inSpan(chance, drawNext(chance, referee.called.culture, atMs, think), {
    fromMs: atMs + 1,
    toMs: stage.toMs - 1,
  });
  const place = isPrompt || chance.happens(0.3) ? network : referee.home;
  const visitor = isTyped && !(hasOpened && chance.happens(0.6)) ? null : device.visitor;
  signUp(stage, referral, { atMs: signedUpAtMs, network: place, visitor, isTyped });
  live(stage, referral, signedUpAtMs);
  return signedUpAtMs;
}

type Opening = { referrer: Character; device: Device; atMs: number; network: string; via?: Via };

/** One opening of somebody's link. */
export function open(stage: Stage, { referrer, device, atMs, network, via = "navigation" }: Opening): void {
  emit(stage, {
    type: "click",
    atMs: Math.floor(atMs),
    visitor: device.visitor,
    referrerId: referrer.id,
    address: addressOf(network, atMs),
    agent: device.agent,
    via,
  });
}

type SignUp = { atMs: number; network: string; visitor: string | null; isTyped: boolean };

/** The account, and the label of the referral that it closes. */
export function signUp(
  stage: Stage,
  { referrer, referee, label }: Pick<Referral, "referrer" | "referee" | "label">,
  { atMs, network, visitor, isTyped }: SignUp,
): void {
  enrol(stage, referee, atMs);
  putLabel(stage, referee.id, label);
  emit(stage, {
    type: "signup",
    atMs,
    refereeId: referee.id,
    referrerId: referrer.id,
    visitor,
    address: addressOf(network, atMs),
    codeSource: isTyped ? "typed" : "click",
  });
}
