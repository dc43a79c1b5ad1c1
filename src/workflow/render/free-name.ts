/** The name, or else the first of `name_2`, `name_3` … that is not taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let suffix = 2; isTaken(free); suffix++) {
    free = `${name}_${suffix}`;
  }
  return free;
}
