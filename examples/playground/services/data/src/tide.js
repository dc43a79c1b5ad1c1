const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Degrees per hour of the four largest tidal constituents.
 * @see https://tidesandcurrents.noaa.gov/harcon.html?id=8727328 for the speeds
 * @type {Readonly<Record<string, number>>}
 */
const speeds = { M2: 28.984104, S2: 30.0, K1: 15.041069, O1: 13.943035 };

const toTenth = (value) => Math.round(value * 10) / 10;

function exactLevelCm(station, atMs) {
  const height = (tide) => {
    const degrees = speeds[tide.constituent] * (atMs / HOUR_MS) - tide.phaseDeg;
    return tide.amplitudeCm * Math.cos((degrees * Math.PI) / 180);
  };
  return station.tides.reduce((sum, tide) => sum + height(tide), station.meanCm);
}

/** Predicted water level in centimetres over chart datum, to the millimetre. */
export function levelCm(station, atMs) {
  return toTenth(exactLevelCm(station, atMs));
}

/** A station's level at a moment, with how fast it changes. */
export function reading(station, atMs) {
  const changeCm = exactLevelCm(station, atMs + MINUTE_MS) - exactLevelCm(station, atMs - MINUTE_MS);
  return {
    station: station.id,
    name: station.name,
    levelCm: levelCm(station, atMs),
    changeCmPerHour: toTenth((changeCm * HOUR_MS) / (2 * MINUTE_MS)),
    takenAt: new Date(atMs).toISOString(),
  };
}

/** Levels from `fromMs` on, `count` of them, `everyMs` apart. */
export function series(station, { fromMs, count, everyMs }) {
  return Array.from({ length: count }, (_, index) => {
    const atMs = fromMs + index * everyMs;
    return { at: new Date(atMs).toISOString(), levelCm: levelCm(station, atMs) };
  });
}
