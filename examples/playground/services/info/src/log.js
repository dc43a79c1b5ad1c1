/**
 * Writes one JSON line to standard output.
 * @param {{ msg: string } & Record<string, unknown>} fields
 */
export function log(fields) {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...fields })}\n`);
}

// A log reader that went away (EPIPE) is no reason to stop serving.
process.stdout.on("error", () => {});
