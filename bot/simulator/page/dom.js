/* Finding and making elements. */

export const at = (id) => document.getElementById(id);

export function make(tag, className = "", content = undefined) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (content !== undefined) element.textContent = content;
  return element;
}

export function makeButton(className, content, onClick) {
  const button = make("button", className, content);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

/** Give a list of choices its [value, label] options; what was chosen stays so where it is still there. */
export function fill(select, options) {
  const before = select.value;
  select.replaceChildren(...options.map(([value, label]) => {
    const option = make("option", "", label);
    option.value = value;
    return option;
  }));
  if (options.some(([value]) => value === before)) select.value = before;
}

/** A drawing of lines for sighted people only; what it means stands beside it in words. */
export function icon(name, className = "") {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  if (className) picture.setAttribute("class", className);
  picture.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  picture.firstChild.setAttribute("d", LINES[name]);
  return picture;
}

/** Words for a screen reader only. */
export const unseen = (words) => make("span", "hidden", words);

const LINES = {
  away: "M6 18L18 6M8 6h10v10",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  share: "M12 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5",
  place: "M12 22s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12zM12 7.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  file: "M6 2h8l5 5v15H6zM14 2v5h5",
  picture: "M3 5h18v14H3zM3 16l5-5 5 5 3-3 5 5M15.5 9h.01",
  play: "M7 4l13 8-13 8z",
  sound: "M4 10v4M8 6v12M12 3v18M16 7v10M20 10v4",
  reply: "M9 7L4 12l5 5M4 12h10c4 0 6 2 6 6",
  edit: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  forward: "M15 7l5 5-5 5M20 12H10c-4 0-6 2-6 6",
  sticker: "M12 3a9 9 0 1 0 9 9c-6 0-9-3-9-9zM12 3c5 1 8 4 9 9M8.5 13c.5 2 2 3 4 3",
  list: "M4 6h.01M4 12h.01M4 18h.01M9 6h11M9 12h11M9 18h11",
  block: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM6 6l12 12",
};
