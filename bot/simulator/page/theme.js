/* Light or dark: as the device has it, until somebody chooses. */

import { at } from "./dom.js";

const REMEMBERED = "simulator.theme";
const device = matchMedia("(prefers-color-scheme: dark)");

function show() {
  const chosen = localStorage.getItem(REMEMBERED);
  if (chosen) document.documentElement.dataset.theme = chosen;
  at("dark").setAttribute("aria-pressed", String(chosen ? chosen === "dark" : device.matches));
}

export function keepTheme() {
  show();
  device.addEventListener("change", show);
  at("dark").addEventListener("click", () => {
    const isDark = at("dark").getAttribute("aria-pressed") === "true";
    localStorage.setItem(REMEMBERED, isDark ? "light" : "dark");
    show();
  });
}
