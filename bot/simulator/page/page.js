/* A small chat client for the simulator: it long-polls one customer's chat and draws what changed. */

const WORDS = {
  nl: {
    simulator: "Simulator", noMoney: "geen echt geld", customer: "Klant", language: "Taal", newCustomer: "Nieuwe klant",
    whatCanItDo: "Wat kan deze bot?", chat: "Chat", toEnd: "Naar het nieuwste bericht", start: "START", menu: "Menu",
    message: "Bericht", send: "Versturen", suggestions: "Antwoorden", bot: "bot", typing: "is aan het typen…", you: "Jij", edited: "bewerkt",
    copied: "Gekopieerd", notCopied: "Kopiëren lukte niet", offline: "De simulator antwoordt niet. Opnieuw proberen…", newTab: "opent in een nieuw tabblad",
    copies: "kopieert", later: "Dit kan in de simulator nog niet", today: "Vandaag",
  },
  en: {
    simulator: "Simulator", noMoney: "no real money", customer: "Customer", language: "Language", newCustomer: "New customer",
    whatCanItDo: "What can this bot do?", chat: "Chat", toEnd: "To the newest message", start: "START", menu: "Menu",
    message: "Message", send: "Send", suggestions: "Answers", bot: "bot", typing: "is typing…", you: "You", edited: "edited",
    copied: "Copied", notCopied: "Copying failed", offline: "The simulator does not answer. Trying again…", newTab: "opens in a new tab",
    copies: "copies", later: "The simulator cannot do this yet", today: "Today",
  },
  fr: {
    simulator: "Simulateur", noMoney: "sans argent réel", customer: "Client", language: "Langue", newCustomer: "Nouveau client",
    whatCanItDo: "Que peut faire ce bot ?", chat: "Discussion", toEnd: "Aller au dernier message", start: "DÉMARRER", menu: "Menu",
    message: "Message", send: "Envoyer", suggestions: "Réponses", bot: "bot", typing: "écrit…", you: "Vous", edited: "modifié",
    copied: "Copié", notCopied: "La copie a échoué", offline: "Le simulateur ne répond pas. Nouvel essai…", newTab: "s’ouvre dans un nouvel onglet",
    copies: "copie", later: "Le simulateur ne sait pas encore le faire", today: "Aujourd’hui",
  },
  de: {
    simulator: "Simulator", noMoney: "kein echtes Geld", customer: "Kunde", language: "Sprache", newCustomer: "Neuer Kunde",
    whatCanItDo: "Was kann dieser Bot?", chat: "Chat", toEnd: "Zur neuesten Nachricht", start: "STARTEN", menu: "Menü",
    message: "Nachricht", send: "Senden", suggestions: "Antworten", bot: "Bot", typing: "schreibt…", you: "Sie", edited: "bearbeitet",
    copied: "Kopiert", notCopied: "Kopieren fehlgeschlagen", offline: "Der Simulator antwortet nicht. Neuer Versuch…", newTab: "öffnet sich in einem neuen Tab",
    copies: "kopiert", later: "Das kann der Simulator noch nicht", today: "Heute",
  },
};
const NAMES = {
  nl: [["Sanne", "de Jong"], ["Daan", "Bakker"], ["Fleur", "Visser"], ["Bram", "Mulder"]],
  en: [["Emma", "Clarke"], ["Oliver", "Hughes"], ["Grace", "Bennett"], ["Harry", "Walsh"]],
  fr: [["Chloé", "Martin"], ["Lucas", "Moreau"], ["Inès", "Laurent"], ["Hugo", "Girard"]],
  de: [["Lena", "Fischer"], ["Jonas", "Weber"], ["Marie", "Schäfer"], ["Felix", "Braun"]],
};
const REMEMBERED = "simulator.customer";
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

const at = (id) => document.getElementById(id);
const log = at("log"), scroller = at("scroller"), menu = at("menu"), text = at("text");

let language = "en";
let customers = [];
let current = null; // the customer shown
let polling = null; // ends the running long poll
let shown = null; // the chat as last drawn
let lastNotice = null;
let clockAhead = 0;
let typingEnds = 0;
let pinned = true; // the newest message stays in view until the reader scrolls up
const drawn = new Map(); // message id -> { element, as }

const word = (name) => WORDS[language][name];
const known = (code) => (WORDS[(code || "").slice(0, 2)] ? code.slice(0, 2) : "en");

function make(tag, className, content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (content !== undefined) element.textContent = content;
  return element;
}

