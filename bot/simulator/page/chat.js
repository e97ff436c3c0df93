/* One customer's chat: followed by long polling and drawn whole, again and again. */

import { drawComposer, focusText, forgetDraft } from "./composer.js";
import { act, takeLanguage } from "./customers.js";
import { at } from "./dom.js";
import { setBotName } from "./links.js";
import { closeMenu, opensMenu } from "./menus.js";
import { drawMessages, forgetMessages } from "./messages.js";
import { announce, drawNotices, forgetNotices } from "./notices.js";
import { stayAtEnd, toEnd } from "./scrolling.js";
import { drawReplyKeyboard } from "./sharing.js";
import { setClock } from "./time.js";
import { known, spoken, word } from "./words.js";

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5000;

let polling = null; // ends the running long poll
let typingEnds = 0;
let isBlocked = false;
let opensWriting = false; // the customer pressed what brings the message field, which takes the focus when it is there

export function follow(id) {
  polling?.abort();
  polling = new AbortController();
  typingEnds = 0;
  closeMenu({ giveFocusBack: false });
  forgetMessages();
  forgetNotices();
  forgetDraft();
  poll(id, polling.signal);
}

async function poll(id, signal) {
  let revision = 0;
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const chat = await nextChat(id, revision, signal);
    if (signal.aborted) return;
    if (chat === null) {
      tellOffline();
      await new Promise((done) => setTimeout(done, pause));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      revision = 0;
      continue;
    }
    const isFirst = revision === 0;
    revision = chat.revision;
    pause = FIRST_PAUSE_MS;
    try {
      draw(chat, isFirst);
    } catch (error) {
      reportError(error); // and the next change of the chat is drawn all the same
    }
  }
}

/** Wait for a change; null when nobody answers. */
async function nextChat(id, revision, signal) {
  try {
    const response = await fetch(`/simulator/customers/${id}/chat?after=${revision}&wait=25`, { signal });
    if (response.status === 404) location.reload();
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

export function tellOffline() {
  at("presence").textContent = word("offline");
  announce(word("offline"));
}

function draw(chat, isFirst) {
  if (known(chat.customer.language_code) !== spoken()) {
    takeLanguage(chat.customer);
    forgetMessages();
  }
  setClock(chat.now);
  setBotName(chat.bot.username);
  document.title = `${chat.bot.name} · ${word("simulator")}`;
  at("bot-name").textContent = chat.bot.name;
  typingEnds = chat.typing ? Date.now() + 5000 : 0;
  drawPresence();
  drawMessages(chat);
  drawFooter(chat);
  drawNotices(chat.notices);
  if (chat.messages.at(-1)?.author === "customer" || isFirst) toEnd({ atOnce: isFirst });
  else stayAtEnd({ atOnce: false });
}

function drawPresence() {
  const isTyping = typingEnds > Date.now();
  at("presence").textContent = word(isTyping ? "typing" : "bot");
  at("presence").classList.toggle("busy", isTyping);
  at("typing").hidden = !isTyping;
  if (isTyping) setTimeout(drawPresence, typingEnds - Date.now() + 20);
}

function drawFooter(chat) {
  const isNew = chat.messages.length === 0;
  isBlocked = chat.customer.blocked;
  at("welcome").hidden = !isNew;
  at("description").textContent = chat.description;
  at("start").hidden = !isNew || isBlocked;
  at("blocked").hidden = !isBlocked;
  at("writing").hidden = isNew || isBlocked;
  drawComposer(chat);
  drawReplyKeyboard(chat);
  if (opensWriting && !at("writing").hidden) {
    opensWriting = false;
    focusText();
  }
}

function block(blocked) {
  opensWriting = !blocked;
  return act("", { blocked }, "PATCH");
}

at("start").addEventListener("click", () => { opensWriting = true; act("/start", {}); });
at("unblock").addEventListener("click", () => block(false));
opensMenu(at("chat-button"), () => [
  { label: word(isBlocked ? "unblock" : "block"), icon: "block", act: () => block(!isBlocked) },
]);
