"""Two phones and the last ticket: the shop decides who gets it, and the other customer is told so with the way on."""

import asyncio

import httpx

from bot.rehearsal.chat import CustomerChat, Seen
from bot.rehearsal.heard import shop_writes
from tests.processes.buyer import Buyer
from tests.processes.conftest import RunningBot

AFTER_THE_ORDER = "Pay now|Nothing was booked"


async def race(bot: RunningBot, simulator: httpx.AsyncClient, *, left: int) -> tuple[list[Seen], list[Seen]]:
    """Let two customers press the order button at once for a ticket each; return who can pay for it, and who cannot."""
    buyers = [Buyer(await CustomerChat.join(simulator, "en", name), bot) for name in ("Robin", "Sam")]
    left_over = {"name": "places", "of": "festival.day", "to": str(left)}
    (await simulator.post("/simulator/shop/situations", json=left_over)).raise_for_status()
    await asyncio.gather(*(buyer.reach_the_review_of_a_day_ticket() for buyer in buyers))
    seen = await asyncio.gather(*(buyer.tap("Order and pay", AFTER_THE_ORDER) for buyer in buyers))
    labels = [{button.label for button in each.buttons} for each in seen]
    can_pay = [each for each, shown in zip(seen, labels, strict=True) if "Pay now" in shown]
    return can_pay, [each for each in seen if each not in can_pay]


async def test_two_phones_race_for_the_last_ticket(bot: RunningBot, simulator: httpx.AsyncClient):
    can_pay, cannot = await race(bot, simulator, left=1)
    assert (len(can_pay), len(cannot)) == (1, 1)
    assert (
        "The shop refused this order. Nothing was booked. “Day ticket” is not available at the moment."
        in cannot[0].text
    )
    assert "Which tickets would you like?" in cannot[0].text
    assert {"Take out what cannot be ordered", "+ Child"} <= {button.label for button in cannot[0].buttons}
    writes = await shop_writes(simulator)
    assert sorted((write["call"], write["status"]) for write in writes) == [
        ("checkout", 201),
        ("reserve", 201),
        ("reserve", 400),
    ]


async def test_control_with_two_left_both_get_one(bot: RunningBot, simulator: httpx.AsyncClient):
    can_pay, cannot = await race(bot, simulator, left=2)
    assert (len(can_pay), len(cannot)) == (2, 0)
