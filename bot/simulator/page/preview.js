/* The preview of a link: large or small, above the text or below it. */

import { icon, make } from "./dom.js";
import { lead, servedHere } from "./links.js";
import { word } from "./words.js";

export function drawPreview(preview) {
  const element = make("a", `preview ${preview.large ? "large" : "small"}`);
  lead(element, preview.url);
  const host = new URL(preview.url, location.href).hostname;
  const isPicture = preview.image && !preview.title;
  const words = make("span", isPicture ? "hidden" : "preview-words");
  words.append(make("small", "site", host));
  if (preview.title && preview.title !== host) words.append(make("b", "", preview.title));
  if (preview.description) words.append(make("span", "", preview.description));
  element.append(words);
  if (preview.image) element.append(pictureOf(preview.image));
  return element;
}

function pictureOf(address) {
  const served = servedHere(address);
  const image = make(served ? "img" : "span", "preview-picture");
  if (served) {
    image.alt = "";
    image.src = served;
    image.addEventListener("error", () => image.remove());
  } else {
    image.title = word("notLoaded");
    image.append(icon("picture"));
  }
  return image;
}
