const longestWords = 300;
const mostFrames = 12;

/**
 * A fault as a log may hold it: the innermost cause in its own words, and the places in our code. What a query was
 * called with, or a parser stumbled over, can be anybody's name or address, so none of that is kept.
 */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return "what was thrown is no error";
  const cause = innermostCause(error);
  return [`${cause.name}: ${wordsOf(cause.message)}`, ...framesOf(error)].join("\n");
}

function innermostCause(error: Error): Error {
  let cause = error;
  for (let depth = 0; depth < 8 && cause.cause instanceof Error; depth += 1) cause = cause.cause;
  return cause;
}

/** From the first quotation mark to the last: what is quoted may bring quotation marks of its own. */
function wordsOf(message: string): string {
  return message
    .replace(/^Failed query:[\s\S]*/, "Failed query")
    .replace(/"[\s\S]*"/, "…")
    .replace(/'[\s\S]*'/, "…")
    .replace(/\S+@\S+/g, "…")
    .slice(0, longestWords);
}

/** Only what follows the message, which may have lines that look like frames. */
function framesOf({ message, stack = "" }: Error): string[] {
  const at = stack.indexOf(message);
  if (at < 0) return [];
  const lines = stack.slice(at + message.length).split("\n");
  return lines.filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line)).slice(0, mostFrames);
}
