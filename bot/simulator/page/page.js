/* The beginning: somebody is played, their chat is followed, and a link's payload is sent for them. */

import { follow, tellOffline } from "./chat.js";
import { act, beginAsSomebody } from "./customers.js";
import { keepTheme } from "./theme.js";
import { keepTime } from "./time.js";
import { watchTrouble } from "./trouble.js";

async function begin() {
  const start = new URLSearchParams(location.search).get("start");
  if (location.search) history.replaceState(null, "", "/"); // before sending, so that a reload does not send it twice
  await beginAsSomebody(follow);
  if (start !== null) await act("/start", { payload: start });
  watchTrouble();
}

keepTheme();
keepTime();
begin().catch(() => {
  tellOffline();
  setTimeout(() => location.reload(), 2000);
});
