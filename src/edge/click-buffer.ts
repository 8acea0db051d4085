import type { Log } from "#context";
import type { Click } from "#domain/click";
import { packClicks, unpackClicks } from "#domain/click-log";
import { describeFault } from "#domain/fault";
import type { AddressHash } from "#edge/address-hashes";
import { sleep, withDeadline } from "#deadline";
import type { ClickGroup } from "#objects/click-log";

/** A click with the address it came from, which never leaves the isolate. */
export type PendingClick = Omit<Click, "addressHash"> & { address: string | null; receivedAtMs: number };

/** What one request lends for sending; handles of one request must not be used by another. */
export type ClickSender = {
  append: (group: ClickGroup) => Promise<void>;
  hashes: () => Promise<AddressHash>;
  newGroupId: () => string;
  waitUntil: (work: Promise<unknown>) => void;
};

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
export type ClickBuffer = { current: Window | null; log: Log };

export function createClickBuffer(log: Log): ClickBuffer {
  return { current: null, log };
}

export function addClick(buffer: ClickBuffer, shard: string, click: PendingClick, lend: () => ClickSender): void {
  const abandoned = buffer.current;
  if (abandoned !== null && click.receivedAtMs - abandoned.openedAtMs > abandonedAfterMs) {
    const sender = lend();
    sender.waitUntil(send(buffer, abandoned, sender));
  }
  const window = buffer.current ?? openWindow(buffer, click.receivedAtMs, lend());
  const group = window.groups.get(shard);
  if (group === undefined) window.groups.set(shard, [click]);
  else group.push(click);
  window.size += 1;
  if (window.size >= mostClicks) {
    const sender = lend();
    sender.waitUntil(send(buffer, window, sender));
  }
}

function openWindow(buffer: ClickBuffer, nowMs: number, sender: ClickSender): Window {
  const window = { openedAtMs: nowMs, groups: new Map(), size: 0, sending: false };
  buffer.current = window;
  sender.waitUntil(sleep(windowMs).then(() => send(buffer, window, sender)));
  return window;
}

/** Whoever comes first sends a window; the others find it closed. */
async function send(buffer: ClickBuffer, window: Window, sender: ClickSender): Promise<void> {
  if (window.sending) return;
  window.sending = true;
  if (buffer.current === window) buffer.current = null;
  const hash = await sender.hashes();
  const groups = [...window.groups].map(([shard, pending]): ClickGroup => {
    const clicks = pending.map((click) => withHash(click, hash));
    return { id: sender.newGroupId(), shard, clicks: packClicks(clicks) };
  });
  await Promise.all(groups.map((group) => appendGroup(buffer.log, group, sender)));
}

/** The same id at each attempt, so that an append whose answer was lost counts once. */
async function appendGroup(log: Log, group: ClickGroup, sender: ClickSender): Promise<void> {
  for (const delayMs of [...retryDelaysMs, null]) {
    try {
      await withDeadline(sender.append(group), appendLimitMs, "click log");
      return;
    } catch (error) {
      if (delayMs === null) {
        const clicks = unpackClicks(group.clicks).length;
        log("error", "clicks_not_logged", { shard: group.shard, group: group.id, clicks, error: describeFault(error) });
        return;
      }
      await sleep(delayMs);
    }
  }
}

function withHash({ address, receivedAtMs, ...click }: PendingClick, hash: AddressHash): Click {
  return { ...click, addressHash: hash(address, receivedAtMs) };
}
