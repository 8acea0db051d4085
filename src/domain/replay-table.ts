/** Rows by their key and by further values, in the order in which they came. A row is replaced, never changed. */
export type Table<T, I extends string = never> = {
  rows: Map<string, T>;
  keyOf: (row: T) => string;
  /** Under which value a row is found by each index; null: not at all. */
  valuesOf: Record<I, (row: T) => string | null>;
  indexes: Record<I, Map<string, Map<string, T>>>;
};

export function createTable<T, I extends string = never>(
  keyOf: (row: T) => string,
  valuesOf: Record<I, (row: T) => string | null>,
): Table<T, I> {
  // Safe because the names are those of `valuesOf`.
  const indexes = Object.fromEntries(Object.keys(valuesOf).map((name) => [name, new Map()])) as Table<T, I>["indexes"];
  return { rows: new Map(), keyOf, valuesOf, indexes };
}

/** Adds a row, or replaces the one with its key. */
export function putRow<T, I extends string>(table: Table<T, I>, row: T): void {
  const key = table.keyOf(row);
  const before = table.rows.get(key);
  table.rows.set(key, row);
  for (const name of Object.keys(table.valuesOf) as I[]) {
    const valueOf = table.valuesOf[name];
    const value = valueOf(row);
    const former = before === undefined ? null : valueOf(before);
    if (former !== null && former !== value) table.indexes[name].get(former)?.delete(key);
    if (value === null) continue;
    const found = table.indexes[name].get(value) ?? new Map<string, T>();
    found.set(key, row);
    table.indexes[name].set(value, found);
  }
}

export function rowsOf<T>({ rows }: Pick<Table<T>, "rows">): T[] {
  return [...rows.values()];
}

/** Those that an index has under a value. */
export function rowsBy<T, I extends string>({ indexes }: Table<T, I>, index: I, value: string | null): T[] {
  return value === null ? [] : [...(indexes[index].get(value)?.values() ?? [])];
}
