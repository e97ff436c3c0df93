/* Calls of the bot that are not as the Bot API's schema says: a mistake of its makers, so it is shown loudly. */

import { at } from "./dom.js";
import { ask } from "./simulator.js";

let lastLooked = 0; // the number of the last call that was looked at

export async function lookForViolations() {
  const calls = await ask("GET", `/telegram/calls?after=${lastLooked}`);
  lastLooked = calls.at(-1)?.number ?? lastLooked;
  const wrong = calls.findLast((call) => call.violations.length > 0);
  if (!wrong) return;
  at("violation-text").textContent = `${wrong.method}: ${wrong.violations.join(" · ")}`;
  at("violation").hidden = false;
}

at("violation-end").addEventListener("click", () => { at("violation").hidden = true; });
