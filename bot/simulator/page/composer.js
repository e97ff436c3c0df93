/* Writing a message: a new one, an answer to one, or one's own anew. */

import { inShort, authorName } from "./bubble.js";
import { say } from "./customers.js";
import { at } from "./dom.js";
import { opensMenu } from "./menus.js";
import { word } from "./words.js";

const text = at("text");
let about = null; // { edit: id } or { reply_to: id }, while one is written
let lastOwn = null; // the customer's newest message, which the up arrow edits
let commands = [];
let forced = null; // the message that the bot wants an answer to

export function drawComposer(chat) {
  commands = chat.commands;
  at("menu-button").hidden = commands.length === 0;
  text.placeholder = chat.forced_reply?.placeholder || chat.reply_keyboard?.placeholder || word("message");
  lastOwn = chat.messages.findLast((message) => message.author === "customer" && message.text && !message.forwarded_from);
  const id = about?.edit ?? about?.reply_to;
  if (id !== undefined && !chat.messages.some((message) => message.message_id === id)) endAbout();
  obey(chat);
}

/** Begin the answer that the bot insists on, once. */
function obey(chat) {
  const wanted = chat.forced_reply?.message_id ?? null;
  if (wanted === forced) return;
  forced = wanted;
  const message = chat.messages.find((each) => each.message_id === wanted);
  if (message) replyTo(message, chat);
}

export function forgetDraft() {
  forced = null;
  endAbout();
  write("");
}

export const focusText = () => text.focus({ preventScroll: true });

/** Take what is written, for something that is sent with it as its caption. */
export function takeText() {
  const written = text.value.trim();
  write("");
  return written;
}

export function replyTo(message, chat) {
  beginAbout({ reply_to: message.message_id }, word("replyTo", { name: authorName(message, chat) }), inShort(message));
}

export function editMessage(message) {
  beginAbout({ edit: message.message_id }, word("editing"), message.text);
  write(message.text);
}

function beginAbout(what, title, shown) {
  about = what;
  at("about-title").textContent = title;
  at("about-text").textContent = shown;
  at("about").hidden = false;
  focusText();
}

function endAbout() {
  if (about?.edit) write("");
  about = null;
  at("about").hidden = true;
}

function write(words) {
  text.value = words;
  fit();
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 132)}px`;
}

async function send(event) {
  event.preventDefault();
  const words = text.value;
  if (!words.trim()) return;
  const before = about;
  write("");
  about = null;
  at("about").hidden = true;
  if (!(await say(words, before ?? {}))) {
    write(words);
    about = before;
    at("about").hidden = !before;
  }
}

at("composer").addEventListener("submit", send);
at("about-end").addEventListener("click", () => { endAbout(); focusText(); });
opensMenu(at("menu-button"), () => commands.map((command) => ({
  label: `/${command.command}`, detail: command.description, act: () => { say(`/${command.command}`); focusText(); },
})));
text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("composer").requestSubmit();
  } else if (event.key === "ArrowUp" && text.value === "" && lastOwn) {
    event.preventDefault();
    editMessage(lastOwn);
  } else if (event.key === "Escape" && about) endAbout();
});
document.addEventListener("click", (event) => {
  const command = event.target.closest("[data-command]");
  if (command) say(command.dataset.command);
});
