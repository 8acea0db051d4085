import { RegExpMatcher, englishDataset, englishRecommendedTransformers } from "obscenity";

let matcher: RegExpMatcher | null = null;

/** Also sees what digits stand in for (`B1TCH`). Built on first use: a redirect never pays for it. */
export function isProfane(text: string): boolean {
  matcher ??= new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
  return matcher.hasMatch(text) || matcher.hasMatch(text.replaceAll("-", ""));
}
