"""The tickets of a link against limits that the sandbox does not show."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.shop import Category
from bot.linking.tickets import quantities_of, refuse_what_is_not_sold
from bot.linking.wanted import NoLink
from tests.conversation.dialogue import FESTIVAL, MUSEUM, slot, ticket, uuid

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_fewer_than_the_smallest_order_is_refused():
    twos = replace(
        FESTIVAL, categories=(Category(None, FESTIVAL.categories[0].name, (ticket("Duo", min_order_amount=2),)),)
    )
    with pytest.raises(NoLink, match="“Duo” is sold from 2 on"):
        refuse_what_is_not_sold(twos, (), quantities_of(twos, ["duo=1"]), NOW)
    refuse_what_is_not_sold(twos, (), quantities_of(twos, ["duo=2"]), NOW)


def test_of_several_times_one_with_room_is_enough():
    refuse_what_is_not_sold(MUSEUM, (slot(10, 1), slot(11, 9)), {uuid("Adult"): 3}, NOW)
    with pytest.raises(NoLink, match="at most 1 of “Adult”"):
        refuse_what_is_not_sold(MUSEUM, (slot(10, 1),), {uuid("Adult"): 3}, NOW)


def test_a_ticket_is_named_in_any_language_or_by_its_uuid():
    assert quantities_of(MUSEUM, [f"{uuid('Guide')}=2", " adult = 1"]) == {uuid("Guide"): 2, uuid("Adult"): 1}
