"""The doctor over a real Telegram, Redis and shop, each made wrong in turn: one line names it, and the others go on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest
from telegram import Bot

from bot.clock import SystemClock
from bot.conversation.ports import Clock
from bot.doctor.examination import examine
from bot.doctor.finding import Finding, Verdict
from bot.doctor.languages import of_the_bot, of_tickets
from bot.doctor.store import version
from bot.domain.labels import Label
from bot.i18n.catalog import GettextCatalog
from bot.log import secrets_of
from bot.rehearsal.heard import shop_writes
from bot.rehearsal.stage import TOKEN, make_simulator, settings_for
from bot.settings import Settings
from bot.simulator.app import Simulator
from bot.simulator.clock import MovableClock
from bot.simulator.server import serve
from bot.store.client import make_client
from bot.store.crypto import new_key
from bot.store.keeping import Keeping
from bot.telegram import profile
from bot.telegram.request import TolerantRequest
from bot.telegram.webhook import LOOK_AGAIN_S, WebhookLoop
from bot.wiring import told, webhook_url
from tests.domain.samples import event, ticket_type
from tests.emulator import TLS

ELSEWHERE = "3b8f0d52-6a1e-4c0f-9d3c-2f6f5a9a7c11"


@dataclass
class Patient:
    """A bot's surroundings, all as they should be; `settings` are what leads to them."""

    simulator: Simulator
    settings: dict[str, str]

    async def examined(self, clock: Clock | None = None, /, **changed: str) -> list[Finding]:
        settings = Settings.load(self.settings | changed)
        findings = await examine(settings, clock or self.simulator.clock)
        shown = "\n".join(f"{each.words} {each.remedy}" for each in findings)
        assert [secret for secret in secrets_of(settings) if secret in shown] == []
        return findings

    async def complaints(self, clock: Clock | None = None, /, **changed: str) -> list[Finding]:
        return [each for each in await self.examined(clock, **changed) if each.verdict is not Verdict.GOOD]

    @asynccontextmanager
    async def telegram(self) -> AsyncIterator[Bot]:
        request = TolerantRequest()
        async with Bot(TOKEN, base_url=f"{self.settings['TELEGRAM_API_URL']}/bot", request=request) as bot:
            yield bot


@pytest.fixture
async def patient(own_server: str) -> AsyncIterator[Patient]:
    client = make_client(own_server)
    for name, value in (("appendonly", "yes"), ("appendfsync", "always")):
        await client.config_set(name, value)
    await client.aclose()
    simulator = make_simulator(MovableClock())
    async with serve(simulator.app) as address:
        well = Patient(simulator, settings_for(address, own_server, new_key()) | {"REDIS_MAY_FORGET": ""})
        async with well.telegram() as bot:
            await profile.publish(bot, GettextCatalog(), lambda what, word: pytest.fail(word))
        yield well


async def test_where_all_is_well_each_subject_says_so(patient: Patient):
    findings = await patient.examined()
    assert [each.verdict for each in findings] == [Verdict.GOOD] * len(findings)
    subjects = ["Telegram", "Webhook", "Commands", "Redis", "Persistence", "Languages", "Shop", "Time zone", "Clock"]
    assert [*dict.fromkeys(each.subject for each in findings)] == subjects


UNREACHED = {
    "TELEGRAM_BOT_TOKEN": ("123456789:AN-OTHER-TOKEN-of-no-worth-00000000", "does not know TELEGRAM_BOT_TOKEN"),
    "TELEGRAM_API_URL": ("http://127.0.0.1:9", "does not answer at TELEGRAM_API_URL"),
    "REDIS_URL": ("redis://127.0.0.1:9/0", "does not answer at REDIS_URL"),
    "SHOP_API_URL": ("http://127.0.0.1:9/x", "its events cannot be read"),
    "SHOP_PRODUCT_TOKEN": ("another", "SHOP_PRODUCT_TOKEN is wrong"),
}


@pytest.mark.parametrize("setting", UNREACHED)
async def test_what_is_not_reached_is_named_and_the_others_are_examined_all_the_same(patient: Patient, setting: str):
    value, words = UNREACHED[setting]
    complaints = await patient.complaints(**{setting: value})
    assert words in complaints[0].words
    assert complaints[0].verdict is Verdict.WRONG
    assert all(each.remedy for each in complaints)
    assert {each.subject for each in complaints[1:]} <= {"Clock"}


