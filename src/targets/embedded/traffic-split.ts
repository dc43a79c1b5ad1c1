import type { Arm } from "../../slo/counts.ts";

/** One whole, in millionths: shares are whole numbers of these, so that nothing is rounded twice. */
const whole = 1_000_000;

/**
 * Chooses the arm of each request so that every run of requests has the set share, give or take two: 5 % is one in every
 * twenty. Which of the twenty is random; a fixed one would always meet the same page of a client that goes round its
 * pages in order, and the arms would not be comparable.
 *
 * Requests are laid end to end, each as long as the candidate's share. In each unit of that line lies one random point,
 * and the request it falls on goes to the candidate.
 */
export class TrafficSplit {
  readonly #random: () => number;
  #share = 0;
  /** Where the line stands in the current unit, and where that unit's point lies; `undefined` once it was passed. */
  #position = 0;
  #point: number | undefined;
  /** Points passed whose request is still to come: two can fall on one request. */
  #owed = 0;

  /** @param random numbers in 0 ≤ x < 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Share of requests for the candidate, 0..100. */
  get candidatePercent(): number {
    return this.#share / (whole / 100);
  }

  /** @param candidatePercent 0..100; kept to a millionth of all requests */
  set(candidatePercent: number): void {
    const share = Math.round((candidatePercent / 100) * whole);
    if (share === this.#share) return;
    this.#share = share;
    this.#position = 0;
    this.#owed = 0;
    this.#point = this.#nextPoint();
  }

  choose(): Arm {
    let end = this.#position + this.#share;
    if (this.#point !== undefined && this.#point < end) this.#pass();
    if (end >= whole) {
      end -= whole;
      this.#point = this.#nextPoint();
      if (this.#point < end) this.#pass();
    }
    this.#position = end;
    if (this.#owed === 0) return "stable";
    this.#owed -= 1;
    return "candidate";
  }

  #pass(): void {
    this.#owed += 1;
    this.#point = undefined;
  }

  #nextPoint(): number {
    return Math.floor(this.#random() * whole);
  }
}
