import { inject } from "vitest";
import { shareBuild } from "#support/node/built-worker";

shareBuild(inject("sharedBuild"));
