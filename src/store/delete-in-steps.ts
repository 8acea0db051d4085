/** So many rows a statement: nothing else is written while one runs. */
export const rowsPerStep = 1000;

/** Repeats a bounded delete until it finds nothing more, or so often; answers how many rows are gone. */
export async function deleteInSteps(step: () => Promise<D1Result>, maxSteps = Infinity): Promise<number> {
  let deleted = 0;
  for (let steps = 0; steps < maxSteps; steps += 1) {
    const { changes } = (await step()).meta;
    deleted += changes;
    if (changes === 0) break;
  }
  return deleted;
}
