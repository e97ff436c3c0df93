"""The simulator as somebody starts it for a bot that runs elsewhere: with trouble and situations from the start."""

import re

import httpx

from bot.settings import Settings
from bot.wiring import webhook_url
from tests.processes.conftest import SETTING, end, ended, read_until, start


async def test_simulate_begins_with_what_is_ordered():
    process = await start(
        *("simulate", "--port", "0", "--event", "festival", "--event", "dinner"),
        *("--fault", "shop:event:refused:shape=html:for=5m", "--situation", "unlocked:dinner", "--webhook"),
    )
    try:
        _, printed = await read_until(process, re.compile("SESSION_KEYS"))
        settings = dict(SETTING.findall(printed))
        assert webhook_url(Settings.load(settings)).startswith(f"http://{settings['LISTEN']}/telegram/")
        async with httpx.AsyncClient(
            trust_env=False, headers={"X-CM-PRODUCTTOKEN": settings["SHOP_PRODUCT_TOKEN"]}
        ) as http:
            lines = (await http.get(f"{settings['SHOP_API_URL']}/events")).json()
            assert [line["name"] for line in lines] == ["Polderlicht Festival", "Diner aan de Kade"]
            refused = await http.get(f"{settings['SHOP_API_URL']}/events/{lines[0]['uuid']}")
            assert (refused.status_code, refused.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    finally:
        await end(process)


async def test_simulate_says_what_is_wrong_with_what_is_ordered():
    for wrong, said in (
        (("--fault", "shop:reserve:502"), "is no fault"),
        (("--situation", "gone:circus"), "gone is about a"),
        (("--event", "circus"), "the sandbox has no event circus"),
    ):
        code, output = await ended(await start("simulate", "--port", "0", *wrong))
        assert code == 2
        assert said in " ".join(re.sub("[│╭╮╰╯─]", " ", output).split())
