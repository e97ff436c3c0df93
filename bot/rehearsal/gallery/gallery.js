/* Searching the gallery, and choosing what is seen of it. Without it the page shows everything. */

const articles = [...document.querySelectorAll("article")].map((element) => [element, element.textContent.toLowerCase()]);
const found = document.getElementById("found");

function search() {
  const words = document.getElementById("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const [element, text] of articles) {
    const within = `${element.closest("section").id} ${text}`;
    element.hidden = !words.every((word) => within.includes(word));
    shown += !element.hidden;
  }
  for (const section of document.querySelectorAll("section")) section.hidden = !section.querySelector("article:not([hidden])");
  found.textContent = words.length ? `${shown} of ${articles.length} screens` : "";
}

function choose(box) {
  for (const figure of document.querySelectorAll(`figure[lang="${box.value}"]`)) figure.hidden = !box.checked;
}

function dress() {
  const theme = document.getElementById("theme").value;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("search").addEventListener("input", search);
document.getElementById("theme").addEventListener("change", dress);
for (const box of document.querySelectorAll('fieldset input[type="checkbox"]')) box.addEventListener("change", () => choose(box));
