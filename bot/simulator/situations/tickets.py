"""Situations of tickets, from what is on sale to what is paid: what the shop has, how it takes an order, how a payment ends."""

from typing import Final

from bot.simulator.shop.info_messages import Shape
from bot.simulator.situations.named import NamedSituation

NOTHING_BOOKED: Final = "The shop refused this order and nothing was booked"
NOT_KNOWN: Final = (
    "The shop did not answer, so it is not known whether it holds the tickets; nothing was paid. "
    "The bot orders nothing again by itself: the customer may."
)
SHAPES: Final[dict[Shape, str]] = {
    Shape.OBJECT: "an object with a message",
    Shape.LIST: "a list of messages",
    Shape.STRING: "a bare text",
    Shape.HTML: "a page of HTML",
    Shape.EMPTY: "nothing at all",
    Shape.LONG: "a message of many pages",
    Shape.NOT_UTF_8: "letters in a wrong encoding",
    Shape.NESTED: "a message buried in lists",
}

TICKETS: Final = (
    NamedSituation(
        name="sold-out",
        about="tickets",
        does="Everything in the shop is sold out.",
        customer_sees="The event's card says that it is sold out, and offers other events.",
        situations=("places:*:0",),
    ),
    NamedSituation(
        name="sold-out-at-the-order",
        about="tickets",
        does="Everything sells out between the customer's tap on the order button and the shop's look at the order.",
        customer_sees=f"{NOTHING_BOOKED}, that it is sold out, and what there is instead.",
        situations=("places:*:0:on=reserve",),
    ),
    NamedSituation(
        name="few-left",
        about="tickets",
        does="Every time slot and every ticket type has two places in all.",
        customer_sees="Times are marked as nearly full, and no more than two tickets can be chosen.",
        situations=("places:*:2",),
    ),
    NamedSituation(
        name="price-changes",
        about="tickets",
        does="Everything costs 99.00 from now on.",
        customer_sees="The new price; who stood at the review is shown the new total before anything is ordered.",
        situations=("price:*:99.00",),
    ),
    NamedSituation(
        name="event-is-gone",
        about="tickets",
        does="The shop lists no event any more.",
        customer_sees="“Nothing to see yet. Do you have an access key?” with a button to try again; old buttons lead there.",
        situations=("gone:*",),
    ),
)
ORDERING: Final = (
    *(
        NamedSituation(
            name=f"refused-{shape}",
            about="ordering",
            does=f"The shop refuses the next order; its Info Message is {words}.",
            customer_sees=f"{NOTHING_BOOKED}; why, as far as what it sells tells, else that it does not say. Never mark-up.",
            faults=(f"shop:reserve:refused:shape={shape}",),
        )
        for shape, words in SHAPES.items()
    ),
    NamedSituation(
        name="order-unanswered",
        about="ordering",
        does="The shop never answers the next order, and holds nothing.",
        customer_sees=NOT_KNOWN,
        faults=("shop:reserve:silent",),
    ),
    NamedSituation(
        name="order-lost-answer",
        about="ordering",
        does="The shop holds the next order, but its answer is lost.",
        customer_sees=NOT_KNOWN,
        faults=("shop:reserve:reset-after",),
    ),
    NamedSituation(
        name="order-half-an-answer",
        about="ordering",
        does="The shop holds the next order, and the connection breaks in the middle of its answer.",
        customer_sees=NOT_KNOWN,
        faults=("shop:reserve:half",),
    ),
    NamedSituation(
        name="order-500",
        about="ordering",
        does="The shop answers the next order with an internal error (500).",
        customer_sees=NOT_KNOWN,
        faults=("shop:reserve:500",),
    ),
    NamedSituation(
        name="checkout-unanswered",
        about="ordering",
        does="The shop holds the order and then never answers for the payment page.",
        customer_sees="Until when the tickets are held, and a button that asks for the payment page again.",
        faults=("shop:checkout:silent",),
    ),
    NamedSituation(
        name="checkout-refused",
        about="ordering",
        does="The shop holds the order and refuses the payment page, this once.",
        customer_sees="That the order is held and until when, and a way to try again or to pay otherwise.",
        faults=("shop:checkout:refused",),
    ),
    NamedSituation(
        name="second-checkout-refused",
        about="ordering",
        does="The shop opens one payment page for an order and no second one.",
        customer_sees="The first payment page again as long as its amount is right, else whom to write to.",
        situations=("second-checkout:shop:refused",),
    ),
)
PAYING: Final = (
    NamedSituation(
        name="payment-failed",
        about="paying",
        does="Payments fail, whatever the customer chooses on the payment page.",
        customer_sees="“The payment page reports that the payment failed.” and a button to try again while the hold lasts.",
        situations=("payment:shop:failed",),
    ),
    NamedSituation(
        name="payment-cancelled",
        about="paying",
        does="Payments are cancelled, whatever the customer chooses on the payment page.",
        customer_sees="“The payment page reports that you cancelled the payment.” and a button to pay while the hold lasts.",
        situations=("payment:shop:cancelled",),
    ),
    NamedSituation(
        name="payment-expired",
        about="paying",
        does="The time to pay runs out on the payment page, which ends the hold.",
        customer_sees="“The payment page reports that its time is over.” and a button to pay; once the hold has ended, "
        "the same order once more at a tap.",
        situations=("payment:shop:expired",),
    ),
    NamedSituation(
        name="payment-never-returns",
        about="paying",
        does="Payments succeed, and nobody is led back into the chat.",
        customer_sees="The card stays as it is; “I have paid” says that the tickets come by e-mail if the payment succeeded. "
        "The bot never claims that nothing was paid.",
        situations=("payment:shop:never-returns",),
    ),
    NamedSituation(
        name="free-order",
        about="paying",
        does="Everything in the shop is free.",
        customer_sees="No question of how to pay; the order button says that it is free, and the tickets come at once.",
        situations=("price:*:0.00", "fee:*:0.00"),
    ),
    NamedSituation(
        name="free-order-unanswered",
        about="paying",
        does="Everything is free, and the shop's answer to the next free order is lost.",
        customer_sees="That it is not known whether the tickets are ordered: look in your mail first. None is ordered twice.",
        situations=("price:*:0.00", "fee:*:0.00"),
        faults=("shop:free:reset-after",),
    ),
)
