/** Numbers in [0, 1), the same for the same seed on every machine. */
export type Random = () => number;

/**
 * A small generator with a seed (sfc32), whose 128 bits of state are mixed from the text of the seed, so that seeds
 * such as "20rps/3" and "20rps/4" share nothing.
 *
 * @see https://pracrand.sourceforge.net/RNG_engines.txt
 */
export function seededRandom(seed: string): Random {
  let [a, b, c, counter] = [mixed(seed, 0x9e3779b9), mixed(seed, 0x243f6a88), mixed(seed, 0xb7e15162), 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 16; warmUp += 1) next();
  return next;
}

/** FNV-1a over the text with the finalizer of MurmurHash3. */
function mixed(text: string, start: number): number {
  let hash = start | 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A draw from the standard normal distribution, by Box and Muller. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
