import { ignoreRemark } from "../model/ignore.ts";
import type { DispatchInput } from "../model/input.ts";
import {
  type Event,
  entriesOf,
  type ScheduleEntry,
  type TriggerEntry,
  type WorkflowRunFilters,
} from "../model/triggers.ts";
import type { WorkflowModel, WorkflowOutput } from "../model/workflow.ts";
import type { CallInputs, CallSecrets } from "../model/workflow-call.ts";
import { defined, optional, type Plain, type Remark, type Writer } from "./writer.ts";

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Each value lowered; nothing when there is none. */
function mapped<T>(values: Readonly<Record<string, T>> | undefined, lower: (value: T) => Plain): Plain | undefined {
  const entries = Object.entries(values ?? {}).map(([name, value]) => [name, lower(value)]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function lowerDispatchInput(definition: DispatchInput): Plain {
  const { description, type, required = false } = definition;
  return defined({
    description,
    type,
    required,
    default: definition.default,
    options: definition.type === "choice" ? definition.options : undefined,
  });
}

function lowerCallInput({ description, type, required = false, ...rest }: CallInputs[string], to: Writer): Plain {
  const given = optional(rest.default, (value) => to.value(value, "workflow-call-input-default"));
  return defined({ description, type, required, default: given });
}

function lowerSecret({ description, required = false }: CallSecrets[string]): Plain {
  return defined({ description, required });
}

interface TriggerWriters {
  readonly to: Writer;
  /** Writes what is read when all jobs have ended. */
  readonly atEnd: Writer;
}

function lowerOutput({ description, value }: WorkflowOutput, atEnd: Writer): Plain {
  return defined({ description, value: atEnd.value(value, "workflow-output-context") });
}

function lowerWorkflowRun({ workflows, types, branches, branchesIgnore }: WorkflowRunFilters): Plain {
  const names = workflows.map((workflow) => (typeof workflow === "string" ? workflow : workflow.name));
  return defined({ workflows: names, types, branches, "branches-ignore": branchesIgnore });
}

function lowerFilters({ ignores: _, ...filters }: Event): Plain {
  return defined(Object.fromEntries(Object.entries(filters).map(([key, value]) => [kebab(key), value as Plain])));
}

function lowerEvent({ name, filters, trigger }: TriggerEntry, model: WorkflowModel, writers: TriggerWriters): Plain {
  if (trigger?.name === "workflow_dispatch") {
    return defined({ inputs: mapped(trigger.definitions, lowerDispatchInput) });
  }
  if (trigger?.name === "workflow_call") {
    return defined({
      inputs: mapped(trigger.inputDefinitions, (input) => lowerCallInput(input, writers.to)),
      outputs: mapped(model.outputs, (output) => lowerOutput(output, writers.atEnd)),
      secrets: mapped(trigger.secretDefinitions, lowerSecret),
    });
  }
  switch (name) {
    case "workflow_run":
      return lowerWorkflowRun(filters as WorkflowRunFilters);
    case "schedule":
      return (filters as readonly ScheduleEntry[]).map(({ cron, timezone }) => defined({ cron, timezone }));
    default:
      return lowerFilters(filters as Event);
  }
}

function eventRemark({ name, filters }: TriggerEntry, to: Writer): readonly Remark[] {
  const { ignores = [] } = filters as Event;
  const text = ignoreRemark(ignores, undefined, { report: to.context.report, place: to.place });
  return text === undefined ? [] : [{ path: ["on", name], text }];
}

function refuseTwice(entries: readonly TriggerEntry[], { context, place }: Writer): void {
  for (const [index, { name }] of entries.entries()) {
    if (entries.findIndex((entry) => entry.name === name) < index) {
      context.report.error("duplicate-trigger", `There are two triggers for ${name}. Make them one.`, place);
    }
  }
}

export interface LoweredTriggers {
  readonly on: Plain;
  readonly remarks: readonly Remark[];
}

/** Events without filters have an empty value, as GitHub's documentation writes them. */
export function lowerTriggers(model: WorkflowModel, writers: TriggerWriters): LoweredTriggers {
  const entries = entriesOf(model.on);
  refuseTwice(entries, writers.to);
  const lowered = entries.map((entry) => {
    const value = lowerEvent(entry, model, writers);
    const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
    return [entry.name, isEmpty ? null : value] as const;
  });
  return {
    on: Object.fromEntries(lowered),
    remarks: entries.flatMap((entry) => eventRemark(entry, writers.to)),
  };
}
