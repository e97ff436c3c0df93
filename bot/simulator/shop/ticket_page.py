"""The page behind a free order's download link: its tickets, with their barcodes as letters."""

from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.simulator.shop.orders import OrderBook
from bot.simulator.shop.pages import name_in, page

TEXTS: Final = {
    "nl": ("Je tickets", "Gesimuleerde tickets: ze geven nergens toegang toe.", "Bestelling"),
    "en": ("Your tickets", "Simulated tickets: they admit nobody anywhere.", "Order"),
    "fr": ("Vos billets", "Billets simulés : ils ne donnent accès à rien.", "Commande"),
    "de": ("Ihre Tickets", "Simulierte Tickets: Sie gelten nirgends.", "Bestellung"),
}
NOT_FOUND: Final = "There are no tickets at this address."


class TicketPage:
    """Pages at the download links, which nobody can guess."""

    def __init__(self, book: OrderBook) -> None:
        self._book = book

    def routes(self) -> list[BaseRoute]:
        """Return the route."""
        return [Route("/tickets/{rest:path}", self._show, methods=["GET"])]

    async def _show(self, request: Request) -> Response:
        path = request.url.path.removeprefix("/")
        order = next((each for each in self._book.orders.values() if each.download_path == path), None)
        if order is None:
            title, note, _ = TEXTS["en"]
            return page("en", title, note, f"<p>{NOT_FOUND}</p>", 404)
        title, note, order_word = TEXTS[order.language]
        tickets = "".join(
            f"<dt>{escape(name_in(each['name'], order.language))}</dt><dd>{each['barcode_id']}</dd>"
            for each in order.barcodes
        )
        event = escape(self._book.programme.document(order.event)["event"]["name"])
        facts = f"<dl><dt>{order_word}</dt><dd>{order.order_id}</dd>{tickets}</dl>"
        return page(order.language, title, note, f"<p>{event}</p>{facts}")
