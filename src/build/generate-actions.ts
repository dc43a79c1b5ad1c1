/** Writes src/workflow/pins/actions.gen.ts from the pin file: `node src/build/generate-actions.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { generateActions } from "../workflow/pins/generate-actions.ts";
import type { Pin } from "../workflow/pins/pin.ts";
import { parsePinFile } from "../workflow/pins/pin-file-text.ts";

const pinsUrl = new URL("../workflow/pins/action-pins.json", import.meta.url);
const generatedUrl = new URL("../workflow/pins/actions.gen.ts", import.meta.url);

/** The module with the actions that tidegate brings along. */
export function shippedActions(pins: readonly Pin[]): string {
  return generateActions(pins, {
    from: "action-pins.json",
    command: "src/build/generate-actions.ts",
    actionModule: "../model/action.ts",
  });
}

export function readPins(): readonly Pin[] {
  return parsePinFile(readFileSync(pinsUrl, "utf8"), "src/workflow/pins/action-pins.json");
}

export function readGeneratedActions(): string {
  return readFileSync(generatedUrl, "utf8");
}

if (import.meta.main) {
  writeFileSync(generatedUrl, shippedActions(readPins()));
}
