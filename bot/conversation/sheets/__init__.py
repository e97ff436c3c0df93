"""The questions beside the flow, a file each: the open one answers first, closing it shows the step again."""

from collections.abc import Mapping
from typing import Final

from bot.conversation.messages import SheetName
from bot.conversation.sheets.help import HelpSheet
from bot.conversation.sheets.language import LanguageSheet
from bot.conversation.sheets.sheet import Sheet

SHEETS: Final[Mapping[SheetName, Sheet]] = {sheet.name: sheet for sheet in (LanguageSheet(), HelpSheet())}
