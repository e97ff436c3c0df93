/* The bubble of a message, or of the messages that make one album. */

import { icon, make, unseen } from "./dom.js";
import { formatted } from "./formatting.js";
import { drawMedia, picture } from "./media.js";
import { drawPreview } from "./preview.js";
import { hour } from "./time.js";
import { kindWords, word } from "./words.js";

const AS_PICTURES = ["photo", "video"];

export const isByBot = (message) => message.author === "bot";
export const authorName = (message, chat) => message.author_name ?? (isByBot(message) ? chat.bot.name : word("you"));

/** What a message is about in one line: its words but for what it hides, or the kind of what it holds. */
export function inShort(message) {
  const hidden = message.entities.filter((entity) => entity.type === "spoiler").reverse();
  const words = hidden.reduce((text, { offset, length }) => `${text.slice(0, offset)}…${text.slice(offset + length)}`, message.text);
  return words || (message.media ? kindWords(message.media.kind) : "");
}

export function drawBubble(group, chat, onQuote) {
  const message = group.find((each) => each.html) ?? group[0];
  const element = make("div", "bubble");
  element.append(unseen(`${authorName(message, chat)}: `));
  if (message.forwarded_from) element.append(make("p", "forwarded", word("forwardedFrom", { name: message.forwarded_from })));
  if (message.reply_to) element.append(quoteOf(message.reply_to, chat, onQuote));
  const held = group.map((each) => each.media).filter(Boolean);
  const meta = drawMeta(message);
  const words = message.html ? formatted(message.html) : make("div", "words");
  words.append(meta);
  const media = held.length ? [drawHeld(held)] : [];
  const preview = message.link_preview ? [drawPreview(message.link_preview)] : [];
  const isAbove = message.link_preview?.above_text;
  element.append(...(message.caption_above ? [words, ...media] : [...media, ...(isAbove ? preview : []), words]));
  if (!isAbove) element.append(...preview);
  if (held.length && !message.html) element.classList.add("bare");
  return element;
}

function drawHeld(held) {
  if (held.length === 1) return drawMedia(held[0]);
  const isGrid = held.every((media) => AS_PICTURES.includes(media.kind));
  const album = make("div", isGrid ? `album of-${held.length}` : "files");
  album.setAttribute("role", "group");
  album.setAttribute("aria-label", `${kindWords(held[0].kind)} × ${held.length}`);
  album.append(...held.map((media) => (isGrid ? picture(media) : drawMedia(media))));
  return album;
}

function drawMeta(message) {
  const meta = make("span", "meta");
  if (message.edited && !isByBot(message)) meta.append(`${word("edited")} `);
  const sent = make("time", "", hour(message.date));
  sent.dateTime = message.date;
  meta.append(sent);
  return meta;
}

function quoteOf(id, chat, onQuote) {
  const quoted = chat.messages.find((each) => each.message_id === id);
  const button = make("button", "quote");
  button.type = "button";
  button.append(icon("reply"), unseen(`${word("replyTo", { name: quoted ? authorName(quoted, chat) : "" })}: `));
  button.append(make("span", "", quoted ? inShort(quoted) : word("deleted")));
  button.addEventListener("click", () => onQuote(id));
  return button;
}
