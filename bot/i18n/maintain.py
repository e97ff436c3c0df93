"""Brings the catalogs up to date with the source: `python -m bot.i18n.maintain`.

Extracts the texts into `locales/bot.pot`, updates each `locales/<language>/LC_MESSAGES/bot.po`, compiles the `bot.mo`
beside it, prints what is left to translate and exits with 1 if anything is. The English catalog fills itself. Run it after
every change of a text; a second run changes nothing.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.domain.labels import LANGUAGES, Language
from bot.i18n.catalog import DOMAIN, locales_folder
from bot.i18n.extraction import TextCatalog, extract, problems, texts


def maintain(root: Path) -> list[str]:
    """Extract, update and compile in a source tree; return what is left to translate, a line each."""
    template = extract(root)
    (root / "locales" / f"{DOMAIN}.pot").write_bytes(as_po(template))
    left = []
    for language in LANGUAGES:
        po = po_path(root, language)
        po.parent.mkdir(parents=True, exist_ok=True)
        catalog = updated(template, read(po, language), language)
        po.write_bytes(as_po(catalog))
        po.with_suffix(".mo").write_bytes(as_mo(catalog))
        left += [
            f"{language}: {problem}: {message.id!r}"
            for message in texts(catalog)
            for problem in problems(message, catalog.num_plurals)
        ]
    return left


def po_path(root: Path, language: Language) -> Path:
    """Return where a language's translations are."""
    return root / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(po: Path, language: Language) -> TextCatalog:
    """Return the translations in a file; none when it is not there yet."""
    catalog = TextCatalog(language)
    if po.exists():
        with po.open("rb") as file:
            for message in texts(read_po(file, locale=language)):
                catalog[message.id] = message
    return catalog


def updated(template: Catalog, translated: Catalog, language: Language) -> TextCatalog:
    """Return the texts of the template with the translations there are; texts that went are dropped with theirs."""
    catalog = TextCatalog(language)
    for message in texts(template):
        known = translated.get(message.id)
        if known is None or known.id != message.id:
            known = Message(message.id)
        catalog.add(
            message.id,
            message.id if language == "en" else known.string,
            locations=message.locations,
            flags=known.flags & {"fuzzy"},
            auto_comments=message.auto_comments,
            user_comments=known.user_comments,
        )
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """Return a catalog as a PO file, without line numbers and line breaks that change with the code."""
    file = BytesIO()
    write_po(file, catalog, width=0, include_lineno=False)
    return file.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """Return a catalog compiled; what is fuzzy stays out."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def main() -> int:
    """Maintain the catalogs of this source tree."""
    left = maintain(locales_folder().parent)
    sys.stdout.writelines(f"{line}\n" for line in left)
    sys.stdout.write(f"{len(left)} left to translate\n" if left else "all translated\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
