interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const fields: readonly Field[] = [
  { name: "minute", least: 0, most: 59 },
  { name: "hour", least: 0, most: 23 },
  { name: "day", least: 1, most: 31 },
  { name: "month", least: 1, most: 12, words: ["", ...months] },
  { name: "weekday", least: 0, most: 6, words: weekdays },
];

/** Days that each month has at most; February has 29 in some years. */
const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function toNumber(text: string, { words = [] }: Field): number {
  const word = words.indexOf(text.toLowerCase());
  return word >= 0 && text !== "" ? word : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function partProblem(part: string, field: Field): string | undefined {
  const [range = "", step, ...more] = part.split("/");
  const [from = "", to, ...rest] = range.split("-");
  const numbers = range === "*" ? [] : [from, ...(to === undefined ? [] : [to])].map((text) => toNumber(text, field));
  const isOutside = numbers.some((number) => !(number >= field.least && number <= field.most));
  if (more.length > 0 || rest.length > 0 || isOutside || (step !== undefined && !(Number(step) >= 1))) {
    return `${part} is no ${field.name} (${field.least} to ${field.most})`;
  }
  const [first = 0, last = first] = numbers;
  return last < first ? `${part} runs backwards` : undefined;
}

function impossibleDay(day: string, month: string): string | undefined {
  const dates = day.split(",").map(Number);
  const monthField = fields[3];
  const named = monthField ? month.split(",").map((text) => toNumber(text, monthField)) : [];
  const isPlain = [...dates, ...named].every((number) => Number.isInteger(number));
  const isNever = isPlain && dates.every((date) => named.every((number) => date > (daysOf[number - 1] ?? 31)));
  return isNever ? `month ${month} has no day ${day}` : undefined;
}

/**
 * Why a schedule is none: POSIX cron with five fields, without `@daily` and the like. `undefined` when it is one.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
export function findCronProblem(cron: string): string | undefined {
  const texts = cron.trim().split(/\s+/);
  if (texts.length !== fields.length) {
    return `it has ${texts.length} fields, not 5`;
  }
  const problem = fields
    .flatMap((field, index) => (texts[index] ?? "").split(",").map((part) => partProblem(part, field)))
    .find((found) => found !== undefined);
  const [, , day = "*", month = "*", weekday] = texts;
  return problem ?? (weekday === "*" ? impossibleDay(day, month) : undefined);
}
