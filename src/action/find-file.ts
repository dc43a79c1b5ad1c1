import { readFile } from "node:fs/promises";
import { UnavailableError } from "../errors/tidegate-error.ts";

/** @returns undefined when there is no such file @throws UnavailableError when it cannot be read */
export async function findFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new UnavailableError(`${path} cannot be read: ${String(error)}. Check what it is and who may read it.`, {
      cause: error,
    });
  }
}
