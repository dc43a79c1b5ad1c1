import { expect } from "vitest";
import { parse } from "yaml";
import { render } from "../../src/workflow/index.ts";
import type { Pipeline } from "../../workflows/pipeline.ts";
import { type ServiceWorkflows, serviceWorkflows } from "../../workflows/service-workflows.ts";
import { environmentOf, pipelineOf } from "./pipeline-fixture.ts";

interface StepYaml {
  readonly id: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface JobYaml {
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly environment?: { readonly name: string; readonly deployment: boolean };
  readonly concurrency?: { readonly group: string; readonly queue: string };
  readonly permissions: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly "timeout-minutes": number;
  readonly steps: readonly StepYaml[];
}

export const names = ["ci", "deliver", "promote", "rollback", "control", "watchdog"] as const;
export const textOf = (name: keyof ServiceWorkflows, pipeline = pipelineOf()) =>
  render(serviceWorkflows(pipeline)[name]);
export const yamlOf = (name: keyof ServiceWorkflows, pipeline?: Pipeline) => parse(textOf(name, pipeline));

export function jobOf(name: keyof ServiceWorkflows, id: string, pipeline?: Pipeline): JobYaml {
  const job = yamlOf(name, pipeline).jobs[id];
  expect(job).toBeDefined();
  return job;
}

export function stepOf(job: JobYaml, id: string): StepYaml {
  const step = job.steps.find((candidate) => candidate.id === id);
  if (step === undefined) {
    throw new Error(`no step ${id}`);
  }
  return step;
}

const region = (name: string, changes = {}) =>
  environmentOf(name, { automatic: false, channel: "stable", wave: "production", ...changes });
export const threeRegions = [environmentOf("dev"), region("eu"), region("us"), region("ap")];
export const automaticRegions = ["eu", "us", "ap"].map((name) => region(name, { automatic: true, channel: "rc" }));

export const folder = { directory: "services/info", filePrefix: "info-" };