async function ask(method, path, body) {
  const options = { method };
  if (body) Object.assign(options, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const response = await fetch(`/simulator${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || response.statusText);
  return answer;
}

async function act(path, body, method = "POST") {
  try {
    return await ask(method, `/customers/${current}${path}`, body);
  } catch (error) {
    toast(error.message);
    return null;
  }
}

/* --- customers and languages --- */

async function begin() {
  const start = new URLSearchParams(location.search).get("start");
  if (location.search) history.replaceState(null, "", "/"); // before sending, so that a reload does not send it twice
  customers = await ask("GET", "/customers");
  const remembered = customers.find((customer) => String(customer.id) === localStorage.getItem(REMEMBERED));
  const one = remembered || (await addCustomer(known(navigator.language)));
  show(one.id);
  if (start !== null) await act("/start", { payload: start });
}

async function addCustomer(code) {
  const names = NAMES[code];
  const [first_name, last_name] = names[customers.filter((other) => other.language_code === code).length % names.length];
  const customer = await ask("POST", "/customers", { first_name, last_name, language_code: code });
  customers.push(customer);
  return customer;
}

function show(id) {
  current = id;
  localStorage.setItem(REMEMBERED, String(id));
  polling?.abort();
  polling = new AbortController();
  shown = lastNotice = null;
  typingEnds = 0;
  drawn.clear();
  log.replaceChildren();
  at("alert").close();
  speak(known(customers.find((customer) => customer.id === id).language_code));
  listCustomers();
  follow(id, polling.signal);
}

function listCustomers() {
  const same = (one) => customers.filter((other) => nameOf(other) === nameOf(one));
  at("customers").replaceChildren(...customers.map((customer) => {
    const twins = same(customer);
    const number = twins.length > 1 ? ` ${twins.indexOf(customer) + 1}` : "";
    const option = make("option", "", nameOf(customer) + number);
    option.value = customer.id;
    option.selected = customer.id === current;
    return option;
  }));
}

const nameOf = (customer) => [customer.first_name, customer.last_name].filter(Boolean).join(" ");

function speak(code) {
  language = code;
  document.documentElement.lang = code;
  at("language").value = code;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = word(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  text.placeholder = word(text.dataset.placeholder);
  showClock();
}

/* --- following a chat --- */

async function follow(id, signal) {
  let revision = 0;
  let pause = 300;
  while (!signal.aborted) {
    try {
      const response = await fetch(`/simulator/customers/${id}/chat?after=${revision}&wait=25`, { signal });
      if (response.status === 404) return location.reload();
      if (!response.ok) throw new Error(response.statusText);
      const chat = await response.json();
      if (signal.aborted) return;
      revision = chat.revision;
      pause = 300;
      draw(chat);
    } catch {
      if (signal.aborted) return;
      at("presence").textContent = word("offline");
      await new Promise((done) => setTimeout(done, pause));
      pause = Math.min(pause * 2, 5000);
      shown = null;
    }
  }
}

function draw(chat) {
  const code = known(chat.customer.language_code);
  if (code !== language) {
    customers = customers.map((customer) => (customer.id === chat.customer.id ? chat.customer : customer));
    drawn.clear();
    log.replaceChildren();
    speak(code);
  }
  clockAhead = Date.parse(chat.now) - Date.now();
  const first = shown === null || drawn.size === 0;
  shown = chat;
  document.title = `${chat.bot.name} · ${word("simulator")}`;
  at("bot-name").textContent = chat.bot.name;
  typingEnds = chat.typing ? Date.now() + 5000 : 0;
  drawPresence();
  drawMessages(chat, first);
  drawFooter(chat);
  drawNotices(chat);
  showClock();
  if (pinned || first || chat.messages.at(-1)?.author === "customer") toEnd(first);
}

function drawPresence() {
  const typing = typingEnds > Date.now();
  at("presence").textContent = word(typing ? "typing" : "bot");
  at("presence").classList.toggle("busy", typing);
  at("typing").hidden = !typing;
  if (typing) setTimeout(drawPresence, typingEnds - Date.now() + 20);
}

function drawMessages(chat, first) {
  const wanted = [];
  let day = "";
  for (const message of chat.messages) {
    const date = new Date(message.date);
    if (date.toDateString() !== day) {
      day = date.toDateString();
      wanted.push(dayLine(date));
    }
    wanted.push(messageElement(message, chat, first));
  }
  const ids = new Set(chat.messages.map((message) => message.message_id));
  for (const id of drawn.keys()) if (typeof id === "number" && !ids.has(id)) drawn.delete(id);
  wanted.forEach((element, index) => {
    if (log.children[index] !== element) log.insertBefore(element, log.children[index] || null);
  });
  while (log.children.length > wanted.length) log.lastChild.remove();
}

function dayLine(date) {
  const isToday = date.toDateString() === new Date(Date.now() + clockAhead).toDateString();
  const said = isToday ? word("today") : date.toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long" });
  const key = `day ${date.toDateString()}`;
  if (drawn.get(key)?.as !== said) {
    const line = make("li", "day", said);
    line.setAttribute("aria-live", "off");
    drawn.set(key, { element: line, as: said });
  }
  return drawn.get(key).element;
}

function messageElement(message, chat, first) {
  const waiting = chat.pending_presses.filter((press) => press.message_id === message.message_id).map((press) => press.data);
  const as = JSON.stringify([message, waiting]);
  const before = drawn.get(message.message_id);
  if (before?.as === as) return before.element;
  const item = make("li", `message ${message.author === "bot" ? "theirs" : "mine"}`);
  if (!before && !first) item.classList.add("fresh");
  item.append(bubble(message, chat));
  if (message.inline_keyboard.length) {
    item.classList.add("wide");
    item.append(keyboard(message, chat, waiting));
  }
  const focused = before?.element.contains(document.activeElement) ? document.activeElement.dataset.place : undefined;
  before?.element.replaceWith(item);
  if (focused) item.querySelector(`[data-place="${focused}"]`)?.focus({ preventScroll: true });
  drawn.set(message.message_id, { element: item, as });
  return item;
}

function bubble(message, chat) {
  const element = make("div", "bubble");
  element.append(make("span", "hidden", `${message.author === "bot" ? chat.bot.name : word("you")}: `));
  const preview = picture(message.link_preview);
  const above = message.link_preview?.above_text;
  if (preview && above) element.append(preview);
  const words = make("div", "words");
  words.dir = "auto";
  words.innerHTML = message.html; // made by the simulator from plain text and entities, all of it escaped
  for (const link of words.querySelectorAll("a")) lead(link, link.href, chat);
  const meta = make("span", "meta");
  if (message.edited && message.author === "bot") meta.append(`${word("edited")} `);
  const sent = make("time", "", new Date(message.date).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" }));
  sent.dateTime = message.date;
  meta.append(sent);
  words.append(meta);
  element.append(words);
  if (preview && !above) {
    preview.classList.add("below");
    element.append(preview);
  }
  return element;
}

function picture(preview) {
  if (!preview?.image) return null;
  const address = new URL(preview.image, location.href);
  const isOurs = LOOPBACK.includes(address.hostname) && address.port === location.port;
  if (!isOurs || !/\.(png|jpe?g|webp|gif|svg)$/i.test(address.pathname)) return null;
  const image = make("img", "picture");
  image.alt = "";
  image.src = address.pathname + address.search;
  image.addEventListener("load", () => { if (pinned) toEnd(true); });
  image.addEventListener("error", () => image.remove());
  return image;
}

/** A t.me link to this bot stays in the page; everything else opens in a new tab. */
function lead(link, address, chat) {
  const url = new URL(address, location.href);
  const ours = ["t.me", "telegram.me"].includes(url.hostname) && url.pathname.slice(1).toLowerCase() === chat.bot.username.toLowerCase();
  link.href = ours ? `/t.me/${chat.bot.username}${url.search}` : address;
  link.target = ours ? "_self" : "_blank";
  link.rel = "noopener noreferrer";
  return ours;
}

function keyboard(message, chat, waiting) {
  const element = make("div", "keyboard rounded");
  element.setAttribute("role", "group");
  message.inline_keyboard.forEach((buttons, line) => {
    const row = make("div", "row");
    buttons.forEach((button, column) => {
      const key = inlineKey(message, button, chat);
      key.dataset.place = `${line}/${column}`;
      if (button.kind === "callback" && waiting.includes(button.callback_data)) key.classList.add("waiting");
      row.append(key);
    });
    element.append(row);
  });
  return element;
}

function inlineKey(message, button, chat) {
  const key = make(button.kind === "url" ? "a" : "button", `key ${button.style || ""}`, button.text);
  if (button.kind === "url") {
    const ours = lead(key, button.url, chat);
    key.append(mark("M6 18L18 6M8 6h10v10"));
    if (!ours) key.append(make("span", "hidden", ` (${word("newTab")})`));
    return key;
  }
  key.type = "button";
  if (button.kind === "copy") {
    key.append(mark("M9 9h11v11H9zM5 15H4V4h11v1"));
    key.append(make("span", "hidden", ` (${word("copies")})`));
    key.addEventListener("click", () => copy(button.copy_text));
  } else {
    key.addEventListener("click", () => {
      if (!key.classList.contains("waiting")) act("/presses", { message_id: message.message_id, data: button.callback_data });
    });
  }
  return key;
}

function mark(path) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "mark");
  picture.setAttribute("aria-hidden", "true");
  picture.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  picture.firstChild.setAttribute("d", path);
  return picture;
}

async function copy(what) {
  try {
    await navigator.clipboard.writeText(what);
    toast(word("copied"));
  } catch {
    toast(word("notCopied"));
  }
}

/* --- below the chat --- */

function drawFooter(chat) {
  const isNew = chat.messages.length === 0;
  at("welcome").hidden = !isNew;
  at("description").textContent = chat.description;
  at("start").hidden = !isNew;
  at("composer").hidden = isNew;
  at("menu-button").hidden = chat.commands.length === 0;
  const commands = chat.commands.map((command) => {
    const item = make("li"), button = make("button", "", `/${command.command}`);
    button.type = "button";
    button.append(make("span", "", command.description));
    button.addEventListener("click", () => { openMenu(false); say(`/${command.command}`); });
    item.append(button);
    return item;
  });
  at("commands").replaceChildren(...commands);
  drawReplyKeyboard(chat.reply_keyboard);
}

function drawReplyKeyboard(markup) {
  const place = at("reply-keyboard");
  place.hidden = !markup;
  place.replaceChildren(...(markup?.rows || []).map((buttons) => {
    const row = make("div", "row");
    row.append(...buttons.map((button) => {
      const key = make("button", "key", button.text);
      key.type = "button";
      key.disabled = Boolean(button.request_contact || button.request_location);
      if (key.disabled) key.title = word("later");
      key.addEventListener("click", () => say(button.text));
      return key;
    }));
    return row;
  }));
}

async function say(what) {
  const sent = await act("/messages", { text: what });
  text.focus({ preventScroll: true });
  return sent !== null;
}

function openMenu(open) {
  menu.hidden = !open;
  at("menu-button").setAttribute("aria-expanded", String(open));
  if (open) menu.querySelector("button")?.focus();
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 132)}px`;
}

/* --- notices, clock, scrolling --- */

function drawNotices(chat) {
  const fresh = lastNotice === null ? [] : chat.notices.filter((notice) => notice.number > lastNotice);
  lastNotice = chat.notices.at(-1)?.number ?? 0;
  for (const notice of fresh) {
    if (notice.show_alert) {
      at("alert-text").textContent = notice.text;
      if (!at("alert").open) at("alert").showModal();
    } else toast(notice.text);
  }
}

let toastEnds;
function toast(what) {
  const place = at("toast");
  place.hidden = true;
  place.textContent = what;
  place.hidden = false;
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => { place.hidden = true; }, Math.max(3000, what.length * 65));
}

function showClock() {
  const now = new Date(Date.now() + clockAhead);
  at("clock").dateTime = now.toISOString();
  const date = now.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "short" };
  at("clock").textContent = now.toLocaleString(language, { ...date, hour: "2-digit", minute: "2-digit" });
}

