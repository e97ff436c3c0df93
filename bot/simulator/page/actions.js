/* What can be done with a message: from its own button, or with the other mouse button or a long press. */

import { isByBot } from "./bubble.js";
import { editMessage, replyTo } from "./composer.js";
import { act } from "./customers.js";
import { icon, makeButton } from "./dom.js";
import { opensMenu } from "./menus.js";
import { copy } from "./notices.js";
import { word } from "./words.js";

export function actionsButton(group, chat) {
  const button = makeButton("actions", "", () => {});
  button.setAttribute("aria-label", word("messageActions"));
  button.append(icon("more"));
  opensMenu(button, () => entries(group, chat));
  return button;
}

function entries(group, chat) {
  const message = group[0];
  const words = group.map((each) => each.text).filter(Boolean).join("\n");
  const own = !isByBot(message) && !message.forwarded_from;
  const offered = [
    [true, "reply", "reply", () => replyTo(message, chat)],
    [own && message.text, "edit", "edit", () => editMessage(message)],
    [!message.protected && words, "copyText", "copy", () => copy(words)],
    [!message.protected, "forward", "forward", () => act("/forward", { message_id: message.message_id })],
  ];
  return offered.filter(([isOffered]) => isOffered).map(([, name, symbol, does]) => ({ label: word(name), icon: symbol, act: does }));
}

document.addEventListener("contextmenu", (event) => {
  const said = event.target.closest(".said");
  if (!said || event.target.closest("a, button") || String(getSelection())) return;
  event.preventDefault();
  said.querySelector(".actions").click();
});
