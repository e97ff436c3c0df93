/* The people one can be: who is played now, and what that person does. */

import { at, make } from "./dom.js";
import { toast } from "./notices.js";
import { ask } from "./simulator.js";
import { known, speak, spoken } from "./words.js";

const NAMES = {
  nl: [["Sanne", "de Jong"], ["Daan", "Bakker"], ["Fleur", "Visser"], ["Bram", "Mulder"]],
  en: [["Emma", "Clarke"], ["Oliver", "Hughes"], ["Grace", "Bennett"], ["Harry", "Walsh"]],
  fr: [["Chloé", "Martin"], ["Lucas", "Moreau"], ["Inès", "Laurent"], ["Hugo", "Girard"]],
  de: [["Lena", "Fischer"], ["Jonas", "Weber"], ["Marie", "Schäfer"], ["Felix", "Braun"]],
};
const REMEMBERED = "simulator.customer";

let customers = [];
let current = null;
let onChosen = () => {};

export const nameOf = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

/** Do something as the customer; null, and the reason shown, when that was refused. */
export async function act(path, body, method = "POST") {
  try {
    return await ask(method, `/customers/${current}${path}`, body);
  } catch (error) {
    toast(error.message);
    return null;
  }
}

export const say = async (text, more = {}) => (await act("/messages", { text, ...more })) !== null;

/** Begin as the customer played last, or as a new one who speaks the browser's language. */
export async function beginAsSomebody(chosen) {
  onChosen = chosen;
  customers = await ask("GET", "/customers");
  const remembered = customers.find((person) => String(person.id) === localStorage.getItem(REMEMBERED));
  choose((remembered || (await addCustomer(known(navigator.language)))).id);
}

async function addCustomer(code) {
  const names = NAMES[code];
  const [first_name, last_name] = names[customers.filter((other) => other.language_code === code).length % names.length];
  const person = await ask("POST", "/customers", { first_name, last_name, language_code: code });
  customers.push(person);
  return person;
}

/** Somebody whose card a customer could pass on. */
export function someoneElse() {
  const [first_name, last_name] = NAMES[spoken()].at(-1);
  return { first_name: `${first_name} ${last_name}`, phone_number: "+31612340000" };
}

function choose(id) {
  current = id;
  localStorage.setItem(REMEMBERED, String(id));
  takeLanguage(customers.find((person) => person.id === id));
  listCustomers();
  onChosen(id);
}

/** Speak as a customer's Telegram now does. */
export function takeLanguage(person) {
  customers = customers.map((other) => (other.id === person.id ? person : other));
  const code = known(person.language_code);
  at("language").value = code;
  speak(code);
}

function listCustomers() {
  at("customers").replaceChildren(...customers.map((person) => {
    const twins = customers.filter((other) => nameOf(other) === nameOf(person));
    const number = twins.length > 1 ? ` ${twins.indexOf(person) + 1}` : "";
    const option = make("option", "", nameOf(person) + number);
    option.value = person.id;
    option.selected = person.id === current;
    return option;
  }));
}

at("customers").addEventListener("change", (event) => choose(Number(event.target.value)));
at("language").addEventListener("change", (event) => act("", { language_code: event.target.value }, "PATCH"));
at("new-customer").addEventListener("click", async () => choose((await addCustomer(spoken())).id));
