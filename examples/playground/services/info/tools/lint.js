import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

/** What no line may contain, why, and where the rule holds. */
const rules = [
  { pattern: /[ \t]+$/, says: "trailing white space", folders: ["src", "test", "integration", "tools"] },
  { pattern: /\t/, says: "a tab: indent with spaces", folders: ["src", "test", "integration", "tools"] },
  { pattern: /\bconsole\./, says: "console: log through src/log.js", folders: ["src"] },
  { pattern: /\bprocess\.env\b/, says: "process.env: only server.js reads it", folders: ["src"], except: "server.js" },
  {
    pattern: /\b(test|describe|it)\.only\b/,
    says: "only: it hides every other test",
    folders: ["test", "integration"],
  },
];

/** @returns {Promise<string[]>} one line a problem; the syntax is checked by Node itself */
async function check(folder, name) {
  const path = join(folder, name);
  const lines = (await readFile(join(root, path), "utf8")).split("\n");
  const applicable = rules.filter((rule) => rule.folders.includes(folder) && rule.except !== name);
  const style = lines.flatMap((line, index) =>
    applicable.filter((rule) => rule.pattern.test(line)).map((rule) => `${path}:${index + 1} ${rule.says}`),
  );
  const syntax = await run(process.execPath, ["--check", path], { cwd: root }).then(
    () => [],
    (error) => [`${path} ${error.stderr.trim()}`],
  );
  return [...style, ...syntax];
}

async function filesIn(folder) {
  const names = await readdir(join(root, folder)).catch(() => []);
  return names.filter((name) => name.endsWith(".js")).map((name) => ({ folder, name }));
}

const files = (await Promise.all(["src", "test", "integration", "tools"].map(filesIn))).flat();
const problems = (await Promise.all(files.map(({ folder, name }) => check(folder, name)))).flat();
process.stdout.write(problems.map((problem) => `${problem}\n`).join(""));
process.stdout.write(`${files.length} files checked, ${problems.length} problems\n`);
process.exitCode = files.length > 0 && problems.length === 0 ? 0 : 1;
