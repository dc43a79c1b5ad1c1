import { access, link, rename, rm, writeFile } from "node:fs/promises";
import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import { reasonOf } from "../../errors/reason-of.ts";

function alreadyThere(file: string): InvalidInputError {
  return new InvalidInputError([
    { input: "--out", message: `${file} is there already. Name another file, or write over it with --force.` },
  ]);
}

/** @throws InvalidInputError when the file is there */
export async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) {
    throw alreadyThere(file);
  }
}

const isTaken = (error: unknown) => error instanceof Error && "code" in error && error.code === "EEXIST";

/**
 * Writes a file all at once or not at all: beside it first, then under its name.
 * @throws InvalidInputError when it is there and may not be written over, or cannot be written
 */
export async function writeWhole(file: string, content: string, force: boolean): Promise<void> {
  const beside = `${file}.${process.pid}.part`;
  try {
    await writeFile(beside, content, { flag: "wx" });
    // A link fails where the name is taken, even by somebody who was faster; a rename would write over it.
    await (force ? rename(beside, file) : link(beside, file));
  } catch (error) {
    throw isTaken(error)
      ? alreadyThere(file)
      : new InvalidInputError([{ input: "--out", message: `${file} cannot be written: ${reasonOf(error)}.` }]);
  } finally {
    await rm(beside, { force: true });
  }
}
