/* What has become so in the shop meanwhile: sold out, closed, locked … */

import { at, fill, make } from "./dom.js";
import { shopCalls } from "./faults.js";
import { attempt, toast } from "./notices.js";
import { ask } from "./simulator.js";
import { spoken, word } from "./words.js";

const PATH = "/shop/situations";
let drawnAs = "";

export async function lookForSituations() {
  take(await ask("GET", PATH));
}

function take(answer) {
  const as = JSON.stringify([answer, spoken()]);
  if (as === drawnAs) return;
  drawnAs = as;
  fill(at("situation-name"), answer.names.map((name) => [name, name]));
  fill(at("situation-on"), [["", word("atOnce")], ...shopCalls().map((call) => [call, word("beforeCall", { call })])]);
  const lines = answer.so.map(inWords);
  at("so").replaceChildren(...(lines.length ? lines : [word("nothingSo")]).map((line) => make("li", "", line)));
  at("end-situations").hidden = lines.length === 0;
}

function inWords(situation) {
  const when = situation.on ? ` (${word("beforeCall", { call: situation.on })})` : "";
  return [situation.name, situation.of, situation.to].filter(Boolean).join(": ") + when;
}

async function bringAbout() {
  take(await ask("POST", PATH, {
    name: at("situation-name").value,
    of: at("situation-of").value.trim(),
    to: at("situation-to").value.trim(),
    on: at("situation-on").value || null,
  }));
  toast(word("noted"));
}

async function end() {
  take(await ask("DELETE", PATH));
}

at("situation-form").addEventListener("submit", (event) => { event.preventDefault(); attempt(bringAbout); });
at("end-situations").addEventListener("click", () => attempt(end));
