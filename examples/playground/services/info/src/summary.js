/** Slower than this, in centimetres an hour, is slack water. */
const SLACK_CM_PER_HOUR = 8;

/** The gates shut before the water reaches the quay, which is 280 cm over chart datum everywhere. */
const SHUT_AT_CM = 260;

/** @param {number} changeCmPerHour */
export function trend(changeCmPerHour) {
  if (Math.abs(changeCmPerHour) < SLACK_CM_PER_HOUR) return "slack";
  return changeCmPerHour > 0 ? "rising" : "falling";
}

/**
 * What a visitor wants to know of a station.
 * @param {import("./data-client.js").Level} level
 */
export function summarize({ station, name, levelCm, changeCmPerHour, takenAt }) {
  const gate = levelCm >= SHUT_AT_CM ? "shut" : "open";
  const direction = trend(changeCmPerHour);
  const text = `${name}: ${Math.round(levelCm)} cm and ${direction}, gate ${gate}`;
  return { station, name, levelCm, trend: direction, gate, takenAt, text };
}
