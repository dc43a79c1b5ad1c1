import type { Random } from "./random.ts";

/** Below this mean, counting up from zero is quicker than rejection; above it, rejection takes a constant time. */
const smallMean = 10;

/**
 * A draw from the Poisson distribution. Exact: inversion for small means, Hörmann's transformed rejection (PTRS) for
 * large ones.
 *
 * @see https://doi.org/10.1016/0167-6687(93)90997-4
 */
export function poisson(mean: number, random: Random): number {
  if (!(mean > 0)) return 0;
  if (mean < smallMean) return invertPoisson(mean, random());
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random() - 0.5;
    const v = 1 - random();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const bound = count * Math.log(mean) - mean - logFactorial(count);
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= bound) return count;
  }
}

function invertPoisson(mean: number, lot: number): number {
  let probability = Math.exp(-mean);
  let rest = lot - probability;
  for (let count = 0; ; count += 1) {
    // The rest of a float's rounding: no draw of ours is that far out.
    if (rest < 0 || count > 200) return count;
    probability *= mean / (count + 1);
    rest -= probability;
  }
}

/**
 * A draw from the binomial distribution. Exact: inversion for small means, Hörmann's transformed rejection (BTRS) for
 * large ones.
 *
 * @see https://doi.org/10.1080/00949659308811496
 */
export function binomial(trials: number, ratio: number, random: Random): number {
  if (!(trials > 0 && ratio > 0)) return 0;
  if (ratio >= 1) return trials;
  if (ratio > 0.5) return trials - binomial(trials, 1 - ratio, random);
  return trials * ratio < smallMean ? invertBinomial(trials, ratio, random()) : rejectBinomial(trials, ratio, random);
}

function invertBinomial(trials: number, ratio: number, lot: number): number {
  const odds = ratio / (1 - ratio);
  let probability = Math.exp(trials * Math.log1p(-ratio));
  let rest = lot - probability;
  for (let count = 0; ; count += 1) {
    if (rest < 0 || count >= trials || count > 200) return Math.min(count, trials);
    probability *= (odds * (trials - count)) / (count + 1);
    rest -= probability;
  }
}

function rejectBinomial(trials: number, ratio: number, random: Random): number {
  const deviation = Math.sqrt(trials * ratio * (1 - ratio));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * ratio;
  const centre = trials * ratio + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const logOdds = Math.log(ratio / (1 - ratio));
  const mode = Math.floor((trials + 1) * ratio);
  const atMode = logFactorial(mode) + logFactorial(trials - mode);
  for (;;) {
    const u = random() - 0.5;
    const v = 1 - random();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + centre);
    if (count < 0 || count > trials) continue;
    if (us >= 0.07 && v <= squeeze) return count;
    const bound = atMode - logFactorial(count) - logFactorial(trials - count) + (count - mode) * logOdds;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return count;
  }
}

const factorials = new Float64Array(256);
for (let n = 2; n < factorials.length; n += 1) factorials[n] = (factorials[n - 1] ?? 0) + Math.log(n);

/** Stirling's series is exact to the last digits from here on. */
function logFactorial(n: number): number {
  if (n < factorials.length) return factorials[n] ?? 0;
  const inverse = 1 / n;
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + inverse / 12 - (inverse * inverse * inverse) / 360;
}
