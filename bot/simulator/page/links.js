/* Where links lead: none is followed by the page itself but those to this bot. */

let botName = "";

export const setBotName = (username) => { botName = username.toLowerCase(); };

/** Let a t.me link to this bot stay in the page, and everything else open in a new tab; true for the former. */
export function lead(link, address) {
  const url = new URL(address, location.href);
  const isOurs = ["t.me", "telegram.me"].includes(url.hostname) && url.pathname.slice(1).toLowerCase() === botName;
  link.href = isOurs ? `/t.me/${botName}${url.search}` : address;
  link.target = isOurs ? "_self" : "_blank";
  link.rel = "noopener noreferrer";
  return isOurs;
}

/** The path of a picture that the simulator serves; null for one from elsewhere, which is never loaded. */
export function servedHere(address) {
  const url = new URL(address, location.href);
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname) && url.port === location.port;
  return isHere ? url.pathname + url.search : null;
}
