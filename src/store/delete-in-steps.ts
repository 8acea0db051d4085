/** So many rows a statement: nothing else is written while one runs. */
export const rowsPerStep = 1000;

/** Repeats a bounded delete until it finds nothing more; answers how many rows are gone. */
export async function deleteInSteps(step: () => Promise<D1Result>): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { changes } = (await step()).meta;
    deleted += changes;
    if (changes === 0) return deleted;
  }
}
