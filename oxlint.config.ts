import { defineConfig } from "oxlint";
import packageJson from "./package.json" with { type: "json" };

/**
 * Who may import what; arrows only go down. A name is a layer (a folder of src, or one of its root
 * files), one file of a layer (`store/edge-links`), or a package; `type:` in front allows types alone.
 * What a layer does not list is refused: other layers, other dependencies, Node and Cloudflare modules.
 */
const mayImport = {
  worker: ["edge", "http", "jobs", "objects", "env", "open-context"],
  http: [
    "usecases",
    "store",
    "domain",
    "context",
    "presets",
    "jobs/schedule",
    "hono",
    "@hono/zod-validator",
    "zod",
    "nanoid",
  ],
  jobs: ["usecases", "store", "domain", "context"],
  integrations: ["domain", "zod", "stripe", "standardwebhooks"],
  edge: [
    "store/edge-feed",
    "store/edge-links",
    "store/edge-salts",
    "store/edge-unsubscribe",
    "store/rate-limiter",
    "domain",
    "deadline",
    "type:context",
    "type:objects",
    "hono",
    "isbot",
    "uqr",
    "fast-png",
    "node:crypto",
  ],
  objects: ["domain", "store/click-counts", "cloudflare:workers"],
  usecases: ["store", "domain", "deadline", "type:context", "type:objects", "obscenity"],
  env: ["domain", "signing", "type:context"],
  "open-context": [
    "domain",
    "env",
    "context",
    "integrations",
    "store/database",
    "store/edge-links",
    "store/rate-limiter",
    "type:usecases",
    "cloudflare:workers",
    "nanoid",
  ],
  context: ["type:domain", "type:store/database"],
  deadline: [],
  signing: ["domain", "node:crypto"],
  store: ["domain", "deadline", "schema", "drizzle-orm", "node:crypto"],
  schema: ["drizzle-orm"],
  client: ["openapi-fetch"],
  presets: [],
  domain: [],
} satisfies Record<string, string[]>;

type Layer = keyof typeof mayImport;
// Safe because the table's keys are exactly the layers.
const layers = Object.keys(mayImport) as Layer[];
const rootFiles: readonly string[] = [
  "worker",
  "context",
  "deadline",
  "env",
  "open-context",
  "signing",
] satisfies Layer[];
const packages = [...Object.keys(packageJson.dependencies), ...Object.keys(packageJson.devDependencies)];
const parents = { group: ["../**"], message: "Import by layer (`#layer/file`), not by way of a parent folder." };

/** Deny lists, because patterns know no look-ahead, and an override replaces a rule's options. */
function denyImports(layer: Layer): { patterns: object[] } {
  const allowed: readonly string[] = mayImport[layer];
  const others = [...layers, "node:*", "cloudflare:*"].filter((name) => name !== layer && !allowed.includes(name));
  return {
    patterns: [
      parents,
      ...others.flatMap((name) => deny(layer, name, allowed)),
      ...packages.filter((name) => !allowed.includes(name)).map((name) => denyPackage(layer, name)),
    ],
  };
}

/** Packages go by regex: as a glob, `qr` would also match the last part of `#edge/qr`. */
function denyPackage(layer: Layer, name: string): object {
  return { regex: `^${name}(/|$)`, message: `${layer} may not import ${name}: see the table in oxlint.config.ts.` };
}

/** One pattern refuses what is not listed at all; a second one leaves the types of what is listed for types. */
function deny(layer: Layer, name: string, allowed: readonly string[]): object[] {
  const listed = allowed.map((entry) => entry.replace(/^type:/, "")).filter((entry) => isWithin(entry, name));
  const forTypes = allowed.filter((entry) => entry.startsWith("type:")).map((entry) => entry.slice("type:".length));
  const message = `${layer} may not import ${name}: see the table in oxlint.config.ts.`;
  const group = [...specifiers(name), ...listed.flatMap(specifiers).map((specifier) => `!${specifier}`)];
  const refused = listed.includes(name) ? [] : [{ group, message }];
  const typesOnly = forTypes.filter((entry) => isWithin(entry, name));
  if (typesOnly.length === 0) return refused;
  return [
    ...refused,
    { group: typesOnly.flatMap(specifiers), allowTypeImports: true, message: `${layer} may import types alone.` },
  ];
}

