/** Where a person is from: what people are called there, where they have their mail, when they sleep, what they pay in. */
export type Culture = {
  key: string;
  women: readonly string[];
  men: readonly string[];
  surnames: readonly string[];
  /** Of married couples, how many carry one surname. */
  sharedSurname: number;
  providers: readonly (readonly [string, number])[];
  /** Of a business' own domain. */
  topLevel: string;
  /** East of Greenwich; the corpus spans no change of clocks. */
  zoneHours: number;
  currency: string;
  /** A price in pounds times this is the price here. */
  priceFactor: number;
  weight: number;
};

export const words = (text: string) => text.split(" ");
/** Surnames are often made of a stem and an ending. */
export const compose = (stems: string, endings: string) =>
  words(stems).flatMap((stem) => words(endings).map((ending) => stem + ending));
