// Country names, currency names and plural rules of the six languages, from CLDR.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

// The product's Portuguese is written for Lisbon's customs vocabulary (the glossary says "Deteção", "utilizadores"); CLDR's
// plain "pt" is Brazil's. Names and plural rules must belong to the words they stand among.
const locales = { en: "en", fr: "fr", ru: "ru", es: "es", ar: "ar", pt: "pt-PT" };
const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export function countries() {
  const names = Object.entries(locales).map(([language, locale]) => {
    const main = require(`cldr-localenames-full/main/${locale}/territories.json`).main;
    return [language, main[locale].localeDisplayNames.territories];
  });
  // A list of choices wants "Hong Kong", not "Hong Kong SAR China"; elsewhere the short form is an abbreviation ("UK").
  const short = new Set(["HK", "MO", "PS"]);
  // The package lists the 249 of ISO 3166-1 and XK, the user-assigned code that customs administrations write for Kosovo.
  return require("i18n-iso-countries/codes.json")
    .map(([alpha2, alpha3]) => {
      const row = { alpha2, alpha3 };
      for (const [language, territories] of names) {
        row[language] = (short.has(alpha2) && territories[`${alpha2}-alt-short`]) || territories[alpha2];
        if (!row[language]) throw new Error(`CLDR has no ${language} name for ${alpha2}`);
      }
      return row;
    })
    .sort((a, b) => byCode(a.alpha2, b.alpha2));
}

export function currencies() {
  const { region } = require("cldr-core/supplemental/currencyData.json").supplemental.currencyData;
  const current = new Set();
  for (const history of Object.values(region)) {
    for (const entry of history) {
      for (const [code, { _to, _tender }] of Object.entries(entry)) {
        if (!_to && _tender !== "false") current.add(code);
      }
    }
  }
  const names = Object.entries(locales).map(([language, locale]) => {
    const main = require(`cldr-numbers-full/main/${locale}/currencies.json`).main;
    return [language, main[locale].numbers.currencies];
  });
  return [...current].sort(byCode).map((code) => {
    const row = { code };
    for (const [language, table] of names) {
      row[language] = table[code]?.displayName;
      if (!row[language]) throw new Error(`CLDR has no ${language} name for ${code}`);
    }
    return row;
  });
}

export function plurals() {
  const rules = require("cldr-core/supplemental/plurals.json").supplemental["plurals-type-cardinal"];
  return Object.entries(locales).flatMap(([language, locale]) =>
    Object.entries(rules[locale] ?? rules[language]).map(([key, text]) => {
      const [rule, integers = ""] = text.split("@decimal")[0].split("@integer");
      const samples = integers
        .split(",")
        .map((sample) => sample.trim())
        .filter((sample) => /^\d+(~\d+)?$/.test(sample));
      return { language, category: key.replace("pluralRule-count-", ""), rule: rule.trim(), samples: samples.join(" ") };
    }),
  );
}
