import type { Chance } from "#bench/fraud-world/chance";
import type { Culture } from "#bench/fraud-world/culture";

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** How likely people do something at an hour of the day (0 … 23) and on a day of the week (Sunday first). */
export type Rhythm = { hours: readonly number[]; weekdays: readonly number[] };

/** On the sofa, and at lunch. */
export const leisure: Rhythm = {
  hours: [2, 1, 0.5, 0.3, 0.3, 0.6, 2, 4, 5, 5, 5, 6, 7, 6, 5, 5, 6, 7, 8, 10, 11, 10, 7, 4],
  weekdays: [11, 9, 8, 8, 8, 7, 9],
};
export const business: Rhythm = {
  hours: [0.1, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 3, 8, 11, 11, 10, 6, 8, 10, 10, 9, 6, 3, 2, 2, 1, 0.5, 0.2],
  weekdays: [1, 9, 11, 11, 10, 8, 1.5],
};
export const student: Rhythm = {
  hours: [7, 5, 3, 1.5, 0.7, 0.4, 0.6, 1, 3, 5, 6, 7, 7, 7, 7, 6, 6, 6, 6, 7, 8, 9, 9, 8],
  weekdays: [8, 10, 10, 9, 9, 6, 6],
};
/** A machine has no hours. */
export const machine: Rhythm = { hours: Array.from({ length: 24 }, () => 1), weekdays: [1, 1, 1, 1, 1, 1, 1] };

export type Span = { fromMs: number; toMs: number };

/** An instant in the span at which people there are up and about. */
export function drawInstant(chance: Chance, rhythm: Rhythm, culture: Culture, span: Span): number {
  const highest = Math.max(...rhythm.hours) * Math.max(...rhythm.weekdays);
  for (;;) {
    const atMs = Math.floor(chance.between(span.fromMs, span.toMs));
    if (chance.next() * highest < activityAt(rhythm, culture, atMs)) return atMs;
  }
}

/**
 * When somebody does the next thing: a log-normal think time, and who would have done it in the middle
 * of the night mostly does it in the morning.
 */
export function drawNext(chance: Chance, culture: Culture, fromMs: number, think: Think): number {
  const atMs = Math.ceil(fromMs + secondMs + chance.logNormal(think.medianMs, think.sigma));
  const isAsleep = hourAt(culture, atMs) < 6.5 && atMs - fromMs > hourMs;
  if (!isAsleep || chance.happens(0.12)) return atMs;
  return Math.ceil(atMs + (6.5 - hourAt(culture, atMs) + Math.min(6, chance.logNormal(1.6, 0.6))) * hourMs);
}

export type Think = { medianMs: number; sigma: number };

/** The instant itself if it lies in the span, else some other one that does. */
export function inSpan(chance: Chance, atMs: number, { fromMs, toMs }: Span): number {
  return atMs >= fromMs && atMs < toMs ? atMs : Math.ceil(chance.between(fromMs, toMs));
}

/** The instant of a local hour on the day that has begun there. */
export function atLocalHour(culture: Culture, atMs: number, hour: number): number {
  return Math.round(atMs + (hour - hourAt(culture, atMs)) * hourMs);
}

export function weekdayAt(culture: Culture, atMs: number): number {
  return new Date(atMs + culture.zoneHours * hourMs).getUTCDay();
}

export function hourAt(culture: Culture, atMs: number): number {
  return ((atMs + culture.zoneHours * hourMs) % dayMs) / hourMs;
}

function activityAt(rhythm: Rhythm, culture: Culture, atMs: number): number {
  return (rhythm.hours[Math.floor(hourAt(culture, atMs))] ?? 0) * (rhythm.weekdays[weekdayAt(culture, atMs)] ?? 0);
}
