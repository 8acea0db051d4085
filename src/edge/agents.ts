import { isbot } from "isbot";
import { isLinkPreview } from "#domain/click";
import type { AgentClass } from "#domain/click";

const mostAgents = 500;

/** Remembers what each user agent is: the list of bots is one long expression, and few agents make most clicks. */
export function createAgentClasses(): (userAgent: string | null) => AgentClass {
  const known = new Map<string, AgentClass>();
  return (userAgent) => {
    // Every browser says what it is.
    if (userAgent === null || userAgent === "") return "bot";
    const before = known.get(userAgent);
    if (before !== undefined) return before;
    const found = isLinkPreview(userAgent) ? "preview" : isbot(userAgent) ? "bot" : "human";
    if (known.size >= mostAgents) known.clear();
    known.set(userAgent, found);
    return found;
  };
}
