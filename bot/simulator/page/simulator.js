/* Asking the simulator, over HTTP. */

import { word } from "./words.js";

/** Nobody answered. */
export class Away extends Error {}

/** Return the answer; throw Away, or an Error with the simulator's own words for what it refused. */
export async function ask(method, path, body) {
  const options = { method };
  if (body) Object.assign(options, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const response = await reach(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || response.statusText);
  return answer;
}

async function reach(path, options) {
  try {
    return await fetch(`/simulator${path}`, options);
  } catch {
    throw new Away(word("offline"));
  }
}
