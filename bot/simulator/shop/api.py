"""The nine calls of the Ticketing Shop API v2.0, as its text describes them."""

import base64
import binascii
import json
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.message import Message
from email.utils import format_datetime
from typing import Any, Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.shop import answers
from bot.simulator.shop.calls import BASE, SHOP_CALLS
from bot.simulator.shop.cart_rules import is_within
from bot.simulator.shop.documents import ZONE
from bot.simulator.shop.info_messages import Refusal, refusal
from bot.simulator.shop.orders import OrderBook
from bot.simulator.shop.situations import SituationName

CALLS_REMEMBERED: Final = 1000
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
CREATED: Final = ("reserve", "free", "checkout")
LANGUAGE_HEADER: Final = "X-TF-PREFERREDLANGUAGEID"
LANGUAGES: Final = ("NL", "EN", "FR", "DE")


@dataclass(frozen=True, slots=True)
class _Call:
    """A request that was understood: what is called, for what, with what."""

    name: str
    path: Mapping[str, str]
    request: Request
    body: object = None

    @property
    def event(self) -> str:
        return self.path["event"]

    @property
    def key(self) -> str | None:
        return self.request.query_params.get("key")

    @property
    def language(self) -> str | None:
        """The language of the shop's e-mails that is asked for."""
        asked = self.request.headers.get(LANGUAGE_HEADER)
        return asked.lower() if asked in LANGUAGES else None


