"""The committed catalogs: current, complete, and saying what the law wants said."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.conversation.messages import text
from bot.domain.labels import LANGUAGES, Language
from bot.i18n import maintain
from bot.i18n.catalog import PLACEHOLDER, GettextCatalog, locales_folder
from bot.i18n.extraction import TextCatalog, extract, problems, texts

ROOT = locales_folder().parent
SAME_AS_ENGLISH = {
    "nl": {"E-mail", "Later", "Later »", "Later: {month}", "Man", "Postcode", "Privacy", "Tickets", "Tickets: {total}"},
    "fr": {"E-mail", "Organisation"},
    "de": {"Organisation", "Tickets", "Tickets: {total}"},
}
"""Words that are the same in both languages."""

FOREIGN_MARKS = {"nl": "\"'‘„‟", "fr": "\"'‘“”„", "de": "\"'‘”‟"}
"""Quotation marks and apostrophes of a typewriter, or of another language. Guillemets are also arrows, so not here."""

NAMES = {"nl": "Dutch", "en": "English", "fr": "French", "de": "German"}


@pytest.fixture(scope="module")
def template() -> TextCatalog:
    return extract(ROOT)


def ids(catalog: Catalog) -> set[str | tuple[str, ...]]:
    return {message.id if isinstance(message.id, str) else tuple(message.id) for message in texts(catalog)}


def test_template_holds_the_texts_of_the_source(template):
    with (ROOT / "locales" / "bot.pot").open("rb") as pot:
        assert ids(read_po(pot)) == ids(template)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_is_compiled(language):
    po = maintain.po_path(ROOT, language)
    assert po.with_suffix(".mo").read_bytes() == maintain.as_mo(maintain.read(po, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_translated(template, language):
    catalog = maintain.read(maintain.po_path(ROOT, language), language)
    assert ids(catalog) == ids(template)
    found = {str(message.id): problems(message, catalog.num_plurals) for message in texts(catalog)}
    assert {msgid: each for msgid, each in found.items() if each} == {}


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_nothing_is_left_in_english(language):
    catalog = maintain.read(maintain.po_path(ROOT, language), language)
    left = {str(message.id) for message in texts(catalog) if message.id == message.string}
    assert {msgid for msgid in left if re.search("[A-Za-z]", PLACEHOLDER.sub("", msgid))} == SAME_AS_ENGLISH[language]


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_quotation_marks_are_those_of_the_language(language):
    strings = translations(language)
    assert [each for each in strings if set(each) & set(FOREIGN_MARKS[language])] == []
    if language != "fr":
        assert [each for each in strings if re.search("«.*»", each)] == []
    if language != "de":
        assert [each for each in strings if each.count("“") != each.count("”")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_ellipses_and_spaces_are_single_characters(language):
    strings = translations(language)
    assert [each for each in strings if "..." in each or re.search(r"\s\s|^\s|\s$", each)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_glossary_are_kept(language):
    said = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")
    listed = re.search(rf"^- {NAMES[language]}: (.+)$", said, re.MULTILINE)
    assert listed is not None
    words = "|".join(re.escape(word) for word in listed[1].split(", "))
    not_said = re.compile(rf"\b({words})\b", re.IGNORECASE)
    assert [each for each in translations(language) if not_said.search(PLACEHOLDER.sub("", each))] == []


def test_texts_of_the_simulator_are_none_of_the_bot(template):
    sources = {name for message in texts(template) for name, _ in message.locations}
    assert "bot/conversation/steps/review.py" in sources
    assert not any(name.startswith("bot/simulator/") for name in sources)


@pytest.mark.parametrize(
    ("language", "order", "free", "withdrawal"),
    [
        (
            "nl",
            "Bestellen en betalen",
            "Gratis bestellen",
            "Voor tickets met een vaste datum geldt geen bedenktijd van 14 dagen.",
        ),
        (
            "en",
            "Order and pay",
            "Get free tickets",
            "Tickets with a fixed date cannot be returned within 14 days.",
        ),
        (
            "fr",
            "Commander et payer",
            "Commander gratuitement",
            "Pas de droit de rétractation de 14 jours pour les billets à date fixe.",
        ),
        (
            "de",
            "Zahlungspflichtig bestellen",
            "Kostenlos bestellen",
            "Für Tickets mit festem Termin gibt es kein 14-tägiges Widerrufsrecht.",
        ),
    ],
)
def test_the_words_of_the_law(catalog: GettextCatalog, language: Language, order: str, free: str, withdrawal: str):
    assert catalog.words(text("Order and pay"), language) == order
    assert catalog.words(text("Get free tickets"), language) == free
    assert catalog.words(text("Tickets with a fixed date cannot be returned within 14 days."), language) == withdrawal


def test_french_punctuation_does_not_break_off():
    """A narrow no-break space before ; ! and ?, a no-break one before a colon and inside quotation marks."""
    breaks = re.compile("(?<!\u202f)[;!?]|(?<!\xa0)[:»]|«(?!\xa0)")
    assert [each for each in translations("fr") if breaks.search(each)] == []


def translations(language: Language) -> list[str]:
    catalog = maintain.read(maintain.po_path(ROOT, language), language)
    return [form for message in texts(catalog) for form in forms(message)]


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source tree with one text and one plural."""
    (tmp_path / "bot" / "simulator").mkdir(parents=True)
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "babel.cfg").write_bytes((ROOT / "locales" / "babel.cfg").read_bytes())
    (tmp_path / "bot" / "screen.py").write_text(
        'text("Pay {total}")\nplural("{count} day", "{count} days", n)\ntext(name)\n'
    )
    (tmp_path / "bot" / "simulator" / "page.py").write_text('text("Not for customers")\n')
    return tmp_path


