/* The simulator's clock, and moments that are drawn against it. */

import { at } from "./dom.js";
import { locale } from "./words.js";

const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];
const SHAPES = {
  w: { weekday: "long" },
  d: { day: "2-digit", month: "2-digit", year: "2-digit" },
  D: { day: "numeric", month: "long", year: "numeric" },
  t: { hour: "2-digit", minute: "2-digit" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};
let ahead = 0;

export const now = () => Date.now() + ahead;

/** Take over what the simulator says the time is. */
export function setClock(said) {
  ahead = Date.parse(said) - Date.now();
  showClock();
}

export function showClock() {
  const moment = new Date(now());
  at("clock").dateTime = moment.toISOString();
  const date = moment.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "short" };
  at("clock").textContent = moment.toLocaleString(locale(), { ...date, ...SHAPES.t });
}

export const hour = (date) => new Date(date).toLocaleTimeString(locale(), SHAPES.t);

export const second = (date) => new Date(date).toLocaleTimeString(locale(), SHAPES.T);

/** Draw the moments of a text as their format asks; those without one keep the bot's own words. */
export function drawMoments(place) {
  for (const moment of place.querySelectorAll("time[data-format]")) {
    const said = inWords(moment.dateTime, moment.dataset.format);
    if (said && moment.textContent !== said) moment.textContent = said;
  }
}

function inWords(date, format) {
  if (format === "r") return relative((Date.parse(date) - now()) / 1000);
  const shape = Object.assign({}, ...[...format].map((letter) => SHAPES[letter]));
  return format && new Date(date).toLocaleString(locale(), shape);
}

function relative(seconds) {
  const whole = Math.round(seconds);
  const [unit, size] = UNITS.find((each) => Math.abs(whole) >= each[1]) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale()).format(Math.trunc(whole / size), unit);
}

export function keepTime() {
  setInterval(() => {
    showClock();
    for (const moment of document.querySelectorAll('time[data-format="r"]')) drawMoments(moment.parentElement);
  }, 1000);
}