const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;

function toEnd(atOnce) {
  pinned = true;
  scroller.scrollTo({ top: scroller.scrollHeight, behavior: atOnce || matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
  at("to-end").hidden = true;
}

/* --- what the customer does --- */

at("customers").addEventListener("change", (event) => show(Number(event.target.value)));
at("language").addEventListener("change", (event) => act("", { language_code: event.target.value }, "PATCH"));
at("new-customer").addEventListener("click", async () => show((await addCustomer(language)).id));
at("start").addEventListener("click", async () => { await act("/start", {}); text.focus(); });
at("to-end").addEventListener("click", () => toEnd(false));
at("menu-button").addEventListener("click", () => openMenu(menu.hidden));
at("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const what = text.value;
  if (!what.trim()) return;
  text.value = "";
  fit();
  if (!(await say(what))) text.value = what;
});
text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
});
menu.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...menu.querySelectorAll("button")];
  buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || menu.hidden) return;
  openMenu(false);
  at("menu-button").focus();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#menu, #menu-button")) openMenu(false);
  const command = event.target.closest("[data-command]");
  if (command) say(command.dataset.command);
  event.target.closest(".spoiler")?.classList.toggle("shown");
});
let lastTop = 0;
scroller.addEventListener("scroll", () => {
  if (isAtEnd()) pinned = true;
  else if (scroller.scrollTop < lastTop) pinned = false;
  lastTop = scroller.scrollTop;
  at("to-end").hidden = pinned;
}, { passive: true });
new ResizeObserver(() => { if (pinned) toEnd(true); }).observe(scroller);
setInterval(showClock, 10_000);
begin().catch(() => { at("presence").textContent = word("offline"); setTimeout(() => location.reload(), 2000); });
