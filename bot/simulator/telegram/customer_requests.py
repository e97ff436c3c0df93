"""What the chat page and stories send for a customer, checked."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError
from starlette.requests import Request

Model = TypeVar("Model", bound=BaseModel)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{5,15}$")]
Words = Annotated[str, StringConstraints(min_length=1)]


class WrongRequest(Exception):
    """A request that cannot be carried out, with the HTTP status and the reason in words."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Body(BaseModel):
    """A body of which every field is known."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewCustomer(Body):
    """Somebody to play."""

    first_name: Name
    last_name: Name | None = None
    username: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{4,32}$")] | None = None
    language_code: LanguageCode | None = None
    phone_number: PhoneNumber | None = None


class CustomerChange(Body):
    """Another language of the customer's Telegram, the bot blocked or not, the account deleted or not."""

    language_code: LanguageCode | None = None
    blocked: bool | None = None
    deactivated: bool | None = None


class Saying(Body):
    """A message, maybe in answer to one; with `edit`, the new text or caption of one that was sent."""

    text: Words
    edit: int | None = None
    reply_to: int | None = None


class Somebody(Body):
    """Somebody else, from the customer's contacts; `user_id` when they are on Telegram."""

    phone_number: PhoneNumber
    first_name: Name
    last_name: Name | None = None
    user_id: int | None = None


class SharedContact(Body):
    """A contact card: the customer's own, or somebody else's."""

    other: Somebody | None = None


class SentMedia(Body):
    """Something made up of a kind, with a caption where it can have one."""

    kind: str
    caption: str = ""
    reply_to: int | None = None


class Forwarding(Body):
    """A message of the chat, sent on into it."""

    message_id: int


class Start(Body):
    """The START button, with the payload of a t.me link."""

    payload: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = ""


class Press(Body):
    """A tap on a button, named by its data (any, even forged) or by its label."""

    message_id: int
    data: str | None = None
    label: str | None = None


class RawUpdate(Body):
    """An update as it is, even malformed: a JSON value, numbered on request, or text put into the answer as it stands."""

    update: JsonValue = None
    raw: str | None = None
    number: bool = False


class ClockMove(Body):
    """How far the clock is moved forward."""

    move_s: Annotated[float, Field(strict=False, ge=0, le=10 * 365 * 86_400)]


async def read_body(request: Request, model: type[Model]) -> Model:
    """Return the checked body; raise WrongRequest with 400 for what is no JSON object and 422 for what does not fit."""
    body = await request.body()
    try:
        return model.model_validate_json(body or b"{}")
    except ValidationError as wrong:
        first = wrong.errors()[0]
        if first["type"] == "json_invalid":
            raise WrongRequest(400, f"the body is not JSON: {first['msg']}") from None
        name = ".".join(str(part) for part in first["loc"]) or "the body"
        raise WrongRequest(422, f"{name}: {first['msg']}") from None
