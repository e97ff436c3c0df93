"""From the payment page back into the chat, the whole bot in between: one message in total (promises 46 and 47)."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urljoin

import httpx
import pytest
from redis.asyncio import Redis

from tests.emulator import TLS
from tests.telegram.whole_bot import WholeBot, whole_bot


@pytest.fixture
async def paying(redis_url: str, redis: Redis) -> AsyncIterator[WholeBot]:
    """A customer who was shown the payment link."""
    async with whole_bot(redis_url, "en", "festival", return_page=True) as whole:
        await whole.chat.start()
        await whole.tap("Get tickets")
        await whole.tap("+ Day ticket")
        await whole.tap("Continue")
        await whole.see_text("What is your first name?")
        await whole.chat.say("Robin de Vries\nrobin@example.com")
        await whole.tap("iDEAL")
        await whole.tap("Order and pay")
        await whole.see(lambda seen: bool(whole.chat.payment_page))
        yield whole


async def way_back(whole: WholeBot, outcome: str) -> str:
    """End the payment so; return the address to which the payment page sends the browser."""
    page = whole.chat.payment_page
    answer = await whole.client.post(urljoin(page, "?"), data={"outcome": outcome})
    assert answer.status_code == 303
    return answer.headers["location"]


async def by_bot(whole: WholeBot) -> list[str]:
    return [each["text"] for each in await whole.messages() if each["author"] == "bot"]


async def test_however_often_it_comes_back_the_chat_gets_one_message(paying: WholeBot):
    address = await way_back(paying, "cancelled")
    before = len(await by_bot(paying))
    async with httpx.AsyncClient(verify=TLS, trust_env=False) as browser:
        await browser.head(address)
        answers = await asyncio.gather(*(browser.get(address) for _ in range(5)))
        assert {each.status_code for each in answers} == {200}
        await paying.see_text("reports that you cancelled the payment")
        guesses = [address[:-1] + end for end in "0123456789" if not address.endswith(end)]
        assert {(await browser.get(each)).status_code for each in guesses} == {404}
        await browser.get(await way_back(paying, "success"))
        thanked = await paying.see_text("Thank you!")
        await browser.get(address)
        await paying.chat.say("hello")
        await paying.see(lambda seen: "Thank you!" in seen.text and seen.message_id > thanked.message_id)
    said = await by_bot(paying)
    assert sum("cancelled the payment" in each for each in said) == 1
    # One on each of the two outcomes, two that are kept of the order, and the answer to the last word.
    assert len(said) == before + 5
