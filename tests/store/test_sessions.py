"""What can be read comes back whole; what cannot counts as absent."""

import json
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from bot.conversation.effects import Intent, OpenCheckout
from bot.conversation.messages import PaymentOutcome
from bot.conversation.orders import OrderedTickets, OrderRecord, OrderState
from bot.conversation.session import SCHEMA_VERSION, Details, Hold, OpenedCheckout, Purchase, Session
from bot.domain.labels import Label
from bot.domain.shop import Barcode, Venue
from bot.store import sessions
from bot.store.crypto import Cipher, new_key
from tests.store.samples import NOON, details

LATER = NOON + timedelta(minutes=20)
CHECKOUT = OpenedCheckout(
    method=uuid4(), redirect_url="https://pay.example/1", due_at=LATER, return_hashes={PaymentOutcome.SUCCESS: "ab"}
)
HOLD = Hold(
    event=UUID(int=1),
    method=UUID(int=2),
    order_id="CM1", due_at=LATER, held_at=NOON, quantities={uuid4(): 2}, event_name="Fête", zone="Europe/Paris",
    total=Decimal("66.01"), checkout=CHECKOUT,
)  # fmt: skip
INTENT = Intent(
    id="1",
    effect=OpenCheckout(event=UUID(int=1), order_id="CM1", method=uuid4()),
    reply_id="update:1",
    sent_at=NOON,
    frees_at=LATER,
)
ORDER = OrderRecord(
    order_id="CM2", event=UUID(int=1), event_name="Fête", state=OrderState.FREE, placed_at=NOON, zone="Europe/Paris",
    tickets=(OrderedTickets(name=Label.same("Entrée"), amount=2),), venue=Venue("Halle", city="Lille"),
    download_url="https://cm.com/x", barcodes=(Barcode("B1", "QRCODE", UUID(int=2), Label.same("Entrée")),),
)  # fmt: skip
FULL = Session(
    language="fr",
    purchases=(Purchase(hold=HOLD, shown_total=Decimal("66.01")), Purchase(order=ORDER)),
    intent=INTENT,
)


def framed(version: object, value: str) -> str:
    return json.dumps({"version": version, "value": value})


@pytest.mark.parametrize("session", [Session(), FULL])
def test_a_session_comes_back_as_it_was(cipher: Cipher, session: Session) -> None:
    assert sessions.load(cipher, Session, sessions.dump(cipher, session)) == session


@pytest.mark.parametrize("personal", [Details(), details()])
def test_details_come_back_as_they_were(cipher: Cipher, personal: Details) -> None:
    assert sessions.load(cipher, Details, sessions.dump(cipher, personal)) == personal


@pytest.mark.parametrize(
    "text",
    [
        framed(SCHEMA_VERSION + 1, FULL.model_dump_json()),
        framed(0, FULL.model_dump_json()),
        framed(str(SCHEMA_VERSION), FULL.model_dump_json()),
        framed(SCHEMA_VERSION, '{"purchases": []}'),
        framed(SCHEMA_VERSION, "not JSON"),
        FULL.model_dump_json(),
        "not JSON",
        "[]",
        "",
    ],
)
def test_another_version_or_shape_counts_as_absent(cipher: Cipher, text: str) -> None:
    assert sessions.load(cipher, Session, cipher.encrypt(text)) is None


def test_the_frame_of_this_version_is_read(cipher: Cipher) -> None:
    text = framed(SCHEMA_VERSION, FULL.model_dump_json())
    assert sessions.load(cipher, Session, cipher.encrypt(text)) == FULL


def test_what_no_key_fits_counts_as_absent(cipher: Cipher) -> None:
    token = sessions.dump(Cipher([new_key()]), FULL)
    assert sessions.load(cipher, Session, token) is None
    assert sessions.load(cipher, Session, b"rubbish") is None
    assert sessions.load(cipher, Session, b"\xff") is None
    assert sessions.load(cipher, Session, None) is None


@pytest.mark.parametrize("keys", [[], [""], ["short"], [new_key(), "ü" * 44]])
def test_a_malformed_key_is_refused_without_being_shown(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="session key") as caught:
        Cipher(keys)
    assert "short" not in str(caught.value)
