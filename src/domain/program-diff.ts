/** One place in which two documents differ. `undefined`: it is not there on that side. */
export type DocumentChange = { path: string; before: unknown; after: unknown };

/**
 * Where two JSON documents differ, by the path in the newer one (in the older one for what is gone). Lists of things
 * with a `key`, such as rules, are compared by it: a rule put in front is one change and not one in every rule.
 */
export function diffDocuments(before: unknown, after: unknown, path = ""): DocumentChange[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => diffDocuments(before[name], after[name], path === "" ? name : `${path}.${name}`));
  }
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  return before === after ? [] : [{ path, before, after }];
}

/** A change as a line: `rules[0].hold.days: 14 → 30`. */
export function describeDocumentChange({ path, before, after }: DocumentChange): string {
  if (before === undefined) return `+ ${path}: ${JSON.stringify(after)}`;
  if (after === undefined) return `- ${path}: ${JSON.stringify(before)}`;
  return `~ ${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

function diffLists(before: unknown[], after: unknown[], path: string): DocumentChange[] {
  const keys = { before: keysOf(before), after: keysOf(after) };
  if (keys.before === null || keys.after === null) return diffInPlace(before, after, path);
  return diffByKey({ items: before, keys: keys.before }, { items: after, keys: keys.after }, path);
}

type Keyed = { items: unknown[]; keys: string[] };

function diffByKey(before: Keyed, after: Keyed, path: string): DocumentChange[] {
  const gone = before.keys.flatMap((key, index) =>
    after.keys.includes(key) ? [] : diffDocuments(before.items[index], undefined, `${path}[${index}]`),
  );
  const others = after.keys.flatMap((key, index) => {
    const former = before.keys.indexOf(key);
    const item = former === -1 ? undefined : before.items[former];
    return diffDocuments(item, after.items[index], `${path}[${index}]`);
  });
  const stayed = { before: common(before.keys, after.keys), after: common(after.keys, before.keys) };
  const isMoved = stayed.before.some((key, index) => key !== stayed.after[index]);
  return [...gone, ...others, ...(isMoved ? [{ path, before: stayed.before, after: stayed.after }] : [])];
}

function diffInPlace(before: unknown[], after: unknown[], path: string): DocumentChange[] {
  const longest = Math.max(before.length, after.length);
  return Array.from({ length: longest }, (_, i) => diffDocuments(before[i], after[i], `${path}[${i}]`)).flat();
}

/** The keys of a list whose items all have one of their own; null of every other list. */
function keysOf(items: unknown[]): string[] | null {
  const keys = items.map((item) => (isObject(item) && typeof item["key"] === "string" ? item["key"] : null));
  const found = keys.filter((key) => key !== null);
  return found.length === items.length && new Set(found).size === found.length ? found : null;
}

function common(keys: string[], others: string[]): string[] {
  return keys.filter((key) => others.includes(key));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
