import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";

/** Where a machine keeps its values for the Worker's vars and secrets. */
export const secretsFile = ".dev.vars";

/** What a deployment may have and need not (`src/optional-env.d.ts`). */
export const optionalSecrets = ["STRIPE_WEBHOOK_SECRETS", "WHOP_WEBHOOK_SECRETS", "STRIPE_API_KEYS", "RESEND_API_KEY"];

/**
 * Writes a configuration for `wrangler dev` and gives its path. Beside `wrangler.toml` itself wrangler would pass by
 * every secret that is not required there, so this copy requires the optional ones that have a value.
 */
export function writeLocalConfig(folder: string, vars: Record<string, string> | undefined): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, secretsFile);
  rmSync(file, { force: true });
  // A file, because arguments can be read by every user of the machine.
  if (vars === undefined) symlinkSync(resolve(secretsFile), file);
  else writeFileSync(file, asLines(vars), { mode: 0o600 });
  const given = Object.keys(vars ?? parseEnv(readFileSync(secretsFile, "utf8")));
  const config = join(folder, "wrangler.toml");
  writeFileSync(config, localConfig(readFileSync("wrangler.toml", "utf8"), given));
  return config;
}

function asLines(vars: Record<string, string>): string {
  const lines = Object.entries(vars).map(([name, value]) => `${name}="${value}"\n`);
  return lines.join("");
}

/** `given`: the names of what has a value. */
function localConfig(text: string, given: readonly string[]): string {
  const secrets = optionalSecrets.filter((name) => given.includes(name)).map((name) => `, "${name}"`);
  return text
    .replace(
      /^(main|directory) = "(.*)"$/gm,
      (_, name: string, path: string) => `${name} = ${JSON.stringify(resolve(path))}`,
    )
    .replace(/^required = \[(.*)\]$/m, (_, required: string) => `required = [${required}${secrets.join("")}]`);
}
