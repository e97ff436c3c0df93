/* The text of a message: what its entities do when they are touched. */

import { make, makeButton, unseen } from "./dom.js";
import { lead } from "./links.js";
import { copy, copyButton } from "./notices.js";
import { drawMoments } from "./time.js";
import { word } from "./words.js";

const LINES_OF_A_FOLDED_QUOTE = 3;

/** Draw a text. Its HTML is made by the simulator from plain text and entities, all of it escaped. */
export function formatted(html) {
  const words = make("div", "words");
  words.dir = "auto";
  words.innerHTML = html;
  for (const link of words.querySelectorAll("a")) lead(link, link.href);
  for (const spoiler of words.querySelectorAll(".spoiler")) hide(spoiler);
  for (const code of words.querySelectorAll("code")) {
    actsAsButton(code);
    code.setAttribute("aria-description", word("copies"));
  }
  for (const block of words.querySelectorAll("pre")) block.append(copyButton(block.textContent));
  for (const quote of words.querySelectorAll("blockquote[data-expandable]")) fold(quote);
  drawMoments(words);
  return words;
}

function actsAsButton(element) {
  element.setAttribute("role", "button");
  element.tabIndex = 0;
}

/** Hide a text from everybody until it is asked for. */
function hide(spoiler) {
  const secret = make("span", "secret");
  secret.setAttribute("aria-hidden", "true");
  secret.append(...spoiler.childNodes);
  spoiler.append(secret, unseen(word("hiddenText")));
  actsAsButton(spoiler);
}

/** Fold a long quote to its first lines, with a button that unfolds it. */
function fold(quote) {
  const quoted = make("div", "quoted");
  quoted.append(...quote.childNodes);
  const button = makeButton("unfold", word("showMore"), () => {
    const isOpen = quote.classList.toggle("open");
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = word(isOpen ? "showLess" : "showMore");
  });
  button.setAttribute("aria-expanded", "false");
  quote.append(quoted, button);
  requestAnimationFrame(() => {
    const isLong = quoted.scrollHeight > parseFloat(getComputedStyle(quoted).lineHeight) * (LINES_OF_A_FOLDED_QUOTE + 0.5);
    button.hidden = !isLong;
    quote.classList.toggle("open", !isLong);
  });
}

/** A tap on a spoiler shows all that a message hides, as in Telegram. */
function reveal(message) {
  for (const spoiler of message.querySelectorAll(".spoiler:not(.shown)")) {
    spoiler.classList.add("shown");
    spoiler.replaceChildren(...spoiler.querySelector(".secret").childNodes);
    spoiler.removeAttribute("role");
    spoiler.tabIndex = -1;
  }
}

function touch(event) {
  const spoiler = event.target.closest(".spoiler:not(.shown)");
  const code = event.target.closest(".words code");
  if (spoiler) {
    event.preventDefault();
    event.stopPropagation();
    reveal(spoiler.closest(".message"));
  } else if (code) {
    event.preventDefault();
    copy(code.textContent);
  }
}

document.addEventListener("click", touch, { capture: true });
document.addEventListener("keydown", (event) => {
  if (["Enter", " "].includes(event.key) && event.target.matches(".spoiler, code")) touch(event);
});
