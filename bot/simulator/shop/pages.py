"""The pages that the shop shows in a browser: a frame, names and amounts in the customer's language."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from starlette.responses import HTMLResponse

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action *; base-uri 'none'; frame-ancestors 'none'"
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


def page(language: str, title: str, note: str, body: str, status: int = 200) -> HTMLResponse:
    """Return a page; title, note and body are HTML."""
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style>"
    )
    html = (
        f'<!doctype html><html lang="{language}"><head>{head}</head><body><main><h1>{title}</h1>'
        f'<p class="note">{note}</p>{body}</main></body></html>'
    )
    return HTMLResponse(html, status, headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"})


def name_in(label: Mapping[str, str], language: str) -> str:
    """Return a name in a language, or in another that there is."""
    return label.get(language) or label["en"] or next((words for words in label.values() if words), "?")


def written_euros(amount: Decimal, language: str) -> str:
    """Return an amount as it is written in a language."""
    number = str(amount) if language == "en" else str(amount).replace(".", ",")
    return {"nl": f"€ {number}", "en": f"€{number}"}.get(language, f"{number} €")
