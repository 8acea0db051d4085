import type { Culture } from "#bench/fraud-world/culture";
import { otherCultures } from "#bench/fraud-world/other-cultures";
import { westernCultures } from "#bench/fraud-world/western-cultures";

export const cultures: readonly Culture[] = [...westernCultures, ...otherCultures];
