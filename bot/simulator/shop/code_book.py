"""The codes as the orders have used them: a discount so often, a voucher down to nothing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.simulator.shop.codes import CODES, Code
from bot.simulator.shop.info_messages import Refusal
from bot.simulator.shop.money import euros
from bot.simulator.shop.order import SandboxOrder
from bot.simulator.shop.programme import Programme
from bot.simulator.shop.situations import SituationBook, SituationName


class CodeBook:
    """What a code is worth now. An order that holds has used its code once; a paid one has taken of its voucher."""

    def __init__(
        self,
        programme: Programme,
        situations: SituationBook,
        orders: Mapping[str, SandboxOrder],
        now: Callable[[], datetime],
    ) -> None:
        self._programme = programme
        self._situations = situations
        self._orders = orders
        self._now = now

    def find(self, event: str, code: str, key: str | None) -> Code:
        """Return a code that is good for an event with this key; raise Refusal."""
        if not self._programme.document(event)["event"]["is_discount_enabled"]:
            raise Refusal("This event takes no codes.")
        known = CODES.get(code)
        if known is None or known.with_key not in (None, key):
            raise Refusal("Unknown code.")
        return known

    def check(self, event: str, code: str, key: str | None) -> None:
        """Raise Refusal for a code that cannot be used for an order."""
        known = self.find(event, code, key)
        is_left = self._stock(known) > 0 if known.discount is not None else self.balance(known) > 0
        if not is_left:
            raise Refusal("This code is used up.")

    def document(self, code: Code) -> dict[str, Any]:
        """Return a code as the API writes it, with what is left of it."""
        if code.discount is not None:
            return dict(code.document) | {"discount_code": dict(code.discount) | {"stock": self._stock(code)}}
        voucher = code.voucher or {}
        balance = voucher["balance"] if (left := self.balance(code)) == euros(voucher["balance"]) else float(left)
        return dict(code.document) | {"voucher_code": dict(voucher) | {"balance": balance}}

    def balance(self, code: Code) -> Decimal:
        """Return the euros left on a voucher; nothing for a discount."""
        if code.voucher is None or self._is_used_up(code.voucher["code"]):
            return Decimal()
        return euros(code.voucher["balance"]) - sum(order.taken for order in self._users(code.voucher["code"]))

    def _stock(self, code: Code) -> int:
        if code.discount is None or self._is_used_up(code.discount["code"]):
            return 0
        return max(int(code.discount["stock"]) - len(list(self._users(code.discount["code"]))), 0)

    def _is_used_up(self, letters: str) -> bool:
        return self._situations.value(SituationName.USED_UP, letters) is not None

    def _users(self, letters: str) -> Iterable[SandboxOrder]:
        now = self._now()
        return (order for order in self._orders.values() if order.code == letters and order.holds(now))
