/** The sides a line leaves a cell by. */
const sides = { up: 1, down: 2, left: 4, right: 8 } as const;

/** By the sum of the sides. */
const thin = " ╵╷│╴┘┐┤╶└┌├─┴┬┼";

/** Letters in rows and columns, on which lines that meet become one. */
export class TextCanvas {
  readonly #letters = new Map<number, Map<number, string>>();
  readonly #lines = new Map<number, Map<number, number>>();

  write(x: number, y: number, text: string): void {
    for (const [index, letter] of [...text].entries()) {
      this.#row(this.#letters, y).set(x + index, letter);
    }
  }

  horizontal(y: number, from: number, to: number): void {
    for (let x = from; x <= to; x++) {
      this.#add(x, y, (x > from ? sides.left : 0) | (x < to ? sides.right : 0));
    }
  }

  vertical(x: number, from: number, to: number): void {
    const [top, bottom] = [Math.min(from, to), Math.max(from, to)];
    for (let y = top; y <= bottom; y++) {
      this.#add(x, y, (y > top ? sides.up : 0) | (y < bottom ? sides.down : 0));
    }
  }

  /** Without blanks at the ends of lines. */
  toString(): string {
    const height = Math.max(-1, ...this.#letters.keys(), ...this.#lines.keys()) + 1;
    return Array.from({ length: height }, (_, y) => this.#render(y)).join("\n");
  }

  #render(y: number): string {
    const [letters, lines] = [this.#letters.get(y), this.#lines.get(y)];
    const width = Math.max(-1, ...(letters?.keys() ?? []), ...(lines?.keys() ?? [])) + 1;
    const cell = (x: number) => letters?.get(x) ?? thin[lines?.get(x) ?? 0] ?? " ";
    return Array.from({ length: width }, (_, x) => cell(x))
      .join("")
      .trimEnd();
  }

  #add(x: number, y: number, mask: number): void {
    const row = this.#row(this.#lines, y);
    row.set(x, (row.get(x) ?? 0) | mask);
  }

  #row<T>(rows: Map<number, Map<number, T>>, y: number): Map<number, T> {
    const row = rows.get(y) ?? new Map<number, T>();
    rows.set(y, row);
    return row;
  }
}
