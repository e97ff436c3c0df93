/* Faults by name, and a banner that nobody overlooks while one is ordered. */

import { at, fill, make } from "./dom.js";
import { attempt, toast } from "./notices.js";
import { ask } from "./simulator.js";
import { second } from "./time.js";
import { faultWords, spoken, word } from "./words.js";

let book = { names: [], calls: { telegram: [], shop: [] }, ordered: [] };
let drawnAs = "";

export async function lookForFaults() {
  take(await ask("GET", "/faults"));
}

export const shopCalls = () => book.calls.shop;

function take(answer) {
  book = answer;
  const as = JSON.stringify([book, spoken()]);
  if (as === drawnAs) return;
  drawnAs = as;
  fill(at("fault-name"), book.names.map((name) => [name, faultWords(name) ? `${name} – ${faultWords(name)}` : name]));
  drawCalls();
  drawOrdered();
}

function drawCalls() {
  const calls = book.calls[at("fault-side").value];
  fill(at("fault-call"), [["*", word("anyCall")], ...calls.map((call) => [call, call])]);
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

at("fault-side").addEventListener("change", drawCalls);
at("fault-form").addEventListener("submit", (event) => { event.preventDefault(); attempt(order); });
for (const button of [at("end-trouble"), at("alarm-end")]) button.addEventListener("click", () => attempt(end));
