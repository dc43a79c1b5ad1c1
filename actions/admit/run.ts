import type { InputsOf } from "../../src/action/define-action.ts";
import type { Runner } from "../../src/action/runner.ts";
import { NotAdmittedError } from "../../src/errors/not-admitted-error.ts";
import type { Manifest, ServiceSettings } from "../../src/manifest/manifest.ts";
import { admit } from "../../src/release/admission.ts";
import type { AdmissionFacts } from "../../src/release/admission-facts.ts";
import { type AdmissionRequest, type Refusal, readAdmissionRequest } from "../../src/release/admission-request.ts";
import { joinAdmissions } from "../../src/release/join-admissions.ts";
import { regionsOf } from "../../src/release/wave.ts";
import type { definition } from "./inputs.ts";

export interface AdmitPorts {
  readonly manifest: Manifest;
  /** Finds out what a decision rests on. Only called for a known service and a well-formed version. */
  collectFacts(request: AdmissionRequest<ServiceSettings>): Promise<AdmissionFacts>;
  readonly runner: Pick<Runner, "setOutput" | "addSummary" | "info">;
}

/** @throws NotAdmittedError with every reason */
export async function run(inputs: InputsOf<typeof definition>, ports: AdmitPorts): Promise<void> {
  const { manifest, collectFacts, runner } = ports;
  const { service: name, environment, version: written } = inputs;
  const service = manifest.services.find((known) => known.name === name);
  const regions = regionsOf(service?.environments ?? [], environment).map((region) => region.name);
  const [first = environment, ...others] = regions;
  const decide = async (where: string) => {
    const request = readAdmissionRequest(manifest.services, { service: name, environment: where, version: written });
    const isReadable = request.service !== undefined && request.version !== undefined;
    return admit(request, isReadable ? await collectFacts(request) : undefined);
  };
  const admission = joinAdmissions([await decide(first), ...(await Promise.all(others.map(decide)))]);
  if (admission.kind === "refused") {
    await runner.addSummary(refusalSummary(admission.refusals));
    throw new NotAdmittedError(admission.refusals);
  }
  const { version, digest, commit } = admission.release;
  runner.setOutput("version", version);
  runner.setOutput("digest", digest);
  runner.setOutput("commit", commit);
  runner.info(`${inputs.service} ${version} (${digest}) may go to ${inputs.environment}`);
  await runner.addSummary(
    `### ✅ ${inputs.service} ${version} may go to ${inputs.environment}\n\nCommit \`${commit.slice(0, 7)}\`, digest \`${digest}\`.\n`,
  );
}

/** Text from outside stands in backticks of its own: a message quotes it, and Markdown must not read it. */
function refusalSummary(refusals: readonly Refusal[]): string {
  const lines = refusals.map(({ message }) => `- ${message.replaceAll(/[\\`*_[\]<>|]/g, "\\$&")}`);
  return ["### ❌ Not admitted", "", ...lines, "", "Nothing was changed.", ""].join("\n");
}
