"""The questions beside the flow, a file each: the open one answers first, closing it shows the step again."""

from collections.abc import Mapping
from typing import Final, assert_never

from bot.conversation.lookups import Lookup, TryCode, TryKey
from bot.conversation.messages import SheetName
from bot.conversation.sheets.code import CodeSheet
from bot.conversation.sheets.delete import DeleteSheet
from bot.conversation.sheets.help import HelpSheet
from bot.conversation.sheets.key import KeySheet, LockedSheet
from bot.conversation.sheets.language import LanguageSheet
from bot.conversation.sheets.orders import OrdersSheet
from bot.conversation.sheets.privacy import PrivacySheet
from bot.conversation.sheets.sheet import Judge, Sheet

SHEETS: Final[Mapping[SheetName, Sheet]] = {
    sheet.name: sheet
    for sheet in (
        LanguageSheet(),
        HelpSheet(),
        CodeSheet(),
        KeySheet(),
        LockedSheet(),
        DeleteSheet(),
        PrivacySheet(),
        OrdersSheet(),
    )
}


def judge_of(lookup: Lookup) -> Judge:
    """Return the sheet that judges a guess, also one that was made elsewhere."""
    match lookup:
        case TryCode():
            return CodeSheet()
        case TryKey():
            return KeySheet()
    assert_never(lookup)
