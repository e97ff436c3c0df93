/* What the page itself says, in the language of the customer it shows. */

import de from "./words/de.js";
import en from "./words/en.js";
import fr from "./words/fr.js";
import nl from "./words/nl.js";

const WORDS = { nl, en, fr, de };
let language = "en";

export const spoken = () => language;

/** The locale of dates and numbers: those of Europe, where the tickets are sold. */
export const locale = () => (language === "en" ? "en-GB" : language);

/** The language that the page speaks to somebody whose Telegram speaks this one. */
export const known = (code) => (WORDS[(code || "").slice(0, 2)] ? code.slice(0, 2) : "en");

export function word(name, values = {}) {
  return WORDS[language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** What a fault does; nothing for one that has no words yet. */
export const faultWords = (name) => WORDS[language].faults[name] ?? "";

/** The kind of a message without text, in words. */
export const kindWords = (kind) => WORDS[language].kinds[kind] ?? WORDS[language].kinds.other;

export function speak(code) {
  language = code;
  document.documentElement.lang = code;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = word(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  document.dispatchEvent(new Event("spoken"));
}
