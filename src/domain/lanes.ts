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
