"""The pages of our own HTTP: a few words and one way on. Small, without scripts, and with nothing of the request in them."""

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from typing import Final

from starlette.responses import HTMLResponse

from bot.conversation.messages import PaymentOutcome, Text, text
from bot.conversation.ports import Catalog
from bot.domain.labels import Language

STYLE: Final = """
:root{color-scheme:light dark;--ground:#eef2f6;--card:#fff;--ink:#15202b;--soft:#4b5a68;--go:#1c67a8;--on-go:#fff}
@media(prefers-color-scheme:dark){:root{--ground:#0d151e;--card:#17222e;--ink:#f1f4f7;--soft:#aab7c4;--go:#7cc0f8;--on-go:#0a1520}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--ground);color:var(--ink);
font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:28rem;padding:1.5rem;border-radius:1rem;background:var(--card)}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25}
p{margin:0 0 1rem}
.soft{color:var(--soft)}
.go{display:block;padding:.875rem 1rem;border-radius:.75rem;background:var(--go);color:var(--on-go);font-weight:600;
text-align:center;text-decoration:none}
.way{display:block;padding:.75rem 0;color:inherit;text-align:center}
a:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
@media(forced-colors:active){.go{border:2px solid}}
"""
STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

ABOUT: Final = text("About your payment")
BACK: Final = text("Back to Telegram")
AGAIN: Final = text("Try again")
THERE: Final = text("The chat in Telegram says how to go on.")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. With `again` it is first to be loaded once more; else the way back is the obvious one."""

    title: Text
    words: tuple[Text, ...]
    again: bool = False


REPORTED: Final = {
    PaymentOutcome.SUCCESS: Page(
        text("Thank you!"), (text("The payment page reports success. Your tickets come by e-mail."),)
    ),
    PaymentOutcome.FAILED: Page(ABOUT, (text("The payment page reports that the payment failed."), THERE)),
    PaymentOutcome.CANCELLED: Page(ABOUT, (text("The payment page reports that you cancelled the payment."), THERE)),
    PaymentOutcome.EXPIRED: Page(ABOUT, (text("The payment page reports that its time is over."), THERE)),
}
NOTHING_HERE: Final = Page(
    text("There is nothing here"),
    (text("This link is not valid, or not any more."), text("The chat in Telegram says how your order stands.")),
)
IN_A_MOMENT: Final = Page(
    text("One moment, please"),
    (
        text("We could not tell the chat yet that you are back. That changes nothing about your payment."),
        text("Reload this page, or look in your mail and the chat."),
    ),
    again=True,
)


@dataclass(frozen=True, slots=True)
class Pages:
    """Draws pages; `chat_address` is where the button leads, always the same."""

    catalog: Catalog
    chat_address: str

    def draw(self, page: Page, language: Language, status: int = 200, **headers: str) -> HTMLResponse:
        """Return a page in a language."""

        def words(of: Text) -> str:
            return escape(self.catalog.words(of, language))

        title, (first, *more) = words(page.title), page.words
        back = f'<a class="{"way" if page.again else "go"}" href="{escape(self.chat_address)}">{words(BACK)}</a>'
        again = f'<a class="go" href="?">{words(AGAIN)}</a>' if page.again else ""
        soft = "".join(f'<p class="soft">{words(each)}</p>' for each in more)
        html = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<style>{STYLE}</style></head><body><main><h1>{title}</h1><p>{words(first)}</p>"
            f"{soft}{again}{back}</main></body></html>"
        )
        return HTMLResponse(html, status, headers={"Content-Language": language, **headers})
