import type { InputsOf } from "../../src/action/define-action.ts";
import type { Runner } from "../../src/action/runner.ts";
import { NotAdmittedError } from "../../src/errors/not-admitted-error.ts";
import type { Manifest, ServiceSettings } from "../../src/manifest/manifest.ts";
import { type Admission, admit } from "../../src/release/admission.ts";
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
  const decided = joinAdmissions([await decide(first), ...(await Promise.all(others.map(decide)))]);
  const admission = withoutRegion(environment, service?.environments ?? [], decided);
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

/** A region alone would be admitted, and then no job would roll it out: what is promoted is its wave. */
function withoutRegion(
  name: string,
  environments: readonly { readonly name: string; readonly wave?: string | undefined }[],
  decided: Admission,
): Admission {
  const wave = environments.find((environment) => environment.name === name)?.wave;
  if (wave === undefined) return decided;
  const message = `${name} is a region of the wave ${wave} and is not promoted to alone; promote to ${wave}.`;
  const others = decided.kind === "refused" ? decided.refusals : [];
  return { kind: "refused", refusals: [{ kind: "region-of-a-wave", message }, ...others] };
}

/** Text from outside stands in backticks of its own: a message quotes it, and Markdown must not read it. */
function refusalSummary(refusals: readonly Refusal[]): string {
  const lines = refusals.map(({ message }) => `- ${message.replaceAll(/[\\`*_[\]<>|]/g, "\\$&")}`);
  return ["### ❌ Not admitted", "", ...lines, "", "Nothing was changed.", ""].join("\n");
}
