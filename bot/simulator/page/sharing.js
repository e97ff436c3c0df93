/* What the customer gives beside words: files, a place, a phone number; and the keyboard that asks for them. */

import { focusText, takeText } from "./composer.js";
import { act, nameOf, say, someoneElse } from "./customers.js";
import { at, icon, make, makeButton, unseen } from "./dom.js";
import { opensMenu } from "./menus.js";
import { confirmed } from "./notices.js";
import { kindWords, word } from "./words.js";

const SENT = { photo: "picture", document: "file", sticker: "sticker", voice: "sound", video: "play", location: "place", poll: "list" };
const WITH_CAPTION = ["photo", "document", "voice", "video"];

let chat = null;
let drawnAs = "";
let isFolded = false;

export function drawReplyKeyboard(shown) {
  chat = shown;
  const keyboard = chat.reply_keyboard;
  const as = JSON.stringify([keyboard, chat.customer.language_code]);
  if (as !== drawnAs) {
    drawnAs = as;
    isFolded = false;
    const rows = (keyboard?.rows ?? []).map(drawRow);
    const hadFocus = at("reply-keyboard").contains(document.activeElement);
    at("reply-keyboard").replaceChildren(...rows);
    if (hadFocus) focusText();
  }
  at("keyboard-button").hidden = !keyboard;
  showFolded();
}

function showFolded() {
  at("reply-keyboard").hidden = isFolded || !chat.reply_keyboard;
  at("keyboard-button").setAttribute("aria-expanded", String(!isFolded));
  at("keyboard-button").setAttribute("aria-label", word(isFolded ? "openKeyboard" : "closeKeyboard"));
}

function drawRow(buttons) {
  const row = make("div", "row");
  row.append(...buttons.map(drawKey));
  return row;
}

function drawKey(button) {
  const key = makeButton("key", button.text, () => answer(button));
  if (button.request_contact) key.append(icon("share", "mark"), unseen(` (${word("sendsPhone")})`));
  if (button.request_location) key.append(icon("place", "mark"), unseen(` (${word("sendsPlace")})`));
  return key;
}

async function answer(button) {
  if (button.request_contact) await sharePhone();
  else if (button.request_location) await sharePlace();
  else await say(button.text);
  focusText();
}

async function sharePhone() {
  const question = word("shareAsk", { bot: chat.bot.name, phone: chat.customer.phone_number });
  if (await confirmed(word("shareTitle"), question, word("share"))) await act("/contact", {});
}

async function sharePlace() {
  const question = word("placeAsk", { bot: chat.bot.name });
  if (await confirmed(word("placeTitle"), question, word("share"))) await act("/media", { kind: "location" });
}

async function attach(kind) {
  const caption = WITH_CAPTION.includes(kind) ? takeText() : "";
  await act("/media", caption ? { kind, caption } : { kind });
  focusText();
}

function attachable() {
  const other = someoneElse();
  return [
    ...Object.entries(SENT).map(([kind, symbol]) => ({ label: kindWords(kind), icon: symbol, act: () => attach(kind) })),
    { label: word("ownContact"), detail: nameOf(chat.customer), icon: "share", act: sharePhone },
    { label: word("otherContact"), detail: other.first_name, icon: "share", act: () => act("/contact", { other }) },
  ];
}

opensMenu(at("attach-button"), attachable);
at("keyboard-button").addEventListener("click", () => { isFolded = !isFolded; showFolded(); });
