/* The list of messages: what changed is drawn anew, the rest stays as it stands. */

import { actionsButton } from "./actions.js";
import { authorName, drawBubble, inShort, isByBot } from "./bubble.js";
import { at, make } from "./dom.js";
import { drawInlineKeyboard } from "./inline_keyboard.js";
import { announce } from "./notices.js";
import { now } from "./time.js";
import { locale, word } from "./words.js";

const drawn = new Map(); // the first message's id, or a day -> { element, bubbleAs, keyboardAs }
let isFirst = true; // what is drawn first is neither new nor announced
let fallen = null; // the message that the focus fell back to when the button that had it went away

export function forgetMessages() {
  drawn.clear();
  isFirst = true;
  fallen = null;
  at("messages").replaceChildren();
}

export function drawMessages(chat) {
  const list = at("messages");
  const hadFocus = list.contains(document.activeElement);
  const wanted = new Map();
  const news = [];
  for (const group of grouped(chat.messages)) {
    const day = new Date(group[0].date).toDateString();
    if (!wanted.has(day)) wanted.set(day, dayLine(day));
    const id = group[0].message_id;
    const entry = drawn.get(id) ?? { element: make("li") };
    if (drawMessage(entry, group, chat) && isByBot(group[0])) news.push(inWords(group, chat));
    wanted.set(id, entry);
  }
  drawn.clear();
  for (const [key, entry] of wanted) drawn.set(key, entry);
  const elements = [...wanted.values()].map((entry) => entry.element);
  elements.forEach((element, index) => {
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] || null);
  });
  while (list.children.length > elements.length) list.lastChild.remove();
  followFocus(hadFocus, news.length > 0);
  if (news.length && !isFirst) announce(news.join("\n"));
  isFirst = false;
}

/** Messages as they are drawn: an album's together. */
function grouped(messages) {
  const groups = [];
  for (const message of messages) {
    const album = message.media_group_id;
    if (album && groups.at(-1)?.[0].media_group_id === album) groups.at(-1).push(message);
    else groups.push([message]);
  }
  return groups;
}

function dayLine(day) {
  const isToday = day === new Date(now()).toDateString();
  const said = isToday ? word("today") : new Date(day).toLocaleDateString(locale(), { weekday: "long", day: "numeric", month: "long" });
  const entry = drawn.get(day) ?? { element: make("li", "day") };
  if (entry.element.textContent !== said) entry.element.textContent = said;
  return entry;
}

/** Draw what changed of a message; tell whether it says or offers something else than before. */
function drawMessage(entry, group, chat) {
  const message = group[0];
  const waiting = chat.pending_presses.filter((press) => press.message_id === message.message_id).map((press) => press.data);
  const bubbleAs = JSON.stringify(group.map((each) => ({ ...each, inline_keyboard: null })));
  const keyboardAs = JSON.stringify(message.inline_keyboard);
  const waitingAs = JSON.stringify(waiting);
  const isNews = entry.bubbleAs !== bubbleAs || entry.keyboardAs !== keyboardAs;
  if (!isNews && entry.waitingAs === waitingAs) return false;
  keepFocus(entry.element, () => {
    if (entry.bubbleAs !== bubbleAs) drawSaid(entry, group, chat);
    entry.element.querySelector(".keyboard")?.remove();
    entry.element.classList.toggle("wide", message.inline_keyboard.length > 0);
    if (message.inline_keyboard.length) entry.element.append(drawInlineKeyboard(message, waiting));
  });
  Object.assign(entry, { bubbleAs, keyboardAs, waitingAs });
  return isNews;
}

function drawSaid(entry, group, chat) {
  const isNew = entry.bubbleAs === undefined;
  const element = entry.element;
  element.className = `message ${isByBot(group[0]) ? "theirs" : "mine"}`;
  if (isNew && !isFirst) element.classList.add("fresh");
  element.tabIndex = -1;
  element.dataset.id = group[0].message_id;
  const said = make("div", "said");
  said.append(drawBubble(group, chat, showMessage), actionsButton(group, chat));
  if (isNew) element.append(said);
  else element.querySelector(".said").replaceWith(said);
}

/** Redraw a message; the button with the same words keeps the focus, else the message itself has it. */
function keepFocus(element, redraw) {
  const focused = document.activeElement;
  const words = focused !== element && element.contains(focused) ? focused.textContent : null;
  redraw();
  if (words === null || focused.isConnected) return;
  const same = [...element.querySelectorAll("button, a")].find((each) => each.textContent === words);
  if (!same) fallen = element;
  (same ?? element).focus({ preventScroll: true });
}

/** When the message that was answered is done with, the focus goes on to the newest one of the bot. */
function followFocus(hadFocus, isNews) {
  const isLost = hadFocus && document.activeElement === document.body;
  const isLeft = fallen !== null && document.activeElement === fallen && isNews;
  if (!isLost && !isLeft) return;
  const newest = [...at("messages").querySelectorAll(".theirs")].at(-1);
  newest?.focus({ preventScroll: true });
  fallen = newest ?? null;
}

function inWords(group, chat) {
  const words = group.map(inShort).filter(Boolean).join("\n");
  const count = group[0].inline_keyboard.flat().length;
  const offered = count ? ` ${word("buttons", { count })}` : "";
  return `${authorName(group[0], chat)}: ${words}${offered}`;
}

export function showMessage(id) {
  const element = at("messages").querySelector(`[data-id="${id}"]`);
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}
