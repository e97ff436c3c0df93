"""The words of a story in a language: what is in angle brackets is looked up in the story, else in the catalogs."""

import re
from dataclasses import dataclass
from typing import Final

from bot.conversation.messages import Text
from bot.conversation.ports import Catalog
from bot.domain.labels import Language
from bot.rehearsal.story import Story
from bot.rehearsal.words import folded

TOKEN: Final = re.compile(r"<([^<>]+)>")
BLANK: Final = re.compile(r"\\\{[a-z_]+\\\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """Looks words up for one story in one language."""

    story: Story
    language: Language
    catalog: Catalog

    def words(self, words: str) -> str:
        """Return words with every <…> looked up."""
        return TOKEN.sub(lambda found: self._in_language(found[1]), words)

    def pattern(self, words: str) -> re.Pattern[str]:
        """Return the pattern of words, whose blanks ({total}) are open."""
        return re.compile(BLANK.sub(".*?", re.escape(folded(self.words(words)))), re.DOTALL)

    def _in_language(self, name: str) -> str:
        if (known := self.story.words.get(name)) is not None:
            return known[self.language]
        return self.catalog.words(Text(name), self.language)
