/* What is said beside the chat: toasts, dialogs, and words for a screen reader alone. */

import { at, make, makeButton } from "./dom.js";
import { word } from "./words.js";

let lastNotice = null; // the number of the last answer to a tap that was shown
let toastEnds;

export function toast(what) {
  at("toast").replaceChildren(make("p", "", what));
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => at("toast").replaceChildren(), Math.max(3000, what.length * 65));
}

/** Do what may be refused, and show why it was. */
export async function attempt(what) {
  try {
    await what();
  } catch (error) {
    toast(error.message);
  }
}

export const announce = (what) => { at("announcer").textContent = what; };

export function forgetNotices() {
  lastNotice = null;
  at("toast").replaceChildren();
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}

export function drawNotices(notices) {
  const fresh = lastNotice === null ? [] : notices.filter((notice) => notice.number > lastNotice);
  lastNotice = notices.at(-1)?.number ?? 0;
  for (const notice of fresh) {
    if (notice.show_alert) showAlert(notice.text);
    else toast(notice.text);
  }
}

function showAlert(what) {
  at("alert-text").textContent = what;
  if (!at("alert").open) at("alert").showModal();
}

/** Ask a question; true when it is answered with the button that agrees. */
export function confirmed(title, question, agree) {
  const dialog = at("confirm");
  at("confirm-title").textContent = title;
  at("confirm-text").textContent = question;
  at("confirm-agree").textContent = agree;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "agree"), { once: true });
  });
}

/** Show a picture as large as the window allows. */
export function enlarge(address, description) {
  const picture = make("img");
  picture.src = address;
  picture.alt = description;
  at("viewer-place").replaceChildren(picture);
  at("viewer").showModal();
}

export async function copy(what) {
  try {
    await navigator.clipboard.writeText(what);
    toast(word("copied"));
  } catch {
    toast(word("notCopied"));
  }
}

export function copyButton(what) {
  return makeButton("copy", word("copy"), () => copy(what));
}
