"""The payment page of the sandbox: no money, four ways to end, each leading back as the real one does."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.shop.catalogue import ZONE
from bot.simulator.shop.orders import OrderBook, SandboxOrder

OUTCOMES: Final = ("success", "failed", "cancelled", "expired")
STATES: Final = {"success": "paid", "failed": "failed", "cancelled": "cancelled", "expired": "expired"}
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action *; base-uri 'none'; frame-ancestors 'none'"
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
        "over": "This payment page is no longer valid.",
        "paid": "This order is paid.",
        "back": "Back to the chat",
    },
    "fr": {
        "title": "Paiement",
        "note": "Page de paiement simulée : aucun argent réel n’est versé.",
        "order": "Commande",
        "total": "À payer",
        "until": "À payer avant",
        "success": "Payer",
        "failed": "Faire échouer le paiement",
        "cancelled": "Annuler",
        "expired": "Laisser expirer le délai",
        "over": "Cette page de paiement n’est plus valable.",
        "paid": "Cette commande est payée.",
        "back": "Retour à la conversation",
    },
    "de": {
        "title": "Bezahlen",
        "note": "Simulierte Bezahlseite: Es fließt kein echtes Geld.",
        "order": "Bestellung",
        "total": "Zu zahlen",
        "until": "Zahlbar bis",
        "success": "Bezahlen",
        "failed": "Zahlung scheitern lassen",
        "cancelled": "Abbrechen",
        "expired": "Zeit ablaufen lassen",
        "over": "Diese Bezahlseite ist nicht mehr gültig.",
        "paid": "Diese Bestellung ist bezahlt.",
        "back": "Zurück zum Chat",
    },
}
STYLE: Final = """
:root{color-scheme:light dark;--bg:#eef1f5;--card:#fff;--ink:#17212b;--soft:#566472;--go:#1f6feb;--line:#d5dbe2}
@media(prefers-color-scheme:dark){:root{--bg:#0e1621;--card:#17212b;--ink:#f0f3f6;--soft:#a4b1be;--go:#2f7ff0;--line:#2b3947}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--bg);
color:var(--ink);font:16px/1.5 system-ui,sans-serif}main{width:100%;max-width:26rem;background:var(--card);border-radius:16px;
padding:24px;box-shadow:0 2px 16px #0002}h1{margin:0 0 4px;font-size:1.4rem}.note{margin:0 0 16px;color:var(--soft)}
dl{margin:0 0 20px;display:grid;grid-template-columns:auto 1fr;gap:6px 16px}dd{margin:0;text-align:right}dt{color:var(--soft)}
dd.total{font-size:1.25rem;font-weight:600}form{margin:8px 0 0}button,a.button{display:block;width:100%;padding:12px;
border-radius:10px;border:1px solid var(--line);background:none;color:inherit;font:inherit;cursor:pointer;text-align:center;
text-decoration:none}button.go{background:var(--go);border-color:var(--go);color:#fff;font-weight:600}
:focus-visible{outline:3px solid var(--go);outline-offset:2px}
"""


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
        words = TEXTS.get(order.language, TEXTS["en"])
        now = self._book.clock.now()
        if order.state == "paid" or now >= order.due_at:
            outcome, said = ("success", words["paid"]) if order.state == "paid" else ("expired", words["over"])
            back = escape(self._browser_address(order.returns[outcome]))
            return _page(order.language, f'<p>{said}</p><a class="button" href="{back}">{words["back"]}</a>')
        forms = "".join(
            f'<form method="post"><input type="hidden" name="outcome" value="{outcome}">'
            f"<button{' class=go' if outcome == 'success' else ''}>{escape(words[outcome])}</button></form>"
            for outcome in OUTCOMES
        )
        tickets = self._book.tickets(order.event)
        lines = "".join(
            f"<dt>{escape(_name(tickets[uuid]['name'], order.language))}</dt><dd>{amount} ×</dd>"
            for uuid, amount in order.amounts.items()
        )
        facts = (
            f"<dl><dt>{words['order']}</dt><dd>{order.order_id}</dd>{lines}"
            f"<dt>{words['until']}</dt><dd>{order.due_at.astimezone(ZONE):%H:%M}</dd>"
            f'<dt>{words["total"]}</dt><dd class="total">{_euros(self._book.total(order), order.language)}</dd></dl>'
        )
        return _page(order.language, facts + forms)

    async def _end(self, request: Request) -> Response:
        order = self._find(request)
        outcome = str((await request.form()).get("outcome", ""))
        if order is None or outcome not in OUTCOMES:
            return _page("en", f"<p>{TEXTS['en']['over']}</p>", 404)
        if order.state == "paid":
            outcome = "success"
        elif self._book.clock.now() >= order.due_at:
            outcome = "expired"
        order.state = STATES[outcome]
        return RedirectResponse(self._browser_address(order.returns[outcome]), 303)

    def _find(self, request: Request) -> SandboxOrder | None:
        page = request.path_params["page"]
        return next((order for order in self._book.orders.values() if order.page == page), None)


def _name(label: Mapping[str, str], language: str) -> str:
    return label.get(language) or label["en"] or next((words for words in label.values() if words), "?")


def _euros(amount: Decimal, language: str) -> str:
    number = str(amount) if language == "en" else str(amount).replace(".", ",")
    return {"nl": f"€ {number}", "en": f"€{number}"}.get(language, f"{number} €")


def _page(language: str, body: str, status: int = 200) -> HTMLResponse:
    words = TEXTS.get(language, TEXTS["en"])
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{words['title']}</title><style>{STYLE}</style>"
    )
    html = (
        f'<!doctype html><html lang="{language}"><head>{head}</head><body><main><h1>{words["title"]}</h1>'
        f'<p class="note">{words["note"]}</p>{body}</main></body></html>'
    )
    return HTMLResponse(html, status, headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"})
