import type { Server } from "./server.ts";

/** `wrangler dev` fires no cron trigger of its own: this does, at once and each minute, until the server ends. */
export async function runMinuteJobs(server: Server): Promise<void> {
  let hasEnded = false;
  const fire = async (): Promise<void> => {
    try {
      await fireMinuteTrigger(server.url);
    } catch (error) {
      if (!hasEnded) console.error("The minute's jobs did not run:", error);
    }
  };
  void fire();
  const timer = setInterval(() => void fire(), 60_000);
  await server.ended;
  hasEnded = true;
  clearInterval(timer);
}

export async function fireMinuteTrigger(url: string): Promise<void> {
  const response = await fetch(`${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`, {
    signal: AbortSignal.timeout(50_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
}

/** What a server prints, without the lines of jobs that went well: each minute brings some. */
export function withoutJobLines(text: string): string {
  return text.replace(/^.*"message":"(?:job_done|audit_sealed)".*\n?/gm, "");
}
