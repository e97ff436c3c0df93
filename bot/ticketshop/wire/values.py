"""Single values of the API's JSON, each read by what it means: a value of another type is one that was not given."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from bot.domain.labels import Label
from bot.domain.money import ZERO

Model = TypeVar("Model", bound=BaseModel)
FIRST_YEAR, LAST_YEAR = 1970, 9000
"""Moments outside these years cannot be shown in every time zone; they are taken as not given."""
TOO_MUCH: Final = 1_000_000
LARGEST: Final = 10**12
_MONEY: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
_INTEGER: Final = re.compile(r"-?[0-9]{1,12}(\.0+)?")
_FLAGS: Final = {"true": True, "false": False, "1": True, "0": False}
_UNPRINTABLE: Final[dict[int, str | None]] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))),
    **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"),
    ord("\n"): "\n",
    ord("\t"): " ",
}
"""Control characters, and halves of characters: neither can be sent or stored as UTF-8."""


class Wire(BaseModel):
    """An object of the API's JSON; fields nobody asked for are passed over."""

    model_config = ConfigDict(extra="ignore", arbitrary_types_allowed=True)


def money(value: object) -> Decimal | None:
    """Return an amount of euros, or a percentage, exactly as it is written; None when it cannot be one."""
    match value:
        case bool():
            return None
        case int() | Decimal():
            amount = Decimal(value)
        case str() if _MONEY.fullmatch(value.strip()):
            amount = Decimal(value.strip())
        case _:
            return None
    return amount.copy_abs() if amount.is_finite() and 0 <= amount < TOO_MUCH else None


def money_or_zero(value: object) -> Decimal | None:
    """Return an amount that may be left out, which is then zero; None when something is there that is no amount."""
    return ZERO if value is None else money(value)


def words(value: object) -> str:
    """Return a text without what no text may hold, or a number written out; "" for anything else."""
    if not isinstance(value, str | int | Decimal) or isinstance(value, bool):
        return ""
    return str(value).translate(_UNPRINTABLE).strip()


def exact(value: object) -> object:
    """Keep a text to the letter, as one that is sent back has to be; ValueError for one that cannot be."""
    if isinstance(value, str):
        value.encode()
    return value


def integer(value: object) -> int | None:
    """Return a whole number, written as a number or as text; of a broken one its whole part."""
    match value:
        case bool():
            return None
        case int() if -LARGEST < value < LARGEST:
            return value
        case Decimal() if value.is_finite() and -LARGEST < value < LARGEST:
            return int(value)
        case str() if _INTEGER.fullmatch(value.strip()):
            return int(Decimal(value.strip()))
        case _:
            return None


def count(value: object) -> int | None:
    """Return how many there are of something; None when that is not told."""
    number = integer(value)
    return number if number is not None and number >= 0 else None


def stock(value: object) -> int | None:
    """Return how much is left; less than nothing, as an oversold shop may tell, is nothing."""
    number = integer(value)
    return max(number, 0) if number is not None else None


def flag(value: object) -> bool | None:
    """Return a yes or no, also one written as 0 and 1 or as text."""
    return _FLAGS.get(str(value).strip().lower()) if isinstance(value, bool | int | str) else None


def moment(value: object) -> datetime | None:
    """Return a moment, in UTC where no offset is written."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def label(value: object) -> Label:
    """Return a text in its languages; one that is written once reads the same in all."""
    if isinstance(value, str):
        return Label.same(words(value))
    if not isinstance(value, dict):
        return Label()
    return Label.of({str(language): words(each) for language, each in value.items()})


def listed(value: object) -> list[Any]:
    """Return a list; anything else is an empty one."""
    return value if isinstance(value, list) else []


def mapped(value: object) -> dict[str, Any]:
    """Return an object; anything else is an empty one."""
    return value if isinstance(value, dict) else {}


def uuid(value: object) -> UUID | None:
    """Return an identifier."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


Amount = Annotated[Decimal | None, BeforeValidator(money)]
Words = Annotated[str, BeforeValidator(words)]
Exact = Annotated[str, BeforeValidator(exact)]
Integer = Annotated[int | None, BeforeValidator(integer)]
Count = Annotated[int | None, BeforeValidator(count)]
Stock = Annotated[int | None, BeforeValidator(stock)]
Flag = Annotated[bool | None, BeforeValidator(flag)]
At = Annotated[datetime | None, BeforeValidator(moment)]
Labels = Annotated[Label, BeforeValidator(label)]
Entries = Annotated[tuple[Any, ...], BeforeValidator(listed)]
MaybeUuid = Annotated[UUID | None, BeforeValidator(uuid)]

_LIST: Final = TypeAdapter(list[Any])


def whole_list(document: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    """Return a document that has to be a list; ValidationError when it is none."""
    return _LIST.validate_python(document, strict=True)


def read_all(kind: type[Model], entries: Iterable[Any]) -> list[Model]:
    """Return the entries that can be read; the others are left out."""
    read = []
    for entry in entries:
        try:
            read.append(kind.model_validate(entry))
        except ValidationError:
            continue
    return read
