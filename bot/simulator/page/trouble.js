/* The Trouble panel: faults by name, and the clock; and a banner that nobody overlooks while one is ordered. */

import { at, make, makeButton } from "./dom.js";
import { toast } from "./notices.js";
import { ask } from "./simulator.js";
import { second, setClock } from "./time.js";
import { faultWords, locale, spoken, word } from "./words.js";

const LOOKED_AFTER_MS = 2000;
const MOVES = [["minute", 1, 60], ["minute", 5, 300], ["minute", 20, 1200], ["hour", 1, 3600], ["day", 1, 86_400]];
const narrow = matchMedia("(max-width: 979px)");

let book = { names: [], calls: { telegram: [], shop: [] }, ordered: [] };
let drawnAs = "";

export async function watchTrouble() {
  await look();
  setInterval(() => { if (!document.hidden) look(); }, LOOKED_AFTER_MS);
}

async function look() {
  try {
    take(await ask("GET", "/faults"));
  } catch {
    /* the chat says already that nobody answers */
  }
}

function take(answer) {
  book = answer;
  const as = JSON.stringify([book, spoken()]);
  if (as === drawnAs) return;
  drawnAs = as;
  drawForm();
  drawOrdered();
  drawMoves();
}

function drawForm() {
  fill(at("fault-name"), book.names.map((name) => [name, faultWords(name) ? `${name} – ${faultWords(name)}` : name]));
  drawCalls();
}

function drawCalls() {
  const calls = book.calls[at("fault-side").value];
  fill(at("fault-call"), [["*", word("anyCall")], ...calls.map((call) => [call, call])]);
}

function fill(select, options) {
  const before = select.value;
  select.replaceChildren(...options.map(([value, label]) => {
    const option = make("option", "", label);
    option.value = value;
    return option;
  }));
  if (options.some(([value]) => value === before)) select.value = before;
}

function drawOrdered() {
  const lines = book.ordered.map(inWords);
  at("ordered").replaceChildren(...(lines.length ? lines : [word("nothingOrdered")]).map((line) => make("li", "", line)));
  at("end-trouble").hidden = lines.length === 0;
  at("alarm").hidden = lines.length === 0;
  const said = lines.join(" · ");
  if (at("alarm-text").textContent !== said) at("alarm-text").textContent = said;
}

function inWords(fault) {
  const call = fault.call === "*" ? word("anyCall") : fault.call;
  const side = fault.on === "shop" ? word("shop") : "Telegram";
  const lasts = fault.until === null
    ? word("orderedTimes", { count: fault.times - fault.happened })
    : word("orderedUntil", { time: second(fault.until) });
  const skipped = fault.skip ? `, ${word("afterCalls", { count: fault.skip })}` : "";
  return `${side}: ${call}: ${fault.name} (${lasts}${skipped})`;
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

async function order() {
  const amount = Number(at("fault-amount").value);
  const lasts = at("fault-unit").value === "times" ? { times: amount } : { for_s: amount };
  take(await ask("POST", "/faults", {
    on: at("fault-side").value,
    call: at("fault-call").value,
    name: at("fault-name").value,
    skip: Number(at("fault-skip").value),
    seconds: Number(at("fault-seconds").value),
    ...lasts,
  }));
  toast(word("noted"));
}

async function end() {
  take(await ask("DELETE", "/faults"));
  toast(word("ended"));
}

async function attempt(what) {
  try {
    await what();
  } catch (error) {
    toast(error.message);
  }
}

function show(isOpen) {
  at("trouble").hidden = !isOpen;
  at("trouble-button").setAttribute("aria-expanded", String(isOpen));
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
at("fault-side").addEventListener("change", drawCalls);
at("fault-form").addEventListener("submit", (event) => { event.preventDefault(); attempt(order); });
for (const button of [at("end-trouble"), at("alarm-end")]) button.addEventListener("click", () => attempt(end));
