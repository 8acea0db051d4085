import { firstName } from "#domain/first-name";

/** As many for every name, so that nobody counts its letters. */
const dots = "••••";

/** `M••••`: whoever brought somebody may recognise him, and a page that others see tells them nothing. */
export function maskedName(name: string | null): string {
  const [initial] = firstName(name)?.match(/\p{L}\p{M}*/u) ?? [];
  return initial === undefined ? "Someone" : `${initial.toUpperCase()}${dots}`;
}