class ShopApi:
    """The API, and a journal of its calls without the product token."""

    def __init__(self, book: OrderBook, product_token: str) -> None:
        self._book = book
        self._product_token = product_token
        self.calls: deque[dict[str, Any]] = deque(maxlen=CALLS_REMEMBERED)
        self._count = 0
        self._answers: Mapping[str, Callable[[_Call], object]] = {
            "events": self._events,
            "event": self._event,
            "code": self._code,
            "month": self._month,
            "day": self._day,
            "reserve": self._reserve,
            "update": self._update,
            "free": self._free,
            "checkout": self._checkout,
        }

    def routes(self) -> list[BaseRoute]:
        """Return the one route of all calls: what is none of them is answered here as well."""
        return [Route(f"{BASE}/{{rest:path}}", self._endpoint, methods=list(METHODS))]

    async def _endpoint(self, request: Request) -> Response:
        raw, body, name, document = await request.body(), None, None, None
        told = {"Date": format_datetime(self._book.now(), usegmt=True)}
        try:
            self._expect_caller(request)
            name, path = _called(request)
            body = _json(request, raw) if request.method != "GET" else None
            self._book.situations.arrive(name)
            call = _Call(name, path, request, body)
            self._expect_event(call)
            document = self._answers[name](call)
            answer: Response = JSONResponse(document, 201 if name in CREATED else 200, told)
        except Refusal as no:
            document = {"message": no.words}
            told |= {"Allow": _allowed(request)} if no.status == 405 else {}
            answer = refusal(no.words, self._book.situations.next_shape(), no.status, told)
        self._remember(request, name, body, answer.status_code, document)
        return answer

    def _expect_caller(self, request: Request) -> None:
        if "origin" in request.headers:
            raise Refusal("No requests from a web page.", 403)
        if request.headers.get("X-CM-PRODUCTTOKEN") != self._product_token:
            raise Refusal("Unauthorized.", 401)

    def _expect_event(self, call: _Call) -> None:
        if call.name == "events":
            return
        if call.event not in self._book.programme.events():
            raise Refusal("Event not found.")
        if not self._book.programme.opens(call.event, call.key):
            raise Refusal("This event is locked.", self._lock_status())

    def _lock_status(self) -> int:
        answer = self._book.situations.value(SituationName.LOCK_ANSWER)
        return int(answer) if answer not in (None, "empty") else 400

    def _remember(self, request: Request, name: str | None, body: object, status: int, document: object) -> None:
        headers = {header: value for header, value in request.headers.items() if header != "x-cm-producttoken"}
        self._count += 1
        call = {
            "number": self._count,
            "at": self._book.now().isoformat(),
            "call": name,
            "method": request.method,
            "path": request.url.path,
            "query": dict(request.query_params),
            "headers": headers,
            "body": body,
            "status": status,
            "answer": document,
        }
        self.calls.append(call)

    # --- reads -------------------------------------------------------------------------------------------------------

    def _events(self, call: _Call) -> object:
        programme, situations = self._book.programme, self._book.situations
        if not programme.opens_list(call.key):
            if situations.value(SituationName.LOCK_ANSWER) == "empty":
                return []
            raise Refusal("This shop is locked.", self._lock_status())
        open_to_caller = [programme.document(each) for each in programme.events() if programme.opens(each, call.key)]
        now = self._book.now()
        return [answers.event_line(each) for each in open_to_caller if is_within(None, each["event"]["end_at"], now)]

    def _event(self, call: _Call) -> object:
        return answers.event(call.event, self._book.programme, self._book.stock)

    def _code(self, call: _Call) -> object:
        try:
            code = base64.b64decode(call.path["code"], validate=True).decode()
        except (binascii.Error, ValueError):
            raise Refusal("The code is not base64.") from None
        return self._book.codes.document(self._book.codes.find(call.event, code, call.key))

    def _month(self, call: _Call) -> object:
        first = self._day_of(call, "01")
        return self._book.calendar.month(call.event, first.year, first.month)

    def _day(self, call: _Call) -> object:
        return self._book.calendar.day(call.event, self._day_of(call, call.path["day"]))

    def _day_of(self, call: _Call, day: str) -> date:
        if not self._book.programme.document(call.event)["event"]["is_calendar_enabled"]:
            raise Refusal("This event has no calendar.")
        written = f"{call.path['year']}-{call.path['month']}-{day}"
        try:
            on = datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=ZONE).date()
        except ValueError:
            on = None
        if on is None or on.isoformat() != written or not 2000 <= on.year <= 2200:
            raise Refusal("There is no such day or month.")
        return on

    # --- writes ------------------------------------------------------------------------------------------------------

    def _reserve(self, call: _Call) -> object:
        code = call.request.query_params.get("code")
        return answers.created(self._book.reserve(call.event, call.body, call.language or "en", code, call.key))

    def _update(self, call: _Call) -> object:
        order = self._book.update(call.event, call.path["order_id"], call.body, call.language, call.key)
        return answers.updated(order)

    def _free(self, call: _Call) -> object:
        order = self._book.generate(call.event, call.body, call.language or "en", call.key)
        return answers.generated(order, str(call.request.base_url))

    def _checkout(self, call: _Call) -> object:
        order = self._book.checkout(call.event, call.path["order_id"], call.body)
        return answers.checkout(order, str(call.request.base_url))


def _fitting(request: Request) -> list[tuple[str, str, re.Match[str]]]:
    """Return the calls whose path fits, each with its method; the path is taken before its percent-encoding is undone."""
    below = request.scope["raw_path"].decode("latin-1").removeprefix(BASE)
    found = ((name, method, pattern.fullmatch(below)) for name, method, pattern in SHOP_CALLS)
    return [(name, method, match) for name, method, match in found if match is not None]


def _called(request: Request) -> tuple[str, dict[str, str]]:
    fitting = _fitting(request)
    if not fitting:
        raise Refusal("Not found.", 404)
    for name, method, match in fitting:
        if method == request.method:
            return name, {part: unquote(value) for part, value in match.groupdict().items()}
    raise Refusal("Method not allowed.", 405)


def _allowed(request: Request) -> str:
    return ", ".join(method for _, method, _ in _fitting(request))


def _json(request: Request, raw: bytes) -> object:
    kind = Message()
    kind["Content-Type"] = request.headers.get("Content-Type", "")
    if kind.get_content_type() != "application/json":
        raise Refusal("Content-Type must be application/json.")
    try:
        return json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refusal("The body is not JSON.") from None


def _no_number(constant: str) -> object:
    raise ValueError(constant)
