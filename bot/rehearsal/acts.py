"""What a line of a story does, in a few words: for reports."""

from typing import Final

from bot.rehearsal.lines import Step

LONGEST: Final = 60


def act_of(step: Step) -> str:
    """Return what is done in a line, as it is written in the story."""
    parts = [f"clock {step.clock}"] if step.clock is not None else []
    parts += ["restart"] if step.restart else []
    parts += [f"fault {step.fault}"] if step.fault is not None else []
    parts += [f"situation {each}" for each in step.situation]
    parts += [f"limits {'on' if step.limits else 'off'}"] if step.limits is not None else []
    named = {
        "follow": step.follow,
        "start": step.start,
        "link": step.link.event if step.link is not None else None,
        "say": step.say,
        "edit": step.edit,
        "send": step.send,
        "contact": step.contact,
        "group": step.group,
        "tap": step.tap,
        "tap_old": step.tap_old,
        "pay": step.pay,
        "pay_old": step.pay_old,
    }
    parts += [f"{name} {value}".rstrip() for name, value in named.items() if value is not None]
    parts += ["forward"] if step.forward else []
    parts += ["message"] if step.message is not None else []
    said = ", ".join(parts) or "look"
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
