"""The shop as the conversation knows it: cached reads, and writes that end in a value."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.conversation.effects import Failed, Reserved
from bot.conversation.effects import NotSent as WasNotSent
from bot.conversation.effects import Refused as WasRefused
from bot.conversation.effects import Unknown as IsUnknown
from bot.conversation.ports import Order
from bot.domain.labels import Language
from bot.domain.shop import (
    Checkout,
    FreeReservation,
    ReturnAddresses,
)
from bot.ticketshop.errors import NotSent, Refused, ShopError, Unknown
from bot.ticketshop.operator import STANDING
from bot.ticketshop.reads import ShopReads


class TicketShop(ShopReads):
    """Implements `bot.conversation.ports.Shop`."""

    # --- writes ------------------------------------------------------------------------------------------------------

    async def reserve(self, order: Order, *, language: Language, frees_at: datetime) -> Reserved | Failed:
        """Reserve a cart."""
        try:
            return Reserved(reservation=await self._client.reserve(order, language, frees_at))
        except ShopError as error:
            return self._failed(error, frees_at)

    async def update(
        self, order: Order, order_id: str, *, customer_data_uuid: UUID | None, language: Language, due_at: datetime
    ) -> Reserved | Failed:
        """Replace the whole of a hold; unanswered, it is held until `due_at` in any case."""
        try:
            updated = await self._client.update(order, order_id, customer_data_uuid, language, due_at)
        except ShopError as error:
            return self._failed(error, due_at)
        return Reserved(reservation=updated)

    async def reserve_free(self, order: Order, *, language: Language, frees_at: datetime) -> FreeReservation | Failed:
        """Order free tickets; of the download's address only one that may be shown."""
        try:
            completed = await self._client.reserve_free(order, language)
        except ShopError as error:
            return self._failed(error, frees_at)
        if not completed.download_url or self._tickets.allows(completed.download_url):
            return completed
        self._operator.hears("ticket_address_refused", "the shop named a download outside TICKET_HOSTS")
        return replace(completed, download_url="")

    async def open_checkout(
        self,
        event: UUID,
        order_id: str,
        method: UUID,
        returns: ReturnAddresses,
        *,
        issuer: str | None = None,
        key: str | None = None,
        frees_at: datetime,
    ) -> Checkout | Failed:
        """Open a payment page; an address that is not one of the allowed hosts' is never shown."""
        try:
            opened = await self._client.open_checkout(event, order_id, method, returns, issuer=issuer, key=key)
        except ShopError as error:
            return self._failed(error, frees_at)
        if not self._allowed.allows(opened.redirect_url):
            self._operator.hears("payment_address_refused", "the shop named a payment page outside PAYMENT_HOSTS")
            return WasRefused()
        return opened

    def _failed(self, error: ShopError, frees_at: datetime) -> Failed:
        match error:
            case NotSent():
                return WasNotSent()
            case Unknown():
                self._operator.hears("write_unanswered", str(error))
                return IsUnknown(frees_at=frees_at)
            case Refused(status=status, info=info):
                self._hear_of_token(error, None)
                self._operator.hears("write_refused", str(status))
                return WasRefused(info=info)
            case _:
                self._operator.hears("shop_misconfigured", str(error), at_most_every=STANDING)
                return WasRefused(misconfigured=True)
