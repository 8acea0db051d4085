import { defineConfig } from "oxfmt";

export default defineConfig({
  printWidth: 120,
  ignorePatterns: [
    "migrations/meta",
    "package-lock.json",
    "worker-configuration.d.ts",
    "docs/openapi.json",
    "src/client/schema.d.ts",
  ],
});