async def test_a_webhook_that_a_polling_bot_does_not_want_is_named_by_its_host_alone(patient: Patient):
    async with patient.telegram() as bot:
        await bot.set_webhook(f"https://127.0.0.1:8443/{TOKEN}")
        [complaint] = await patient.complaints()
        await bot.delete_webhook()
    assert complaint.words == "updates go to 127.0.0.1: a bot that polls gets none"
    assert complaint.verdict is Verdict.WRONG


HOOKED = {"PUBLIC_URL": "http://127.0.0.1:9/tickets", "TELEGRAM_WEBHOOK_SECRET": "Only_Telegram-knows"}


async def set_webhook(patient: Patient, **changed: str) -> None:
    """Set the webhook as a bot with these settings does."""
    settings = Settings.load(patient.settings | HOOKED | changed)
    secret = settings.telegram_webhook_secret
    assert secret is not None
    async with patient.telegram() as bot:
        rests = asyncio.Event()

        def turns(again_within_s: float) -> None:
            if again_within_s == LOOK_AGAIN_S:
                rests.set()

        loop = WebhookLoop(bot, webhook_url(settings), secret.get_secret_value(), told, turns=turns)
        looking = asyncio.create_task(loop.run())
        await asyncio.wait_for(rests.wait(), 5.0)
        looking.cancel()


async def test_a_webhook_that_is_set_as_it_should_be_is_well(patient: Patient):
    await set_webhook(patient)
    assert await patient.complaints(**HOOKED) == []


async def test_a_webhook_that_is_not_set_is_named(patient: Patient):
    [complaint] = await patient.complaints(**HOOKED)
    assert (complaint.words, complaint.verdict) == ("none is set, and this bot waits for one", Verdict.WRONG)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"TELEGRAM_WEBHOOK_SECRET": "Another_secret-of-before"}, "set by other settings than these"),
        ({"PUBLIC_URL": "http://127.0.0.1:9/elsewhere"}, "set by other settings than these"),
        ({"PUBLIC_URL": "http://127.0.0.2:9/tickets"}, "updates go to 127.0.0.2, not to PUBLIC_URL"),
    ],
)
async def test_a_webhook_of_other_settings_is_named(patient: Patient, changed: dict[str, str], words: str):
    await set_webhook(patient, **changed)
    [complaint] = await patient.complaints(**HOOKED)
    assert complaint.words.startswith(words)
    assert complaint.verdict is Verdict.WRONG


async def test_a_webhook_that_telegram_does_not_reach_is_named_with_what_waits(patient: Patient):
    await set_webhook(patient)
    async with httpx.AsyncClient(base_url=patient.settings["TELEGRAM_API_URL"], verify=TLS, trust_env=False) as client:
        customer = (await client.post("/simulator/customers", json={"first_name": "Anna"})).json()["id"]
        await client.post(f"/simulator/customers/{customer}/start")
    async with patient.telegram() as bot, asyncio.timeout(5.0):
        while True:
            if (await bot.get_webhook_info()).last_error_message:
                break
            await asyncio.sleep(0.01)
    [complaint] = await patient.complaints(**HOOKED)
    assert complaint.words.startswith("a delivery failed at 20")
    assert complaint.words.endswith("Connection refused; 1 updates wait")
    assert complaint.verdict is Verdict.DOUBTFUL


async def test_commands_that_are_not_set_are_named_by_their_languages(patient: Patient):
    async with patient.telegram() as bot:
        await bot.delete_my_commands(language_code="fr")
        await bot.set_my_commands([("start", "Los")], language_code="de")
    [complaint] = await patient.complaints()
    assert complaint.words == "not as they should be in: fr, de"
    assert complaint.verdict is Verdict.DOUBTFUL


