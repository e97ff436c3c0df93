/* The newest message stays in view until the reader scrolls up. */

import { at } from "./dom.js";

const scroller = at("scroller");
let isPinned = true;
let lastTop = 0;

export function toEnd({ atOnce }) {
  isPinned = true;
  const isStill = atOnce || matchMedia("(prefers-reduced-motion: reduce)").matches;
  scroller.scrollTo({ top: scroller.scrollHeight, behavior: isStill ? "instant" : "smooth" });
  at("to-end").hidden = true;
}

export function stayAtEnd({ atOnce }) {
  if (isPinned) toEnd({ atOnce });
}

scroller.addEventListener("scroll", () => {
  const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  if (isAtEnd) isPinned = true;
  else if (scroller.scrollTop < lastTop) isPinned = false;
  lastTop = scroller.scrollTop;
  at("to-end").hidden = isPinned;
}, { passive: true });
at("to-end").addEventListener("click", () => { toEnd({ atOnce: false }); at("text").focus(); });
const grown = new ResizeObserver(() => stayAtEnd({ atOnce: true }));
grown.observe(scroller);
grown.observe(at("messages")); // pictures and unfolded quotes take room when they are there
