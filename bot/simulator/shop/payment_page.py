"""The payment page of the sandbox: no money, four ways to end that lead back as the real one does, and one that does not."""

from collections.abc import Callable
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.shop.checkout_rules import OUTCOMES
from bot.simulator.shop.documents import ZONE
from bot.simulator.shop.order import SandboxOrder
from bot.simulator.shop.orders import OrderBook
from bot.simulator.shop.pages import name_in, page, written_euros
from bot.simulator.shop.situations import SituationName

NEVER_RETURNS: Final = "never-returns"
"""Pays, and leaves the customer on the last page, as a bank's app does that does not lead back."""
TEXTS: Final = {
    "nl": {
        "title": "Betalen",
        "note": "Gesimuleerde betaalpagina: er wordt geen echt geld betaald.",
        "order": "Bestelling",
        "total": "Te betalen",
        "until": "Betaal vóór",
        "success": "Betalen",
        "failed": "Laat de betaling mislukken",
        "cancelled": "Annuleren",
        "expired": "Laat de tijd verlopen",
        "never-returns": "Betalen en niet terugkeren",
        "over": "Deze betaalpagina is niet meer geldig.",
        "paid": "Deze bestelling is betaald.",
        "back": "Terug naar de chat",
    },
    "en": {
        "title": "Payment",
        "note": "Simulated payment page: no real money is paid.",
        "order": "Order",
        "total": "To pay",
        "until": "Pay before",
        "success": "Pay",
        "failed": "Let the payment fail",
        "cancelled": "Cancel",
        "expired": "Let the time run out",
        "never-returns": "Pay and never return",
        "over": "This payment page is no longer valid.",
        "paid": "This order is paid.",
        "back": "Back to the chat",
    },
    "fr": {
        "title": "Paiement",
        "note": "Page de paiement simulée : aucun argent réel n’est versé.",
        "order": "Commande",
        "total": "À payer",
        "until": "À payer avant",
        "success": "Payer",
        "failed": "Faire échouer le paiement",
        "cancelled": "Annuler",
        "expired": "Laisser expirer le délai",
        "never-returns": "Payer sans revenir",
        "over": "Cette page de paiement n’est plus valable.",
        "paid": "Cette commande est payée.",
        "back": "Retour à la discussion",
    },
    "de": {
        "title": "Bezahlen",
        "note": "Simulierte Zahlungsseite: Es fließt kein echtes Geld.",
        "order": "Bestellung",
        "total": "Zu zahlen",
        "until": "Zahlbar bis",
        "success": "Bezahlen",
        "failed": "Zahlung scheitern lassen",
        "cancelled": "Abbrechen",
        "expired": "Zeit ablaufen lassen",
        "never-returns": "Bezahlen und nicht zurückkehren",
        "over": "Diese Zahlungsseite ist nicht mehr gültig.",
        "paid": "Diese Bestellung ist bezahlt.",
        "back": "Zurück zum Chat",
    },
}


class PaymentPage:
    """Pages at `/pay/<token>`; `browser_address` maps a return address to where a browser is sent."""

    def __init__(self, book: OrderBook, browser_address: Callable[[str], str]) -> None:
        self._book = book
        self._browser_address = browser_address

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/pay/{page}", self._show, methods=["GET"]),
            Route("/pay/{page}", self._end, methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        order = self._find(request)
        if order is None:
            return _page("en", f"<p>{TEXTS['en']['over']}</p>", 404)
        words = TEXTS[order.language]
        now = self._book.now()
        if order.state == "paid" or now >= order.due_at:
            outcome, said = ("success", words["paid"]) if order.state == "paid" else ("expired", words["over"])
            back = escape(self._browser_address(order.returns[outcome]))
            return _page(order.language, f'<p>{said}</p><a class="button" href="{back}">{words["back"]}</a>')
        forms = "".join(
            f'<form method="post"><input type="hidden" name="outcome" value="{outcome}">'
            f"<button{' class=go' if outcome == 'success' else ''}>{escape(words[outcome])}</button></form>"
            for outcome in (*OUTCOMES, NEVER_RETURNS)
        )
        tickets = self._book.programme.tickets(order.event)
        lines = "".join(
            f"<dt>{escape(name_in(tickets[uuid]['name'], order.language))}</dt><dd>{amount} ×</dd>"
            for uuid, amount in order.amounts.items()
        )
        facts = (
            f"<dl><dt>{words['order']}</dt><dd>{order.order_id}</dd>{lines}"
            f"<dt>{words['until']}</dt><dd>{order.due_at.astimezone(ZONE):%H:%M}</dd>"
            f'<dt>{words["total"]}</dt><dd class="total">{written_euros(self._book.total(order), order.language)}</dd></dl>'
        )
        return _page(order.language, facts + forms)

    async def _end(self, request: Request) -> Response:
        order = self._find(request)
        outcome = str((await request.form()).get("outcome", ""))
        if order is None or outcome not in (*OUTCOMES, NEVER_RETURNS):
            return _page("en", f"<p>{TEXTS['en']['over']}</p>", 404)
        outcome = self._book.situations.value(SituationName.PAYMENT) or outcome
        if order.state != "paid" and self._book.now() >= order.due_at:
            outcome = "expired"
        leads_back = outcome != NEVER_RETURNS
        outcome = "success" if order.state == "paid" or not leads_back else outcome
        if order.state != "paid":
            self._book.end(order, outcome)
        if not leads_back:
            return _page(order.language, f"<p>{TEXTS[order.language]['paid']}</p>")
        return RedirectResponse(self._browser_address(order.returns[outcome]), 303)

    def _find(self, request: Request) -> SandboxOrder | None:
        token = request.path_params["page"]
        return next((order for order in self._book.orders.values() if order.page == token), None)


def _page(language: str, body: str, status: int = 200) -> Response:
    words = TEXTS[language]
    return page(language, words["title"], words["note"], body, status)