/** Whether `store/edge-links` lies in `store`, or `node:crypto` in `node:*`. */
function isWithin(entry: string, name: string): boolean {
  return entry === name || entry.startsWith(name.endsWith("*") ? name.slice(0, -1) : `${name}/`);
}

/** How a layer, a file of one, or a package is written in an import. */
function specifiers(name: string): string[] {
  const [layer = ""] = name.split("/");
  const ours = layers.some((known) => known === layer);
  if (ours && (name.includes("/") || rootFiles.includes(name))) return [`#${name}`];
  return ours ? [`#${name}/**`] : [name];
}

function filesOf(layer: Layer): string[] {
  if (layer === "schema") return ["drizzle/*.ts"];
  return rootFiles.includes(layer) ? [`src/${layer}.ts`] : [`src/${layer}/**/*.ts`];
}

const noTransaction = {
  property: "transaction",
  message: "D1 has no interactive transaction: it compiles and fails at run time. Commit one batch.",
};
const noRandom = { object: "Math", property: "random", message: "Randomness enters at the door (Context.newId)." };
const noNow = { object: "Date", property: "now", message: "The instant is an argument (nowMs), read at the door." };

export default defineConfig({
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "vitest", "promise"],
  categories: { correctness: "error", suspicious: "error" },
  options: { typeAware: true, reportUnusedDisableDirectives: "error" },
  ignorePatterns: ["worker-configuration.d.ts", "dist", "src/client/schema.d.ts"],
  rules: {
    "eslint/eqeqeq": "error",
    "eslint/max-lines": ["error", { max: 300 }],
    "eslint/max-lines-per-function": ["error", { max: 60 }],
    // `ctx` (or what stands for it), then at most three.
    "eslint/max-params": ["error", { max: 4 }],
    "eslint/no-control-regex": "off",
    "eslint/no-else-return": "error",
    "eslint/no-restricted-imports": ["error", { patterns: [parents] }],
    "eslint/no-restricted-properties": ["error", noTransaction],
    "eslint/no-shadow": "off",
    "eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    "eslint/no-var": "error",
    "eslint/prefer-const": "error",
    "import/no-cycle": "error",
    "import/no-default-export": "error",
    "import/no-named-as-default-member": "off",
    "oxc/no-barrel-file": ["error", { threshold: 0 }],
    "typescript/ban-ts-comment": "error",
    "typescript/consistent-type-definitions": ["error", "type"],
    "typescript/consistent-type-imports": ["error", { prefer: "type-imports", disallowTypeAnnotations: true }],
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": ["error", { ignoreVoid: true }],
    "typescript/no-misused-promises": "error",
    // The compiler knows which paths return.
    "typescript/consistent-return": "off",
    // A cast is allowed where a `// Safe because …` above it says why.
    "typescript/no-unsafe-type-assertion": "off",
    "typescript/only-throw-error": "error",
    "typescript/switch-exhaustiveness-check": "error",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-useless-spread": "off",
    "vitest/expect-expect": "off",
    "vitest/no-conditional-expect": "off",
    "vitest/no-disabled-tests": "error",
    "vitest/no-focused-tests": "error",
    "vitest/valid-expect": ["error", { maxArgs: 2 }],
    "vitest/valid-title": "off",
  },
  overrides: [
    ...layers.map((layer) => ({
      files: filesOf(layer),
      rules: { "eslint/no-restricted-imports": ["error", denyImports(layer)] as ["error", object] },
    })),
    {
      files: ["src/domain/**", "src/store/**", "src/usecases/**"],
      rules: { "eslint/no-restricted-properties": ["error", noTransaction, noRandom, noNow] },
    },
    {
      files: ["src/domain/**"],
      rules: { "eslint/no-restricted-globals": ["error", { name: "Date", message: noNow.message }] },
    },
    { files: ["**/*.config.ts"], rules: { "eslint/no-restricted-imports": ["error", { patterns: [parents] }] } },
    { files: ["**/worker.ts", "**/*.config.ts"], rules: { "import/no-default-export": "off" } },
    {
      files: ["**/*.d.ts"],
      rules: { "typescript/consistent-type-definitions": "off", "typescript/consistent-type-imports": "off" },
    },
    {
      files: ["test/**"],
      rules: {
        "eslint/max-lines-per-function": "off",
        // Wrapped bindings call their methods by Reflect.apply; what vitest provides is declared by an interface.
        "typescript/unbound-method": "off",
        "typescript/consistent-type-definitions": "off",
      },
    },
  ],
});
