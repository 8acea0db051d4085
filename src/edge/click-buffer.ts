import type { Log } from "#context";
import type { Click } from "#domain/click";
import { packClicks } from "#domain/click-log";
import type { AddressHash } from "#edge/address-hashes";
import { sleep, withDeadline } from "#edge/deadline";
import type { ClickGroup } from "#objects/click-log";

/** A click with the address it came from, which never leaves the isolate. */
export type PendingClick = Omit<Click, "addressHash"> & { address: string | null; receivedAtMs: number };

/** What one request lends for sending; handles of one request must not be used by another. */
export type ClickSender = {
  append: (shard: string, group: ClickGroup) => Promise<void>;
  hashes: () => Promise<AddressHash>;
  newGroupId: () => string;
  waitUntil: (work: Promise<unknown>) => void;
};
export type ClickBuffer = ReturnType<typeof createClickBuffer>;

type Window = { openedAtMs: number; groups: Map<string, PendingClick[]>; size: number; sending: boolean };

const windowMs = 100;
const mostClicks = 500;
/** A window still open by then has lost the request that opened it. */
const abandonedAfterMs = 1000;
const appendLimitMs = 3000;
const retryDelaysMs = [100, 500, 2000, 5000];

/**
 * Group commit: the first click of a window sends all that came within it. Its request's `waitUntil` covers the
 * clicks of the others, which lend nothing but plain data.
 */
export function createClickBuffer(log: Log) {
  let current: Window | null = null;
  return {
    add(shard: string, click: PendingClick, lend: () => ClickSender): void {
      const nowMs = click.receivedAtMs;
      if (current !== null && nowMs - current.openedAtMs > abandonedAfterMs) {
        const sender = lend();
        sender.waitUntil(send(current, sender));
      }
      let window = current;
      if (window === null) {
        window = current = { openedAtMs: nowMs, groups: new Map(), size: 0, sending: false };
        const sender = lend();
        sender.waitUntil(sendLater(window, sender));
      }
      const group = window.groups.get(shard);
      if (group === undefined) window.groups.set(shard, [click]);
      else group.push(click);
      window.size += 1;
      if (window.size >= mostClicks) {
        const sender = lend();
        sender.waitUntil(send(window, sender));
      }
    },
  };

  async function sendLater(window: Window, sender: ClickSender): Promise<void> {
    await sleep(windowMs);
    await send(window, sender);
  }

  async function send(window: Window, sender: ClickSender): Promise<void> {
    if (window.sending) return;
    window.sending = true;
    if (current === window) current = null;
    const hash = await sender.hashes();
    await Promise.all([...window.groups].map(([shard, pending]) => sendGroup(shard, pending.map((click) => withHash(click, hash)), sender)));
  }

  /** The same id at each attempt, so that an append whose answer was lost counts once. */
  async function sendGroup(shard: string, clicks: Click[], sender: ClickSender): Promise<void> {
    const group: ClickGroup = { id: sender.newGroupId(), shard, clicks: packClicks(clicks) };
    for (let attempt = 0; ; attempt += 1) {
      try {
        await withDeadline(sender.append(shard, group), appendLimitMs, "click log");
        return;
      } catch (error) {
        const delayMs = retryDelaysMs[attempt];
        if (delayMs === undefined) {
          log("error", "clicks not logged", { shard, clicks: clicks.length, attempts: attempt + 1, error: String(error) });
          return;
        }
        await sleep(delayMs);
      }
    }
  }
}

function withHash({ address, receivedAtMs, ...click }: PendingClick, hash: AddressHash): Click {
  return { ...click, addressHash: hash(address, receivedAtMs) };
}
