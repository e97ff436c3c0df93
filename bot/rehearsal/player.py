"""Plays a story in one language and says where it went another way."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx

from bot.conversation.messages import Text
from bot.conversation.ports import Catalog
from bot.domain.labels import Language
from bot.linking.wanted import NoLink, Wanted
from bot.rehearsal.chat import CustomerChat, Seen, SeenButton
from bot.rehearsal.heard import shop_writes, violations
from bot.rehearsal.kept import differences
from bot.rehearsal.story import Asked, Expected, Kept, Step, Story
from bot.rehearsal.words import folded
from bot.simulator.duration import seconds_of
from bot.simulator.faults import Fault
from bot.simulator.shop.situations import Situation
from bot.simulator.situations import read

Found = TypeVar("Found")

PATIENCE_S: Final = 10.0
OWN: Final = "own"
TOKEN: Final = re.compile(r"<([^<>]+)>")
BLANK: Final = re.compile(r"\\\{[a-z_]+\\\}")


class StoryFailed(Exception):
    """The dialogue went another way; the message says at which line, what was expected and what was seen."""


@dataclass(slots=True)
class Player:
    """Plays stories at a simulator; `restart` stops the bot and starts it again, `make_link` makes links to it.

    `fast` moves the clock where a story waits; else the wait is a real one.
    """

    client: httpx.AsyncClient
    catalog: Catalog
    restart: Callable[[], Awaitable[None]] | None = None
    fast: bool = True
    patience_s: float = PATIENCE_S
    make_link: Callable[[Wanted], Awaitable[str]] | None = None

    async def play(self, story: Story, language: Language) -> None:
        """Play a story with a new customer; raise StoryFailed."""
        chat = await CustomerChat.join(self.client, language)
        playing = _Playing(self, story, language, chat, await self._heard())
        for number, step in enumerate(story.dialogue, 1):
            try:
                await playing.step(step)
            except (StoryFailed, LookupError) as error:
                raise StoryFailed(f"{story.name} [{language}], line {number} of the dialogue: {error}") from None
        if wrong := await violations(self.client):
            told = "\n".join(f"  {violation}" for violation in wrong)
            raise StoryFailed(f"{story.name} [{language}]: calls were not as the Bot API's schema says:\n{told}")

    async def _heard(self) -> int:
        return len(await shop_writes(self.client))


@dataclass(slots=True)
class _Playing:
    player: Player
    story: Story
    language: Language
    chat: CustomerChat
    heard: int
    kept: int = 0

    async def step(self, step: Step) -> None:
        if step.clock is not None:
            await self._move_clock(step.clock)
        if step.restart:
            if self.player.restart is None:
                raise StoryFailed("this bot cannot be restarted from here")
            await self.player.restart()
        if step.fault is not None:
            await self._order_fault(step.fault)
        for situation in step.situation:
            await self._bring_about(situation)
        if step.limits is not None:
            await self._switch_limits(on=step.limits)
        if step.follow is not None:
            await self.chat.start(await self._payload(step.follow))
        self.chat.looks_at_group = step.group is not None
        if step.start is not None:
            await self.chat.start(step.start)
        if step.link is not None:
            await self.chat.start(await self._payload_of(step.link))
        await self._write(step)
        if step.tap is not None:
            await self.chat.tap(await self._button(step.tap))
        if step.tap_old is not None:
            await self.chat.tap(self._old_button(step.tap_old))
        if step.pay is not None:
            await self.chat.pay(await self._payment_page(), step.pay)
        if step.pay_old is not None:
            await self.chat.pay(self.chat.payment_page, step.pay_old)
        self._expect_page(step.page)
        if step.shows is not None:
            await self._expect(step.shows)
        if step.keepsakes is not None:
            await self._expect_keepsakes(step.keepsakes)
        if step.shop is not None:
            await self._expect_writes(step.shop)

    async def _write(self, step: Step) -> None:
        if step.say is not None:
            await self.chat.say(self._words(step.say))
        if step.edit is not None:
            await self.chat.edit(self._words(step.edit))
        if step.send is not None:
            await self.chat.send(step.send)
        if step.contact is not None:
            await self.chat.share_contact("" if step.contact == OWN else step.contact)
        if step.forward:
            await self.chat.forward()
        if step.message is not None:
            await self.chat.send_raw(step.message)
        if step.group is not None:
            await self.chat.say_in_group(self._words(step.group))

    # --- words -------------------------------------------------------------------------------------------------------

    def _pattern(self, words: str) -> re.Pattern[str]:
        """Return the pattern of words in which <…> is a text of the story or of the catalog, its blanks open."""
        template = TOKEN.sub(lambda found: self._in_language(found[1]), words)
        return re.compile(BLANK.sub(".*?", re.escape(folded(template))), re.DOTALL)

    def _words(self, words: str) -> str:
        return TOKEN.sub(lambda found: self._in_language(found[1]), words)

    def _in_language(self, name: str) -> str:
        if (known := self.story.words.get(name)) is not None:
            return known[self.language]
        return self.player.catalog.words(Text(name), self.language)

    # --- doing -------------------------------------------------------------------------------------------------------

    async def _button(self, label: str) -> SeenButton:
        pattern = self._pattern(label)

        def shown(seen: Seen) -> SeenButton | None:
            fitting = [button for button in seen.buttons if pattern.fullmatch(folded(button.label))]
            return fitting[0] if len(fitting) == 1 and fitting[0].kind == "callback" else None

        return await self._wait_for(shown, f"one button {self._words(label)!r} to tap")

    def _old_button(self, label: str) -> SeenButton:
        pattern = self._pattern(label)
        for known, button in self.chat.remembered.items():
            if pattern.fullmatch(folded(known)):
                return button
        raise StoryFailed(f"no button {label!r} was ever shown; there were: {', '.join(self.chat.remembered)}")

    async def _payload(self, label: str) -> str:
        """Return the payload of a button that leads to the bot."""
        pattern = self._pattern(label)

        def shown(seen: Seen) -> str | None:
            links = (
                each.value for each in seen.buttons if pattern.fullmatch(folded(each.label)) and each.kind == "url"
            )
            return next((parse_qs(urlsplit(link).query).get("start", [""])[0] for link in links), None)

        return await self._wait_for(shown, f"a link {self._words(label)!r} to follow")

    async def _payment_page(self) -> str:
        def shown(seen: Seen) -> str | None:
            return next(
                (button.value for button in seen.buttons if button.kind == "url" and "/pay/" in button.value), None
            )

        return await self._wait_for(shown, "a link to the payment page")

    async def _payload_of(self, wanted: Wanted) -> str:
        if self.player.make_link is None:
            raise StoryFailed("links to this bot cannot be made from here")
        try:
            address = await self.player.make_link(wanted)
        except NoLink as reason:
            raise StoryFailed(f"link: {reason}") from None
        return address.partition("?start=")[2]

    async def _move_clock(self, by: str) -> None:
        try:
            move_s = seconds_of(by.removeprefix("+"))
        except ValueError as wrong:
            raise StoryFailed(f"clock: {wrong}") from None
        if not self.player.fast:
            await asyncio.sleep(move_s)
            return
        answer = await self.player.client.post("/simulator/clock", json={"move_s": move_s})
        answer.raise_for_status()

    async def _order_fault(self, words: str) -> None:
        try:
            fault = Fault.read(words)
        except ValueError as wrong:
            raise StoryFailed(str(wrong)) from None
        answer = await self.player.client.post("/simulator/faults", json=fault.model_dump(mode="json"))
        answer.raise_for_status()

    async def _bring_about(self, words: str) -> None:
        client = self.player.client
        try:
            situation = read(words)
        except ValueError as wrong:
            raise StoryFailed(str(wrong)) from None
        if isinstance(situation, Situation):
            answer = await client.post("/simulator/shop/situations", json=situation.model_dump(mode="json"))
        else:
            answer = await client.post("/simulator/situations", json={"name": situation.name})
        if answer.is_error:
            raise StoryFailed(answer.json()["error"])

    async def _switch_limits(self, *, on: bool) -> None:
        (await self.player.client.post("/simulator/telegram/limits", json={"on": on})).raise_for_status()

    # --- looking -----------------------------------------------------------------------------------------------------

    async def _expect(self, expected: Expected) -> None:
        def fits(seen: Seen) -> Seen | None:
            return None if self._differences(expected, seen) else seen

        await self._wait_for(fits, "", lambda seen: "\n".join(self._differences(expected, seen)))

    def _expect_page(self, expected: tuple[str, ...]) -> None:
        landed_on = folded(self.chat.landed_on)
        missing = [f"  - {self._words(words)}" for words in expected if not self._pattern(words).search(landed_on)]
        if missing:
            raise StoryFailed("\n".join(["the return page was expected to say:", *missing, f"it says:\n  {landed_on}"]))

    def _differences(self, expected: Expected, seen: Seen) -> list[str]:
        text, labels = folded(seen.text), [folded(button.label) for button in seen.buttons]

        def on_screen(words: str) -> bool:
            return self._pattern(words).search(text) is not None

        def on_button(words: str) -> bool:
            return any(self._pattern(words).fullmatch(label) for label in labels)

        missing = [f"  - text   {self._words(words)}" for words in expected.text if not on_screen(words)]
        missing += [f"  - button {self._words(words)}" for words in expected.buttons if not on_button(words)]
        missing += [f"  + text   {self._words(words)}" for words in expected.no_text if on_screen(words)]
        missing += [f"  + button {self._words(words)}" for words in expected.no_buttons if on_button(words)]
        if expected.asks_contact is not None and expected.asks_contact is not seen.asks_contact:
            missing.append(f"  - the button that shares a contact: {'there' if expected.asks_contact else 'gone'}")
        if expected.notice is not None:
            pattern = self._pattern(expected.notice)
            if not any(pattern.search(folded(notice)) for notice in (*seen.notices[-1:], seen.text)):
                missing.append(f"  - notice {self._words(expected.notice)}")
        return missing

    async def _expect_keepsakes(self, expected: tuple[Kept, ...]) -> None:
        def wrong(seen: Seen) -> list[str]:
            return differences(expected, seen.keepsakes[self.kept :], self._pattern)

        seen = await self._wait_for(lambda seen: None if wrong(seen) else seen, "", lambda seen: "\n".join(wrong(seen)))
        self.kept = len(seen.keepsakes)

    async def _wait_for(
        self, look: Callable[[Seen], Found | None], wanted: str, differences: Callable[[Seen], str] | None = None
    ) -> Found:
        deadline_s = time.monotonic() + self.player.patience_s
        seen = await self.chat.look()
        while (found := look(seen)) is None:
            left_s = deadline_s - time.monotonic()
            if left_s <= 0:
                reason = differences(seen) if differences is not None else f"  - {wanted}"
                raise StoryFailed(f"expected (-), not expected (+):\n{reason}\nseen:\n{seen.drawn()}")
            seen = await self.chat.look(after=seen.revision, wait_s=min(left_s, 1.0))
        return found

    async def _expect_writes(self, expected: tuple[Asked, ...]) -> None:
        writes = (await shop_writes(self.player.client))[self.heard :]
        self.heard += len(writes)
        calls = [write["call"] or f"{write['method']} {write['path']}" for write in writes]
        if [asked.call for asked in expected] != calls:
            raise StoryFailed(
                f"the shop heard {calls or 'nothing'}, not {[asked.call for asked in expected] or 'nothing'}"
            )
        for asked, write in zip(expected, writes, strict=True):
            self._expect_write(asked, write)

    def _expect_write(self, asked: Asked, write: dict[str, Any]) -> None:
        body = write["body"]
        if asked.tickets is not None:
            heard = sorted(line["amount"] for line in body["ticket_types"])
            if heard != sorted(asked.tickets.values()):
                raise StoryFailed(f"the shop was asked for {heard} tickets, not {sorted(asked.tickets.values())}")
        if asked.slot is not None and asked.slot is not (body.get("time_slot_id") is not None):
            raise StoryFailed(f"the time slot sent was {body.get('time_slot_id')!r}")
        for name, wanted in (("code", asked.code), ("key", asked.key)):
            if wanted is not None and write["query"].get(name) != wanted:
                raise StoryFailed(f"the {name} sent was {write['query'].get(name)!r}, not {wanted!r}")
