"""The words of each field: its name, its question, an example, and what a refused answer should have been."""

from datetime import date
from typing import Final, assert_never

from bot.conversation.facts import Context
from bot.conversation.messages import Country, Date, Param, Text, plain, text
from bot.domain import customer
from bot.domain.customer import Field, Gender, Problem

OWN_QUESTIONS: Final = {Field.CUSTOM_1: 1, Field.CUSTOM_2: 2, Field.CUSTOM_3: 3}
SOMEBODYS_BIRTH: Final = date(1990, 5, 24)


def label(context: Context, field: Field) -> Text:
    """Return a field's name; the event's own where it has one."""
    match field:
        case Field.FIRST_NAME:
            return text("First name")
        case Field.LAST_NAME:
            return text("Last name")
        case Field.EMAIL:
            return text("E-mail")
        case Field.MOBILE:
            return text("Mobile number")
        case Field.GENDER:
            return text("Gender")
        case Field.DATE_OF_BIRTH:
            return text("Date of birth")
        case Field.COUNTRY:
            return text("Country")
        case Field.STREET:
            return text("Street")
        case Field.BUILDING_NUMBER:
            return text("House number")
        case Field.ADDRESS_LINE_2:
            return text("Addition to the address")
        case Field.ZIPCODE:
            return text("Postcode")
        case Field.CITY:
            return text("Town")
        case Field.STATE:
            return text("State or province")
        case Field.ORGANISATION:
            return text("Organisation")
        case Field.POSITION:
            return text("Job title")
        case Field.CUSTOM_1 | Field.CUSTOM_2 | Field.CUSTOM_3:
            own = context.event.customer_labels.get(field)
            return plain(own) if own else text("Question {number} of the organiser", number=OWN_QUESTIONS[field])
    assert_never(field)


def question(context: Context, field: Field) -> Text:
    """Return what is asked for a field."""
    match field:
        case Field.FIRST_NAME:
            return text("What is your first name?")
        case Field.LAST_NAME:
            return text("What is your last name?")
        case Field.EMAIL:
            return text("What is your e-mail address? Your tickets are sent there.")
        case Field.MOBILE:
            return text("What is your mobile number?")
        case Field.GENDER:
            return text("What is your gender?")
        case Field.DATE_OF_BIRTH:
            return text("What is your date of birth?")
        case Field.COUNTRY:
            return text("In which country do you live?")
        case Field.STREET:
            return text("In which street do you live?")
        case Field.BUILDING_NUMBER:
            return text("What is your house number?")
        case Field.ADDRESS_LINE_2:
            return text("Is there anything to add to your address?")
        case Field.ZIPCODE:
            return text("What is your postcode?")
        case Field.CITY:
            return text("In which town do you live?")
        case Field.STATE:
            return text("In which state or province do you live?")
        case Field.ORGANISATION:
            return text("Which organisation are you from?")
        case Field.POSITION:
            return text("What is your job title?")
        case Field.CUSTOM_1 | Field.CUSTOM_2 | Field.CUSTOM_3:
            return text("The organiser asks: {question}", question=label(context, field))
    assert_never(field)


def example(context: Context, field: Field) -> Text:
    """Return an example of a good answer, or how it is given."""
    match field:
        case Field.FIRST_NAME:
            return text("For example: Robin")
        case Field.LAST_NAME:
            return text("For example: de Vries")
        case Field.EMAIL:
            return text("For example: robin@example.com")
        case Field.MOBILE:
            number = customer.example(field, context.region) or customer.example(field, customer.HOME)
            return text("For example: {number}", number=number)
        case Field.GENDER:
            return text("Tap one of the buttons, or type what it says.")
        case Field.DATE_OF_BIRTH:
            return text("For example: {date}", date=Date(SOMEBODYS_BIRTH))
        case Field.COUNTRY:
            return text("Tap a country, or type the name of another one. For example: {country}", country=Country("LU"))
        case Field.STREET:
            return text("For example: Station Road. The whole address in one message is fine, too.")
        case Field.BUILDING_NUMBER:
            return text("For example: 12 or 12a")
        case Field.ADDRESS_LINE_2:
            return text("For example: second floor")
        case Field.ZIPCODE:
            code = customer.example(field, context.region)
            return text("For example: {code}", code=code) if code else text("Type it as you would on a letter.")
        case Field.CITY:
            return text("For example: Rotterdam")
        case Field.STATE:
            return text("For example: California")
        case Field.ORGANISATION:
            return text("For example: the name of your company, school or club")
        case Field.POSITION:
            return text("For example: teacher")
        case Field.CUSTOM_1 | Field.CUSTOM_2 | Field.CUSTOM_3:
            return text("Type your answer.")
    assert_never(field)


def refusal(context: Context, field: Field, problem: Problem) -> Text:
    """Return what is wrong with an answer and what would be right."""
    right = example(context, field)
    match problem:
        case Problem.EMPTY:
            return text("That is empty. Please type an answer. {example}", example=right)
        case Problem.TOO_LONG:
            return text(
                "That is too long. At most {most} characters fit. {example}", most=customer.LONGEST, example=right
            )
        case Problem.UNREADABLE:
            return text("Some characters cannot be read. Please type it again. {example}", example=right)
        case Problem.NOT_A_NAME:
            return text("That does not look like a name. Please type only your name. {example}", example=right)
        case Problem.NOT_AN_EMAIL:
            return text("That is not an e-mail address. Please check it. {example}", example=right)
        case Problem.NOT_A_MOBILE:
            return text("That is not a mobile number. Please check it. {example}", example=right)
        case Problem.NOT_A_GENDER:
            return text("That is none of the answers. {example}", example=right)
        case Problem.NOT_A_DATE:
            return text("That is not a date. Please type day, month and year. {example}", example=right)
        case Problem.IN_FUTURE:
            return text("That day is still to come. Please type day, month and year. {example}", example=right)
        case Problem.TOO_LONG_AGO:
            return text("That is too long ago. Please check the year. {example}", example=right)
        case Problem.NOT_A_COUNTRY:
            return text("I do not know that country. {example}", example=right)
        case Problem.NOT_A_STREET:
            return text("That is not the name of a street. Please check it. {example}", example=right)
        case Problem.NOT_A_BUILDING_NUMBER:
            return text("That is not a house number. Please check it. {example}", example=right)
        case Problem.NOT_A_ZIPCODE:
            there = Country(context.region)
            return text("That is not a postcode in this country: {country}. {example}", country=there, example=right)
        case Problem.NOT_A_PLACE:
            return text("That is not the name of a place. Please check it. {example}", example=right)
    assert_never(problem)


def gender(which: Gender) -> Text:
    """Return the word for a gender."""
    match which:
        case Gender.FEMALE:
            return text("Woman")
        case Gender.MALE:
            return text("Man")
        case Gender.OTHER:
            return text("Other")
    assert_never(which)


def shown(field: Field, value: str) -> Param:
    """Return a checked value as the customer reads it."""
    match field:
        case Field.GENDER:
            return gender(Gender(value))
        case Field.DATE_OF_BIRTH:
            return Date(date.fromisoformat(value))
        case Field.COUNTRY:
            return Country(value)
        case _:
            return value
