// Outlines for a small map, and which countries share a land border: from Natural Earth by way of world-atlas.
import { createRequire } from "node:module";
import { feature, mesh, neighbors } from "topojson-client";

const require = createRequire(import.meta.url);
const world = require("world-atlas/countries-50m.json");
const numeric = new Map(require("i18n-iso-countries/codes.json").map(([alpha2, , number]) => [number, alpha2]));

// What Natural Earth draws by itself and ISO 3166-1 has no number for, as customs administrations write it.
const unnumbered = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY", "Indian Ocean Ter.": "AU", "Siachen Glacier": "IN" };

// Borders that the outlines are too coarse for, and roads over water with a land border post at their end.
const small = [
  ["BW", "ZM"], // Kazungula, 150 metres
  ["ES", "GI"],
  ["ES", "MA"], // Ceuta and Melilla
  ["BH", "SA"], // King Fahd Causeway
  ["DK", "SE"], // Øresund bridge
  ["HK", "MO"], // Hong Kong - Zhuhai - Macao bridge
  ["MY", "SG"], // Johor and Tuas causeways
];

/** Polyline of Google's algorithm, in hundredths of a degree: a few letters for each point, none of which a table would quote. */
function encode(points) {
  const letters = (number) => {
    let value = number < 0 ? ~(number << 1) : number << 1;
    let text = "";
    for (; value >= 0x20; value >>= 5) text += String.fromCharCode((0x20 | (value & 0x1f)) + 63);
    return text + String.fromCharCode(value + 63);
  };
  let [x, y] = [0, 0];
  return points
    .map(([longitude, latitude]) => {
      const text = letters(longitude - x) + letters(latitude - y);
      [x, y] = [longitude, latitude];
      return text;
    })
    .join("");
}

/** A ring that crosses the date line goes on beyond 180 degrees; Antarctica's, which never comes back, is closed along the pole. */
function unwrapped(points) {
  const line = [];
  let turn = 0;
  for (const [i, [longitude, latitude]] of points.entries()) {
    const step = i === 0 ? 0 : longitude - points[i - 1][0];
    turn += step > 180 ? -360 : step < -180 ? 360 : 0;
    line.push([longitude + turn, latitude]);
  }
  const [first, last] = [line[0], line.at(-1)];
  return Math.abs(first[0] - last[0]) > 180 ? [...line, [last[0], -90], [first[0], -90], first] : line;
}

const hundredths = (points) => {
  const rounded = unwrapped(points).map(([longitude, latitude]) => [Math.round(longitude * 100), Math.round(latitude * 100)]);
  return rounded.filter(
    ([x, y], i) => i === 0 || i === rounded.length - 1 || Math.abs(x - rounded[i - 1][0]) + Math.abs(y - rounded[i - 1][1]) > 2,
  );
};

export function outlines() {
  const land = feature(world, world.objects.land).features ?? [feature(world, world.objects.land)];
  const rings = land
    .flatMap(({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates))
    .map((polygon) => ({ kind: "land", lines: polygon.map(hundredths).filter((ring) => ring.length > 3) }))
    .filter(({ lines }) => lines.length > 0);
  const borders = mesh(world, world.objects.countries, (a, b) => a !== b).coordinates.map((line) => ({
    kind: "border",
    lines: [hundredths(line)],
  }));
  return [...rings, ...borders].map(({ kind, lines }) => ({ kind, lines: lines.map(encode).join(" ") }));
}

/** A geometry with the country it belongs to. France's part of South America is a country of its own here, as in ISO 3166-1. */
function countries() {
  return world.objects.countries.geometries.flatMap((geometry) => {
    const code = geometry.id ? numeric.get(geometry.id) : unnumbered[geometry.properties.name];
    if (!code) throw new Error(`No country for ${geometry.properties.name}`);
    if (code !== "FR") return [{ code, geometry }];
    const isGuiana = (polygon) => {
      const [[longitude, latitude]] = feature(world, { type: "Polygon", arcs: polygon }).geometry.coordinates[0];
      return longitude < -50 && longitude > -56 && latitude > 1 && latitude < 7;
    };
    const part = (wanted) => ({ ...geometry, arcs: geometry.arcs.filter((polygon) => isGuiana(polygon) === wanted) });
    return [
      { code, geometry: part(false) },
      { code: "GF", geometry: part(true) },
    ];
  });
}

export function neighbours() {
  const all = countries();
  const pairs = new Set(small.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  neighbors(all.map(({ geometry }) => geometry)).forEach((beside, i) => {
    for (const j of beside) {
      if (all[i].code !== all[j].code) pairs.add(`${all[i].code} ${all[j].code}`);
    }
  });
  const sorted = [...pairs].sort();
  return [...new Set(sorted.map((pair) => pair.slice(0, 2)))].map((country) => ({
    country,
    neighbours: sorted
      .filter((pair) => pair.startsWith(country))
      .map((pair) => pair.slice(3))
      .join(" "),
  }));
}
