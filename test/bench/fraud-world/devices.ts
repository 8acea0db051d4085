import type { Chance } from "#bench/fraud-world/chance";

/** A browser as the engine sees it: the cookie's visitor and what it calls itself. */
export type Device = { visitor: string; agent: string };

const macOs = "Macintosh; Intel Mac OS X 10_15_7";
const webKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const blink = "AppleWebKit/537.36 (KHTML, like Gecko)";

export function drawPhone(chance: Chance): Device {
  return { visitor: chance.token(), agent: drawPhoneAgent(chance) };
}

export function drawComputer(chance: Chance): Device {
  return { visitor: chance.token(), agent: drawComputerAgent(chance) };
}

export function drawDevice(chance: Chance): Device {
  return chance.happens(0.62) ? drawPhone(chance) : drawComputer(chance);
}

/** A private window, another profile or an emptied browser: the same agent, no cookie in common. */
export function withoutCookies(chance: Chance, device: Device): Device {
  return { ...device, visitor: chance.token() };
}

/** What opens links without a person: previews of messengers, scanners of mail. Honest links get them all the time. */
export function drawScannerAgent(chance: Chance): string {
  return chance.pick([
    "WhatsApp/2.25.30.74 A",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "TelegramBot (like TwitterBot)",
    // Scanners of mail pass for a browser.
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/119.0.0.0 Safari/537.36`,
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/119.0.0.0 Safari/537.36 Edg/119.0.0.0`,
  ]);
}

/** Most scripts say that they are a browser. */
export function drawScriptAgent(chance: Chance): string {
  return chance.weighted([
    [`Mozilla/5.0 (X11; Linux x86_64) ${blink} HeadlessChrome/143.0.0.0 Safari/537.36`, 8],
    ["python-requests/2.32.5", 4],
    [`Mozilla/5.0 (X11; Linux x86_64) ${blink} Chrome/143.0.0.0 Safari/537.36`, 18],
    [drawComputerAgent(chance), 45],
    [drawPhoneAgent(chance), 25],
  ]);
}

function drawPhoneAgent(chance: Chance): string {
  const ios = chance.weighted([
    ["26_2", 6],
    ["26_1", 5],
    ["18_7", 6],
    ["18_5", 2],
    ["17_6", 1],
  ]);
  const iphone = `Mozilla/5.0 (iPhone; CPU iPhone OS ${ios} like Mac OS X) ${webKit}`;
  const android = `Mozilla/5.0 (Linux; Android 10; K) ${blink}`;
  return chance.weighted([
    [`${iphone} Version/${ios.replace("_", ".")} Mobile/15E148 Safari/604.1`, 44],
    [`${iphone} Mobile/15E148 Instagram 408.0.0.30`, 7],
    [`${iphone} CriOS/${drawChrome(chance)}.0.0.0 Mobile/15E148 Safari/604.1`, 5],
    [`${android} Chrome/${drawChrome(chance)}.0.0.0 Mobile Safari/537.36`, 34],
    [`${android} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`, 6],
  ]);
}

function drawComputerAgent(chance: Chance): string {
  const windows = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/${drawChrome(chance)}.0.0.0 Safari/537.36`;
  const firefox = chance.pick(["146.0", "147.0", "140.0"]);
  return chance.weighted([
    [windows, 42],
    [`${windows} Edg/${drawChrome(chance)}.0.0.0`, 14],
    [`Mozilla/5.0 (${macOs}) ${blink} Chrome/${drawChrome(chance)}.0.0.0 Safari/537.36`, 17],
    [`Mozilla/5.0 (${macOs}) ${webKit} Version/26.1 Safari/605.1.15`, 17],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${firefox}) Gecko/20100101 Firefox/${firefox}`, 8],
  ]);
}

function drawChrome(chance: Chance): number {
  return chance.weighted([
    [144, 4],
    [143, 6],
    [142, 3],
    [139, 1],
  ]);
}
