/** Works off queues side by side, at most `lanes` at once; what is in one queue goes one after the other. */
export async function inLanes<T>(
  queues: readonly T[][],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...queues];
  const runLane = async () => {
    for (let queue = waiting.shift(); queue !== undefined; queue = waiting.shift()) {
      for (const item of queue) await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, queues.length) }, runLane));
}

/** How much somebody may do at once, and until when: `isOver` says that there is no time for more. */
export type Turn = { lanes: number; isOver: () => boolean };

/** Works items off side by side, as far as time allows; `left`: those whose turn did not come. */
export async function workInTurn<T>(
  items: readonly T[],
  { lanes, isOver }: Turn,
  work: (item: T) => Promise<void>,
): Promise<{ tried: number; left: number }> {
  const worked = { tried: 0, left: 0 };
  await inLanes(
    items.map((item) => [item]),
    lanes,
    async (item) => {
      const isTried = !isOver();
      worked[isTried ? "tried" : "left"] += 1;
      if (isTried) await work(item);
    },
  );
  return worked;
}