async def test_a_redis_that_loses_is_wrong_unless_nothing_is_missed(patient: Patient, own_server: str):
    client = make_client(own_server)
    await client.config_set("maxmemory-policy", "allkeys-lru")
    try:
        [refused] = await patient.complaints()
        [doubted] = await patient.complaints(REDIS_MAY_FORGET="true")
    finally:
        await client.config_set("maxmemory-policy", "noeviction")
        await client.aclose()
    assert (refused.verdict, doubted.verdict) == (Verdict.WRONG, Verdict.DOUBTFUL)
    assert refused.remedy == "Set `maxmemory-policy noeviction`."


@pytest.mark.parametrize("name", ["MONTH", "DAY"])
async def test_a_path_that_the_shop_does_not_know_is_named(patient: Patient, name: str):
    setting = f"SHOP_PATH_{name}"
    blanks = "/{event_uuid}/{year}/{month}" + ("/{day}" if name == "DAY" else "")
    [complaint] = await patient.complaints(**{setting: f"/elsewhere{blanks}"})
    assert complaint.verdict is Verdict.WRONG
    assert setting in complaint.remedy


async def test_a_time_zone_that_a_calendar_disagrees_with_is_named(patient: Patient):
    [complaint] = await patient.complaints(SHOP_TIMEZONE="America/New_York")
    assert complaint.verdict is Verdict.WRONG
    assert "do not begin at midnight in America/New_York" in complaint.words
    [complaint] = await patient.complaints(SHOP_TIMEZONE=f"Europe/Amsterdam,{ELSEWHERE}=Europe/London")
    assert complaint.words == f"SHOP_TIMEZONE names what the shop does not list: {ELSEWHERE}"


async def test_events_of_the_settings_that_the_shop_does_not_list_are_named(patient: Patient):
    [complaint] = await patient.complaints(SHOP_EVENTS=ELSEWHERE)
    assert complaint.words == f"SHOP_EVENTS names what it does not list: {ELSEWHERE}"


@pytest.mark.parametrize(("minutes", "way"), [(10, "behind"), (-10, "ahead of")])
async def test_a_clock_that_is_wrong_is_told(patient: Patient, minutes: int, way: str):
    """The control is the clock of all the tests above, which is right."""
    wrong = MovableClock(patient.simulator.clock.now() - timedelta(minutes=minutes))
    [complaint] = [each for each in await patient.complaints(wrong) if each.subject == "Clock"]
    assert complaint.verdict is Verdict.WRONG
    assert complaint.words.startswith("this machine's is ")
    assert complaint.words.endswith(f" s {way} the shop's")


async def test_a_sandbox_on_the_clock_of_this_machine_agrees_with_it(patient: Patient):
    assert await patient.complaints(SystemClock()) == []


async def test_nothing_is_changed(patient: Patient):
    """It may be run beside a bot that sells: Telegram hears questions alone, the shop no write."""
    address = patient.settings["TELEGRAM_API_URL"]
    async with httpx.AsyncClient(base_url=address, verify=TLS, trust_env=False) as client:
        before = (await client.get("/simulator/telegram/calls")).json()
        await patient.examined()
        heard = (await client.get("/simulator/telegram/calls")).json()[len(before) :]
        assert {call["method"] for call in heard} == {"getMe", "getWebhookInfo", "getMyCommands"}
        assert await shop_writes(client) == []


def test_a_server_that_is_too_old_is_wrong():
    assert version(Keeping("6.2.14", True, "always", "noeviction")).verdict is Verdict.WRONG
    assert version(Keeping("7.0.0", True, "always", "noeviction")).verdict is Verdict.GOOD
    assert version(Keeping(None, None, None, None)).verdict is Verdict.DOUBTFUL


def test_texts_that_are_missing_are_told():
    class English(GettextCatalog):
        def words(self, text: object, language: object) -> str:
            return "English"

    assert of_the_bot(None).verdict is of_the_bot(English()).verdict is Verdict.WRONG
    assert of_the_bot(GettextCatalog()).verdict is Verdict.GOOD


def test_tickets_without_a_name_in_a_language_are_told():
    named, nameless = ticket_type(1), replace(ticket_type(2), name=Label(nl="Dagkaart", en="Day ticket"))
    assert of_tickets([event(named), event(replace(nameless, is_visible=False))]).verdict is Verdict.GOOD
    assert of_tickets([event(named, nameless)]).words.endswith(": Fair (de), Fair (fr)")