def translate(root: Path, language: Language, strings: dict[str, str | tuple[str, ...]]) -> None:
    po = maintain.po_path(root, language)
    catalog = maintain.read(po, language)
    for msgid, string in strings.items():
        message = catalog[msgid]
        assert message is not None
        message.string = string
    po.write_bytes(maintain.as_po(catalog))


def written(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (root / "locales").rglob("bot.*")}


DUTCH: dict[str, str | tuple[str, ...]] = {
    "Pay {total}": "Betaal {total}",
    "{count} day": ("{count} dag", "{count} dagen"),
}


def test_maintain_tells_what_is_left(source):
    left = maintain.maintain(source)
    assert len(left) == 2 * 3
    assert "nl: not translated: 'Pay {total}'" in left
    assert not any(line.startswith("en") or "Not for customers" in line for line in left)


def test_maintain_keeps_translations_and_changes_nothing_twice(source):
    maintain.maintain(source)
    translate(source, "nl", DUTCH)
    assert not any(line.startswith("nl") for line in maintain.maintain(source))
    before = written(source)
    maintain.maintain(source)
    assert written(source) == before


def test_maintain_does_not_mind_where_a_text_stands_in_its_file(source):
    maintain.maintain(source)
    before = written(source)
    screen = source / "bot" / "screen.py"
    screen.write_text(f"# A comment.\n\n{screen.read_text()}")
    maintain.maintain(source)
    assert written(source) == before


def test_maintain_asks_again_for_a_text_that_changed(source):
    maintain.maintain(source)
    translate(source, "nl", DUTCH)
    (source / "bot" / "screen.py").write_text(
        'text("Pay {total} now")\nplural("{count} day", "{count} more days", n)\n'
    )
    left = maintain.maintain(source)
    assert "nl: not translated: 'Pay {total} now'" in left
    assert "nl: not translated: ('{count} day', '{count} more days')" in left
    assert b"Betaal" not in maintain.po_path(source, "nl").read_bytes()


def test_maintain_sees_other_placeholders(source):
    maintain.maintain(source)
    translate(source, "nl", DUTCH | {"Pay {total}": "Betaal {totaal}"})
    assert "nl: other placeholders: 'Pay {total}'" in maintain.maintain(source)


def test_maintain_counts_fuzzy_as_left_and_leaves_it_out(source):
    maintain.maintain(source)
    translate(source, "nl", DUTCH)
    po = maintain.po_path(source, "nl")
    po.write_text(
        po.read_text().replace('#, python-brace-format\nmsgid "Pay', '#, fuzzy, python-brace-format\nmsgid "Pay')
    )
    assert "nl: fuzzy: 'Pay {total}'" in maintain.maintain(source)
    assert b"Betaal" in po.read_bytes()
    assert b"Betaal" not in po.with_suffix(".mo").read_bytes()


def test_command_fails_until_all_is_translated(source, monkeypatch, capsys):
    monkeypatch.setattr(maintain, "locales_folder", lambda: source / "locales")
    assert maintain.main() == 1
    assert capsys.readouterr().out.endswith("6 left to translate\n")
    counts: dict[Language, str] = {"nl": "{count} dagen", "fr": "{count} jours", "de": "{count} Tage"}
    for language, count in counts.items():
        translate(source, language, {"Pay {total}": "{total}!", "{count} day": (count, count)})
    assert maintain.main() == 0
    assert capsys.readouterr().out == "all translated\n"
