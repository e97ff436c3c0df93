/* What a message holds beside words. Nothing is loaded from elsewhere: a map is a drawing with a link. */

import { icon, make, makeButton, unseen } from "./dom.js";
import { lead, servedHere } from "./links.js";
import { enlarge } from "./notices.js";
import { kindWords, locale, word } from "./words.js";

const MAP = "https://www.openstreetmap.org/";
const DICE = ["⚀", "⚁", "⚂", "⚃", "⚄", "⚅"];
const ICONS = { voice: "sound", audio: "sound", video: "play", video_note: "play", animation: "play", poll: "list" };

/** Draw what a message holds; a kind that is not known here by its name. */
export function drawMedia(media) {
  return (DRAWN[media.kind] ?? row)(media);
}

const DRAWN = {
  photo: picture,
  venue: place,
  location: place,
  contact,
  sticker: (media) => symbol(media.emoji || "🎟️", media),
  dice: (media) => symbol(media.emoji || DICE[(media.value ?? 1) - 1], media),
  animation: (media) => (isPicture(media) ? picture(media) : row(media)),
};

const isPicture = (media) => /^image\//.test(media.mime_type ?? "");

export function picture(media) {
  const address = media.url && servedHere(media.url);
  if (!address) return nothingLoaded(media);
  const image = make("img");
  image.alt = kindWords(media.kind);
  image.src = address;
  if (media.width && media.height) [image.width, image.height] = [media.width, media.height];
  const button = makeButton("picture", "", () => enlarge(address, image.alt));
  button.append(image, unseen(` (${word("enlarge")})`));
  image.addEventListener("error", () => button.replaceWith(nothingLoaded(media)));
  return button;
}

/** Stands for a picture that the page does not load: made up, broken, or from elsewhere. */
function nothingLoaded(media) {
  const element = make("div", "picture none");
  element.append(icon("picture"), make("span", "", kindWords(media.kind)));
  if (/^https?:/.test(media.url ?? "")) element.title = word("notLoaded");
  return element;
}

function row(media) {
  const element = media.url ? make("a", "file") : make("div", "file");
  if (media.url) {
    element.href = servedHere(media.url) ?? media.url;
    element.download = media.file_name ?? "";
  }
  const words = make("span", "file-words");
  words.append(make("b", "", media.file_name || kindWords(media.kind)));
  const detail = media.file_name ? [kindWords(media.kind), size(media.file_size)] : [duration(media.duration)];
  words.append(make("small", "", detail.filter(Boolean).join(" · ")));
  element.append(icon(ICONS[media.kind] ?? "file"), words);
  return element;
}

function size(bytes) {
  if (bytes === undefined || bytes === null) return "";
  const [unit, amount] = bytes < 1e3 ? ["byte", bytes] : bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
}

function duration(seconds) {
  return seconds ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "";
}

function symbol(emoji, media) {
  const element = make("div", "symbol", emoji);
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", `${kindWords(media.kind)} ${emoji}`);
  return element;
}

function place(media) {
  const { latitude, longitude } = media;
  const element = make("a", "place");
  lead(element, `${MAP}?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`);
  const map = make("span", "map");
  map.append(icon("place"));
  element.append(map);
  const words = make("span", "place-words");
  words.append(make("b", "", media.title || kindWords(media.kind)));
  words.append(make("small", "", media.address || `${latitude}, ${longitude}`));
  element.append(words, unseen(` (${word("openMap")}, ${word("newTab")})`));
  return element;
}

function contact(media) {
  const name = [media.first_name, media.last_name].filter(Boolean).join(" ");
  const element = make("div", "contact");
  const letters = make("span", "letters", name.slice(0, 1));
  letters.setAttribute("aria-hidden", "true");
  const words = make("span", "file-words");
  const number = make("a", "", media.phone_number);
  number.href = `tel:${media.phone_number}`;
  words.append(make("b", "", name), number);
  element.append(letters, words);
  return element;
}
