/**
 * @typedef {object} Station
 * @property {string} id
 * @property {string} name
 * @property {number} meanCm mean water level over chart datum
 * @property {readonly { readonly constituent: string, readonly amplitudeCm: number, readonly phaseDeg: number }[]} tides
 */

const station = (id, name, meanCm, [m2, s2, k1, o1]) => ({
  id,
  name,
  meanCm,
  tides: [
    { constituent: "M2", amplitudeCm: m2[0], phaseDeg: m2[1] },
    { constituent: "S2", amplitudeCm: s2[0], phaseDeg: s2[1] },
    { constituent: "K1", amplitudeCm: k1[0], phaseDeg: k1[1] },
    { constituent: "O1", amplitudeCm: o1[0], phaseDeg: o1[1] },
  ],
});

/**
 * The gauges we read. Invented places; the amplitudes are of the size one finds on a North Sea coast.
 * @type {readonly Station[]}
 */
export const stations = [
  station("ebbhaven", "Ebbhaven", 180, [
    [142, 40],
    [38, 95],
    [9, 310],
    [11, 150],
  ]),
  station("grey-sluice", "Grey Sluice", 150, [
    [118, 62],
    [31, 118],
    [8, 322],
    [10, 161],
  ]),
  station("holm-gate", "Holm Gate", 165, [
    [131, 75],
    [35, 131],
    [9, 330],
    [11, 170],
  ]),
  station("long-pier", "Long Pier", 140, [
    [96, 88],
    [26, 146],
    [7, 341],
    [9, 182],
  ]),
  station("saltmere", "Saltmere", 120, [
    [74, 101],
    [19, 160],
    [6, 352],
    [8, 195],
  ]),
];
