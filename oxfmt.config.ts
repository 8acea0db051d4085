import { defineConfig } from "oxfmt";

export default defineConfig({
  printWidth: 120,
  ignorePatterns: [
    "migrations/meta",
    "package-lock.json",
    "worker-configuration.d.ts",
    "docs/messages.md",
    "docs/openapi.json",
    "docs/program.schema.json",
    "src/client/schema.d.ts",
  ],
});
