import { encode as encodePng } from "fast-png";
import { encode as encodeQr } from "uqr";
import { securityHeaders } from "#domain/security-headers";

export type QrFormat = "svg" | "png";

const defaultSize = 512;
const smallestSize = 64;
const largestSize = 1024;
/** Scanners need four modules of white around. */
const quietZone = 4;

/** `CODE.svg` or `CODE.png`; null for anything else. */
export function parseQrFile(file: string): { code: string; format: QrFormat } | null {
  const match = /^(.{1,96})\.(svg|png)$/u.exec(file);
  return match?.[1] === undefined ? null : { code: match[1], format: match[2] === "svg" ? "svg" : "png" };
}

/** Pixels along a side, from `?size=`; null when it is not a whole number within the bounds. */
export function parseQrSize(text: string | null): number | null {
  if (text === null) return defaultSize;
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return size >= smallestSize && size <= largestSize ? size : null;
}

export function renderQr(text: string, format: QrFormat, size: number): Response {
  const { data } = encodeQr(text, { ecc: "M", border: quietZone });
  const body = format === "svg" ? renderSvg(data, size) : renderPng(data, size);
  return new Response(body, {
    headers: { ...securityHeaders.picture, "Content-Type": format === "svg" ? "image/svg+xml" : "image/png" },
  });
}

function renderSvg(modules: boolean[][], size: number): string {
  const path = modules.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  const count = modules.length;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${count} ${count}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${count}v${count}H0z"/><path d="${path}"/></svg>`
  );
}

/** One bit a pixel. Modules are whole pixels; what is left over widens the white around. */
function renderPng(modules: boolean[][], size: number): Uint8Array<ArrayBuffer> {
  const scale = Math.max(1, Math.floor(size / modules.length));
  const offset = Math.floor((size - scale * modules.length) / 2);
  const bytesPerRow = Math.ceil(size / 8);
  const pixels = new Uint8Array(bytesPerRow * size).fill(0xff);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (modules[Math.floor((y - offset) / scale)]?.[Math.floor((x - offset) / scale)] !== true) continue;
      const at = y * bytesPerRow + (x >> 3);
      pixels[at] = (pixels[at] ?? 0) & ~(0x80 >> (x & 7));
    }
  }
  return new Uint8Array(encodePng({ width: size, height: size, data: pixels, depth: 1, channels: 1 }));
}
