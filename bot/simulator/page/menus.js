/* Menus that open from a button, as https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/ has them. */

import { at, icon, make, makeButton } from "./dom.js";

let opened = null; // the button whose menu is open

/** Let a button open a menu; `entries` makes its [{ label, detail, icon, act }] each time. */
export function opensMenu(button, entries) {
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => (opened === button ? closeMenu() : openMenu(button, entries())));
}

export function closeMenu({ giveFocusBack = true } = {}) {
  if (!opened) return;
  const button = opened;
  opened = null;
  button.setAttribute("aria-expanded", "false");
  const hadFocus = at("menu").contains(document.activeElement);
  at("menu").hidden = true;
  if (giveFocusBack && hadFocus) button.focus({ preventScroll: true });
}

function openMenu(button, entries) {
  closeMenu({ giveFocusBack: false });
  opened = button;
  button.setAttribute("aria-expanded", "true");
  const menu = at("menu");
  menu.setAttribute("aria-label", button.getAttribute("aria-label") || button.textContent);
  menu.replaceChildren(...entries.map(menuItem));
  menu.hidden = false;
  place(menu, button);
  menu.firstElementChild?.focus({ preventScroll: true });
}

function menuItem(entry) {
  const item = makeButton("", "", () => {
    closeMenu();
    entry.act();
  });
  if (entry.icon) item.append(icon(entry.icon));
  item.append(make("span", "", entry.label));
  if (entry.detail) item.append(make("span", "detail", entry.detail));
  item.setAttribute("role", "menuitem");
  item.tabIndex = -1;
  return item;
}

/** Put a menu where there is room: over its button or under it, inside the phone. */
function place(menu, button) {
  const phone = at("phone").getBoundingClientRect();
  const anchor = button.getBoundingClientRect();
  const isHigh = anchor.top - phone.top > phone.bottom - anchor.bottom;
  const room = isHigh ? anchor.top - phone.top : phone.bottom - anchor.bottom;
  menu.style.maxHeight = `${room - 12}px`;
  menu.style.top = isHigh ? "auto" : `${anchor.bottom - phone.top + 4}px`;
  menu.style.bottom = isHigh ? `${phone.bottom - anchor.top + 4}px` : "auto";
  const left = Math.min(anchor.left - phone.left, phone.width - menu.offsetWidth - 8);
  menu.style.left = `${Math.max(left, 8)}px`;
}

at("menu").addEventListener("keydown", (event) => {
  const items = [...at("menu").children];
  const here = items.indexOf(document.activeElement);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items.at(next % items.length).focus();
  } else if (event.key === "Escape") {
    event.stopPropagation();
    closeMenu();
  } else if (event.key === "Tab") closeMenu();
});
document.addEventListener("click", (event) => {
  if (opened && !opened.contains(event.target) && !at("menu").contains(event.target)) closeMenu({ giveFocusBack: false });
});
