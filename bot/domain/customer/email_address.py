"""E-mail addresses."""

from email_validator import EmailNotValidError, validate_email

from bot.domain.customer.problem import Checked, Problem, Refused


def check_email(answer: str) -> Checked:
    """Accept an address by its form alone (RFC 5322, no look-up), normalised; ASCII only, as the shop's mailer is unknown."""
    try:
        valid = validate_email(answer.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return Refused(Problem.NOT_AN_EMAIL)
    return valid.normalized
