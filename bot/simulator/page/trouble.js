/* The Trouble panel: faults, situations of the shop, and the clock. */

import { at, makeButton } from "./dom.js";
import { lookForFaults } from "./faults.js";
import { attempt } from "./notices.js";
import { Away, ask } from "./simulator.js";
import { lookForSituations } from "./situations.js";
import { setClock } from "./time.js";
import { lookForViolations } from "./violations.js";
import { locale } from "./words.js";

const LOOKED_AFTER_MS = 2000;
const MOVES = [["minute", 1, 60], ["minute", 5, 300], ["minute", 20, 1200], ["hour", 1, 3600], ["day", 1, 86_400]];
const narrow = matchMedia("(max-width: 979px)");

/** Faults and wrong calls are looked for all the time, as they come from anywhere; the rest while the panel shows it. */
export async function watchTrouble() {
  drawMoves();
  await look();
  setInterval(() => { if (!document.hidden) look(); }, LOOKED_AFTER_MS);
}

async function look() {
  try {
    await lookForFaults();
    await lookForViolations();
    if (!at("trouble").hidden) await lookForSituations();
  } catch (error) {
    if (!(error instanceof Away)) reportError(error); // that nobody answers is said by the chat already
  }
}

function drawMoves() {
  at("moves").replaceChildren(...MOVES.map(([unit, amount, seconds]) => {
    const label = new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(amount);
    return makeButton("quiet", `+ ${label}`, () => attempt(() => move(seconds)));
  }));
}

async function move(seconds) {
  setClock((await ask("POST", "/clock", { move_s: seconds })).now);
}

function show(isOpen) {
  at("trouble").hidden = !isOpen;
  at("trouble-button").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) look();
  hideBehind();
  (isOpen ? at("trouble-title") : at("trouble-button")).focus();
}

/** Where the panel covers the chat, the chat is out of reach. */
function hideBehind() {
  at("phone").inert = narrow.matches && !at("trouble").hidden;
}

narrow.addEventListener("change", hideBehind);
at("trouble-button").addEventListener("click", () => show(at("trouble").hidden));
at("trouble-close").addEventListener("click", () => show(false));
at("trouble").addEventListener("keydown", (event) => { if (event.key === "Escape") show(false); });
document.addEventListener("spoken", () => { drawMoves(); look(); });
