"""What is said to a message that is no answer: a sticker, a voice, an edit. Nothing is met with silence."""

from typing import assert_never

from bot.conversation.messages import Oddity, Text, text


def kind_line(what: Oddity) -> Text:
    """Return the line for a kind of message: what becomes of it, then what to do instead."""
    match what:
        case Oddity.STICKER:
            return text("Thank you for the sticker! I only read text and buttons, though.")
        case Oddity.VOICE:
            return text("I cannot listen to this. Please type your answer, or tap a button.")
        case Oddity.PICTURE:
            return text("I cannot see pictures. Please type your answer, or tap a button.")
        case Oddity.VIDEO:
            return text("I cannot watch videos. Please type your answer, or tap a button.")
        case Oddity.FILE:
            return text("I cannot open files. Please type your answer, or tap a button.")
        case Oddity.PLACE:
            return text("I do not need your location. Please type your answer, or tap a button.")
        case Oddity.POLL:
            return text("I do not vote in polls. Please type your answer, or tap a button.")
        case Oddity.DICE:
            return text("Well thrown! To go on, type your answer or tap a button.")
        case Oddity.MEDIA:
            return text("Thank you! I can only read text and buttons, though.")
        case Oddity.FORWARD:
            return text("I do not read forwarded messages. Please type it yourself.")
        case Oddity.VIA_BOT:
            return text("I do not read what another bot wrote. Please type it yourself.")
        case Oddity.EDIT:
            return text("I do not read edited messages. Please send a new one.")
    assert_never(what)
