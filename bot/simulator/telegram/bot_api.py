"""The Bot API over HTTP: `/bot<token>/<method>` (https://core.telegram.org/bots/api#making-requests)."""

import json
import secrets
from collections.abc import Sequence
from contextlib import suppress

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.simulator.telegram.limits import LIMITED
from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Described
from bot.simulator.telegram.methods import METHODS
from bot.simulator.telegram.parameters import Parameters
from bot.simulator.telegram.refused import Refused, bad_request
from bot.simulator.telegram.updates import MOST_AT_ONCE
from bot.simulator.telegram.uploads import Upload

_GET_UPDATES = "getUpdates"
METHOD_NAMES = (*METHODS, _GET_UPDATES)
_NAMES = {name.lower(): name for name in METHOD_NAMES}


class BotApi:
    """The bot's side of the emulator. Each call is noted in the journal, but for `getUpdates` without updates."""

    def __init__(self, messenger: Messenger, token: str) -> None:
        self._messenger = messenger
        self._token = token
        messenger.webhook.execute = self._execute

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes."""
        return [Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"])]

    async def _answer(self, request: Request) -> Response:
        if not secrets.compare_digest(request.path_params["token"].encode(), self._token.encode()):
            return _refusal(Refused("Unauthorized", 401))
        try:
            parameters = await _read_parameters(request)
        except Refused as refused:
            return _refusal(refused)
        asked = request.path_params["method"]
        name = _NAMES.get(asked.lower())
        if name is None:
            self._note(asked, parameters, 404, "Not Found")
            return _refusal(Refused("Not Found", 404))
        if name == _GET_UPDATES:
            return await self._get_updates(parameters)
        try:
            result = self._perform(name, parameters)
        except Refused as refused:
            return _refusal(refused)
        described = result if isinstance(result, Described) else Described(result)
        return _document(json.dumps(described.as_json()).encode())

    def _perform(self, name: str, parameters: Parameters) -> object:
        """Carry a method out and note it."""
        try:
            self._messenger.sessions.expect_open()
            if LIMITED.fullmatch(name):
                self._messenger.flood_gate.expect_room(parameters.whole("chat_id") or 0)
            result = METHODS[name](self._messenger, parameters)
        except Refused as refused:
            self._note(name, parameters, refused.error_code, refused.description)
            raise
        noted = result.result if isinstance(result, Described) else result
        self._note(name, parameters, 200, noted)
        return result

    def _execute(self, method: str, values: dict[str, object]) -> None:
        """Carry out what a webhook answered with; nobody hears how that went."""
        name = _NAMES.get(method.lower())
        if name is None:
            self._note(method, Parameters(values), 404, "Not Found")
            return
        with suppress(Refused):
            self._perform(name, Parameters(values))

    async def _get_updates(self, parameters: Parameters) -> Response:
        messenger = self._messenger
        try:
            messenger.sessions.expect_open()
            messenger.webhook.expect_none()
            messenger.updates.want(parameters.as_json().get("allowed_updates"))
            limit = parameters.whole("limit")
            updates = await messenger.updates.get(
                parameters.whole("offset") or 0,
                MOST_AT_ONCE if limit is None else limit,
                max(0, parameters.whole("timeout") or 0),
            )
        except Refused as refused:
            self._note(_GET_UPDATES, parameters, refused.error_code, refused.description)
            return _refusal(refused)
        if updates or parameters.violations(_GET_UPDATES):
            self._note(_GET_UPDATES, parameters, 200, {"updates": len(updates)})
        return _document(b'{"ok":true,"result":[' + b",".join(updates) + b"]}")

    def _note(self, name: str, parameters: Parameters, status: int, answer: object) -> None:
        now, violations = self._messenger.clock.now(), parameters.violations(name)
        self._messenger.calls.note(now, name, parameters.as_json(), violations, status, answer)


async def _read_parameters(request: Request) -> Parameters:
    values: dict[str, object] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise bad_request("can't parse request JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("request JSON must be an object")
        values.update(body)
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form() as form:
            values.update({name: value for name, value in form.items() if isinstance(value, str)})
            uploads = {
                name: Upload(value.filename or "", await value.read())
                for name, value in form.items()
                if isinstance(value, UploadFile)
            }
        return Parameters(values, uploads)
    return Parameters(values)


def _refusal(refused: Refused) -> Response:
    wait_s = refused.parameters.get("retry_after")
    headers = {"Retry-After": str(wait_s)} if wait_s is not None else None
    return _document(json.dumps(refused.as_json()).encode(), refused.error_code, headers)


def _document(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status, headers, media_type="application/json")
