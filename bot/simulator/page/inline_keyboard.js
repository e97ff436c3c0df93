/* The buttons under a message. */

import { act } from "./customers.js";
import { icon, make, makeButton, unseen } from "./dom.js";
import { lead } from "./links.js";
import { copy } from "./notices.js";
import { word } from "./words.js";

export function drawInlineKeyboard(message, waiting) {
  const element = make("div", "keyboard rounded");
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", word("suggestions"));
  for (const buttons of message.inline_keyboard) {
    const row = make("div", "row");
    row.append(...buttons.map((button) => drawKey(message, button, waiting)));
    element.append(row);
  }
  return element;
}

function drawKey(message, button, waiting) {
  const look = `key ${button.style || ""}`;
  if (button.kind === "url") {
    const key = make("a", look, button.text);
    const isOurs = lead(key, button.url);
    key.append(icon("away", "mark"));
    if (!isOurs) key.append(unseen(` (${word("newTab")})`));
    return key;
  }
  if (button.kind === "copy") {
    const key = makeButton(look, button.text, () => copy(button.copy_text));
    key.append(icon("copy", "mark"), unseen(` (${word("copies")})`));
    return key;
  }
  const key = makeButton(look, button.text, () => press(key, message, button));
  if (waiting.includes(button.callback_data)) setWaiting(key);
  return key;
}

function press(key, message, button) {
  if (key.classList.contains("waiting")) return;
  act("/presses", { message_id: message.message_id, data: button.callback_data });
}

function setWaiting(key) {
  key.classList.add("waiting");
  key.setAttribute("aria-busy", "true");
}
