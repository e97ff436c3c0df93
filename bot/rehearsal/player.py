"""Plays a story in one language and says where it went another way."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

import httpx

from bot.conversation.ports import Catalog
from bot.domain.labels import Language
from bot.linking.wanted import NoLink, Wanted
from bot.rehearsal import finding, wishes
from bot.rehearsal.acts import act_of
from bot.rehearsal.chat import CustomerChat, Seen, SeenButton
from bot.rehearsal.failure import CannotGoOn, StoryFailed, Told, Unmet, Wish
from bot.rehearsal.heard import SHOP_CALLS, TELEGRAM_CALLS, newest, shop_writes, violations
from bot.rehearsal.lines import Asked, ExpectedState, Step
from bot.rehearsal.story import Story
from bot.rehearsal.surroundings import Surroundings
from bot.rehearsal.wording import Wording
from bot.rehearsal.words import folded

Found = TypeVar("Found")

PATIENCE_S: Final = 10.0
LOOK_AGAIN_S: Final = 0.05
OWN: Final = "own"


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
        telegram_heard = await newest(self.client, TELEGRAM_CALLS)
        wording = Wording(story, language, self.catalog)
        around = Surroundings(self.client, self.fast)
        playing = _Playing(self, wording, chat, around, heard=await newest(self.client, SHOP_CALLS))
        failed = partial(StoryFailed, story=story.name, language=language)
        for number, step in enumerate(story.dialogue, 1):
            place, done = story.place(number), act_of(step)
            failed_here = partial(failed, place=place, done=done, dialogue=tuple(playing.told))
            try:
                await playing.step(step)
            except Unmet as unmet:
                at = story.at(number, unmet.key)
                raise failed_here(place=at, wishes=unmet.wishes, seen=unmet.seen) from None
            except (CannotGoOn, LookupError) as why:
                raise failed_here(reason=str(why)) from None
            playing.told.append(
                Told(place, done, chat.seen.title if step.shows is not None and chat.seen is not None else "")
            )
        if wrong := await violations(self.client, telegram_heard):
            reason = "\n".join(["calls were not as the Bot API's schema says:", *wrong])
            raise failed(place=story.place(len(story.dialogue)), reason=reason, dialogue=tuple(playing.told))


@dataclass(slots=True)
class _Playing:
    player: Player
    wording: Wording
    chat: CustomerChat
    around: Surroundings
    heard: int
    kept: int = 0
    told: list[Told] = field(default_factory=list)

    async def step(self, step: Step) -> None:
        """Play a line; raise Unmet, CannotGoOn, LookupError."""
        await self._change(step)
        if step.follow is not None:
            label = self.wording.pattern(step.follow)
            find = partial(finding.payload_to_follow, label=label)
            await self.chat.start(await self._found("follow", find, f"a link [ {self.wording.words(step.follow)} ]"))
        self.chat.looks_at_group = step.group is not None
        if step.start is not None:
            await self.chat.start(step.start)
        if step.link is not None:
            await self.chat.start(await self._payload_of(step.link))
        await self._write(step)
        await self._tap(step)
        if step.page:
            landed_on = self.chat.landed_on
            _expect("page", wishes.on_page(step.page, landed_on, self.wording), [folded(landed_on)])
        await self._look(step)

    async def _change(self, step: Step) -> None:
        if step.clock is not None:
            await self.around.move_clock(step.clock)
        if step.restart:
            if self.player.restart is None:
                raise CannotGoOn("this bot cannot be restarted from here")
            await self.player.restart()
        if step.fault is not None:
            await self.around.order_fault(step.fault)
        for situation in step.situation:
            await self.around.bring_about(situation)
        if step.limits is not None:
            await self.around.switch_limits(on=step.limits)

    async def _write(self, step: Step) -> None:
        if step.say is not None:
            await self.chat.say(self.wording.words(step.say))
        if step.edit is not None:
            await self.chat.edit(self.wording.words(step.edit))
        if step.send is not None:
            await self.chat.send(step.send)
        if step.contact is not None:
            await self.chat.share_contact("" if step.contact == OWN else step.contact)
        if step.forward:
            await self.chat.forward()
        if step.message is not None:
            await self.chat.send_raw(step.message)
        if step.group is not None:
            await self.chat.say_in_group(self.wording.words(step.group))

    async def _tap(self, step: Step) -> None:
        if step.tap is not None:
            find = partial(finding.button_to_tap, label=self.wording.pattern(step.tap))
            await self.chat.tap(await self._found("tap", find, f"one button [ {self.wording.words(step.tap)} ] to tap"))
        if step.tap_old is not None:
            await self.chat.tap(self._old_button(step.tap_old))
        if step.pay is not None:
            await self.chat.pay(await self._found("pay", finding.payment_page, "a link to the payment page"), step.pay)
        if step.pay_old is not None:
            await self.chat.pay(self.chat.payment_page, step.pay_old)

    def _old_button(self, label: str) -> SeenButton:
        pattern = self.wording.pattern(label)
        for known, button in self.chat.remembered.items():
            if pattern.fullmatch(folded(known)):
                return button
        wish = Wish(f"a button [ {self.wording.words(label)} ] that was ever shown", is_met=False)
        raise Unmet("tap_old", [wish], [f"[ {known} ]" for known in self.chat.remembered])

    async def _payload_of(self, wanted: Wanted) -> str:
        if self.player.make_link is None:
            raise CannotGoOn("links to this bot cannot be made from here")
        try:
            address = await self.player.make_link(wanted)
        except NoLink as reason:
            raise CannotGoOn(f"link: {reason}") from None
        return address.partition("?start=")[2]

    # --- looking -----------------------------------------------------------------------------------------------------

    async def _look(self, step: Step) -> None:
        if (expected := step.shows) is not None:
            await self._await_met("shows", lambda seen: wishes.on_screen(expected, seen, self.wording), Seen.drawn)
        if step.state is not None:
            await self._expect_state(step.state)
        if (kept := step.keepsakes) is not None:
            seen = await self._await_met(
                "keepsakes",
                lambda seen: wishes.in_keepsakes(kept, seen.keepsakes[self.kept :], self.wording),
                lambda seen: [line for each in seen.keepsakes[self.kept :] for line in each.drawn()],
            )
            self.kept = len(seen.keepsakes)
        if step.shop is not None:
            await self._expect_writes(step.shop)

    async def _await_met(
        self, key: str, asked: Callable[[Seen], list[Wish]], drawn: Callable[[Seen], Sequence[str]]
    ) -> Seen:
        """Return what is seen once all wishes are met; raise Unmet."""

        def met(seen: Seen) -> Seen | None:
            return seen if all(wish.is_met for wish in asked(seen)) else None

        seen, found = await self._wait_for(met)
        if found is None:
            raise Unmet(key, asked(seen), drawn(seen))
        return found

    async def _found(self, key: str, look: Callable[[Seen], Found | None], wanted: str) -> Found:
        """Return what is looked for once it is there; raise Unmet."""
        seen, found = await self._wait_for(look)
        if found is None:
            raise Unmet(key, [Wish(wanted, is_met=False)], seen.drawn())
        return found

    async def _wait_for(self, look: Callable[[Seen], Found | None]) -> tuple[Seen, Found | None]:
        """Return what is seen last, and what was looked for: None where it did not come in time."""
        deadline_s = time.monotonic() + self.player.patience_s
        seen = await self.chat.look()
        while (found := look(seen)) is None and (left_s := deadline_s - time.monotonic()) > 0:
            seen = await self.chat.look(after=seen.revision, wait_s=min(left_s, 1.0))
        return seen, found

    async def _expect_state(self, expected: ExpectedState) -> None:
        deadline_s = time.monotonic() + self.player.patience_s
        while True:
            state = await self.around.state_of(self.chat.customer_id)
            asked = wishes.in_state(expected, state, self.wording)
            if all(wish.is_met for wish in asked):
                return
            if time.monotonic() > deadline_s:
                raise Unmet("state", asked, wishes.state_lines(state))
            await asyncio.sleep(LOOK_AGAIN_S)

    async def _expect_writes(self, expected: tuple[Asked, ...]) -> None:
        writes = await shop_writes(self.player.client, self.heard)
        self.heard = writes[-1]["number"] if writes else self.heard
        _expect(
            "shop", wishes.in_writes(expected, writes), [line for write in writes for line in wishes.write_lines(write)]
        )


def _expect(key: str, asked: list[Wish], seen: Sequence[str]) -> None:
    if not all(wish.is_met for wish in asked):
        raise Unmet(key, asked, seen)
