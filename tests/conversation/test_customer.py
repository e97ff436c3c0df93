"""The field card: what is asked, what is taken, what is remembered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.conversation.facts import Context
from bot.conversation.links import Link, StoredLink
from bot.conversation.messages import Action, Command, CommandName, Followed, Shared, StepName
from bot.conversation.session import Details, Profile
from bot.conversation.steps.customer.suggesting import FULL_NAME
from bot.conversation.steps.customer.wording import refusal
from bot.domain.customer import CUSTOM, Field, Mode, Problem
from bot.domain.labels import Label
from tests.conversation.dialogue import CATALOG, FESTIVAL, MUSEUM, Dialogue, PlainShop, at_review, at_tickets, uuid

REQUIRED, OPTIONAL = Mode.REQUIRED, Mode.OPTIONAL
ADDRESS = (Field.COUNTRY, Field.STREET, Field.BUILDING_NUMBER, Field.ADDRESS_LINE_2, Field.ZIPCODE, Field.CITY)
NAMES_AND_EMAIL = dict.fromkeys((Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL), REQUIRED)
ROBIN = {Field.FIRST_NAME: "Robin", Field.LAST_NAME: "de Vries", Field.EMAIL: "robin@example.com"}
PROFILE = Profile(values={**ROBIN, Field.MOBILE: "+31612345678"}, method=uuid("Bancontact"))


def shop_asking(modes: Mapping[Field, Mode], **changed) -> PlainShop:
    return PlainShop(listed=[replace(FESTIVAL, customer_data=modes, **changed), MUSEUM])


async def at_card(modes: Mapping[Field, Mode], profile: Profile | None = None, **changed) -> Dialogue:
    dialogue = Dialogue(shop_asking(modes, **changed), profile=profile or Profile())
    await dialogue.start()
    await dialogue.do(Action.CHOOSE, FESTIVAL.uuid)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    return await dialogue.do(Action.NEXT)


def required(*fields: Field) -> dict[Field, Mode]:
    return dict.fromkeys(fields, REQUIRED)


# --- the card ---------------------------------------------------------------------------------------------------------


async def test_the_card_ticks_what_is_given_and_asks_one_thing_at_a_time():
    dialogue = await at_card({**NAMES_AND_EMAIL, Field.ORGANISATION: OPTIONAL})
    for line in ("○ First name", "○ Last name", "○ E-mail", "○ Organisation (optional)", "What is your first name?"):
        assert line in dialogue.text
    assert "What is your last name?" not in dialogue.text
    await dialogue.say("Robin")
    assert "✓ First name: Robin" in dialogue.text
    assert "What is your last name?" in dialogue.text
    assert "Change: First name" in dialogue.labels


async def test_every_field_is_asked_and_sent():
    own = {Field.CUSTOM_1: Label.same("Shoe size"), Field.CUSTOM_2: Label(nl="Dieet", en="Diet")}
    dialogue = await at_card(dict.fromkeys(Field, REQUIRED), customer_labels=own)
    answers = [
        ("What is your first name?", "Robin"),
        ("What is your last name?", "de Vries"),
        ("What is your e-mail address?", "robin@example.com"),
        ("What is your mobile number?", "06 12345678"),
        ("What is your gender?", "Other"),
        ("What is your date of birth?", "24 May 1990"),
        ("In which country do you live?", "united states"),
        ("In which street do you live?", "Stop"),
        ("What is your house number?", "12a"),
        ("Is there anything to add to your address?", "second floor"),
        ("What is your postcode?", "90210"),
        ("In which town do you live?", "Help"),
        ("In which state or province do you live?", "California"),
        ("Which organisation are you from?", "Cancel"),
        ("What is your job title?", "Start over"),
        ("The organiser asks: Shoe size", "43"),
        ("The organiser asks: Diet", "none"),
        ("The organiser asks: Question 3 of the organiser", "1"),
    ]
    for question, answer in answers:
        assert question in dialogue.text
        await dialogue.say(f"“{answer}”" if answer in {"Cancel", "Start over"} else answer)
    await dialogue.do(Action.CHOOSE, uuid("iDEAL"))
    for line in ("Gender: Other", "Date of birth: 24 May 1990", "Country: United States", "Diet: none"):
        assert line in dialogue.text
    await dialogue.do(Action.ORDER)
    [order] = dialogue.shop.orders
    assert list(order.customer) == list(Field)
    assert order.customer[Field.COUNTRY] == "US"
    assert order.customer[Field.DATE_OF_BIRTH] == "1990-05-24"
    assert order.customer[Field.STREET] == "Stop"


@pytest.mark.parametrize(("country", "is_asked"), [("NL", False), ("FR", False), ("US", True), ("CA", True)])
async def test_a_state_is_asked_where_addresses_have_one(country: str, is_asked: bool):
    dialogue = await at_card(required(*ADDRESS))
    await dialogue.do(Action.SET, country) if country in {"NL", "FR"} else await dialogue.say(country)
    assert ("State or province" in dialogue.text) is is_asked


async def test_countries_near_by_have_a_button_and_the_others_are_typed():
    dialogue = await at_card(required(Field.COUNTRY))
    assert dialogue.labels[:4] == ["Netherlands", "Belgium", "Germany", "France"]
    await dialogue.say("Atlantis")
    assert dialogue.notice.startswith("I do not know that country.")
    assert "For example: Luxembourg" in dialogue.notice
    await dialogue.say("Österreich")
    assert dialogue.details.values[Field.COUNTRY] == "AT"


async def test_a_postcode_is_that_of_the_country_and_asked_again_when_the_country_changes():
    dialogue = await at_card(required(Field.COUNTRY, Field.ZIPCODE, Field.FIRST_NAME))
    await dialogue.say("Robin")
    await dialogue.do(Action.SET, "BE")
    assert "For example: 1000" in dialogue.text
    await dialogue.say("75001")
    assert "not a postcode in this country: Belgium" in dialogue.notice
    await dialogue.say("9000")
    assert dialogue.at is StepName.METHOD
    await dialogue.do(Action.BACK)
    await dialogue.tap("Change: Country")
    await dialogue.do(Action.SET, "NL")
    assert "What is your postcode?" in dialogue.text
    await dialogue.say("1012 AB")
    assert dialogue.at is StepName.METHOD


async def test_a_country_without_a_known_postcode_takes_what_stands_on_a_letter():
    dialogue = await at_card(required(Field.COUNTRY, Field.ZIPCODE))
    await dialogue.say("Japan")
    assert "Type it as you would on a letter." in dialogue.text


@pytest.mark.parametrize(
    ("words", "notice"),
    [
        ("tomorrow", "still to come"),
        ("24-5-2099", "still to come"),
        ("1-1-1850", "too long ago"),
        ("soon", "not a date"),
        ("31-02-1990", "not a date"),
    ],
)
async def test_a_date_of_birth_is_refused_with_an_example(words: str, notice: str):
    dialogue = await at_card(required(Field.DATE_OF_BIRTH))
    await dialogue.say(words)
    assert notice in dialogue.notice
    assert "24 May 1990" in dialogue.notice


async def test_genders_are_tapped_or_typed():
    dialogue = await at_card(required(Field.GENDER, Field.FIRST_NAME))
    await dialogue.say("Robin")
    assert dialogue.labels[:3] == ["Woman", "Man", "Other"]
    await dialogue.say("maybe")
    assert "none of the answers" in dialogue.notice
    await dialogue.do(Action.SET, "x")
    assert "did not understand" in dialogue.notice
    await dialogue.say("Frau")
    assert dialogue.details.values[Field.GENDER] == "F"


async def test_a_choice_of_what_is_not_asked_is_not_taken():
    dialogue = await at_card(required(Field.FIRST_NAME))
    await dialogue.do(Action.SET, "NL")
    assert "did not understand" in dialogue.notice
    assert dialogue.details.values == {}


@pytest.mark.parametrize("problem", Problem)
@pytest.mark.parametrize("field", Field)
async def test_every_refusal_says_what_is_expected(field: Field, problem: Problem):
    dialogue = await at_card(required(Field.FIRST_NAME))
    context = Context(dialogue.session, Details(), replace(dialogue.context.facts, event=FESTIVAL))
    words = CATALOG.words(refusal(context, field, problem), "en")
    assert len(words.split(". ")) > 1


async def test_each_refused_answer_says_what_is_expected_and_the_next_one_is_taken():
    dialogue = await at_card({**NAMES_AND_EMAIL, Field.MOBILE: REQUIRED})
    for words, notice in (
        ("1234", "does not look like a name"),
        (" ", "That is empty"),
        ("x" * 101, "At most 100"),
        ("a\x07", "cannot be read"),
    ):
        await dialogue.say(words)
        assert notice in dialogue.notice
        assert "For example: Robin" in dialogue.notice
    await dialogue.say("Robin")
    await dialogue.say("de Vries")
    await dialogue.say("robin at home")
    assert "not an e-mail address" in dialogue.notice
    await dialogue.say("robin@example.com")
    assert dialogue.notice == "Your tickets go to robin@example.com."
    await dialogue.say("5")
    assert "not a mobile number" in dialogue.notice
    await dialogue.say("06 12345678")
    assert dialogue.at is StepName.METHOD
    assert dialogue.details.values[Field.MOBILE] == "+31612345678"


@pytest.mark.parametrize(
    ("field", "words", "notice"),
    [
        (Field.STREET, "12", "not the name of a street"),
        (Field.BUILDING_NUMBER, "none", "not a house number"),
        (Field.CITY, "12", "not the name of a place"),
    ],
)
async def test_parts_of_an_address_are_checked(field: Field, words: str, notice: str):
    dialogue = await at_card(required(field))
    await dialogue.say(words)
    assert notice in dialogue.notice


# --- several values in one message ------------------------------------------------------------------------------------


async def test_several_values_in_one_message_are_taken():
    dialogue = await at_card({**NAMES_AND_EMAIL, Field.MOBILE: REQUIRED})
    await dialogue.say("Robin de Vries, robin@example.com, 06 12345678")
    assert dialogue.at is StepName.METHOD
    assert dialogue.details.values == {**ROBIN, Field.MOBILE: "+31612345678"}
    assert "Your tickets go to robin@example.com" in dialogue.notice


async def test_while_one_is_asked_only_the_last_answers_have_a_button_and_at_the_end_all():
    asked = (Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.ORGANISATION, Field.POSITION, Field.CUSTOM_1)
    dialogue = await at_card(required(*asked))
    for answer in ("Robin", "de Vries", "robin@example.com", "Choir"):
        await dialogue.say(answer)
    assert next(label for label in dialogue.labels if label.startswith("Change")) == "Change: First name"
    assert "at the end" not in dialogue.text
    await dialogue.say("Singer")
    changes = [label for label in dialogue.labels if label.startswith("Change")]
    assert changes == ["Change: Last name", "Change: E-mail", "Change: Organisation", "Change: Job title"]
    assert "Earlier answers can be changed at the end." in dialogue.text
    await dialogue.say("red")
    await dialogue.tap("Back")
    assert sum(label.startswith("Change") for label in dialogue.labels) == len(asked)


async def test_a_full_name_at_the_first_one_is_parted_in_one_tap():
    dialogue = await at_card(NAMES_AND_EMAIL)
    await dialogue.say("Robin de Vries")
    assert "What is your last name?" in dialogue.text
    await dialogue.tap("My last name is de Vries")
    assert "✓ First name: Robin\n✓ Last name: de Vries" in dialogue.text
    assert dialogue.notice == "Noted: First name and Last name."
    await dialogue.do(Action.ACCEPT, FULL_NAME)
    assert "✓ First name: Robin\n✓ Last name: de Vries" in dialogue.text


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [
        ("Robin de Vries", "de vries", "Robin"),
        ("Anne Marie Vries", "Vries", "Anne Marie"),
        ("Robin Vries", "de Vries", "Robin Vries"),
        ("Vries", "Vries", "Vries"),
        ("Devries", "vries", "Devries"),
    ],
)
async def test_a_last_name_that_was_given_with_the_first_is_not_said_twice(first: str, last: str, kept: str):
    dialogue = await at_card(NAMES_AND_EMAIL)
    await dialogue.say(first)
    await dialogue.say(last)
    assert f"✓ First name: {kept}\n✓ Last name: {last}\n" in dialogue.text
    assert ("Noted" in dialogue.notice) is (kept != first)


@pytest.mark.parametrize("first", ["Robin", "Jean Luc Marie", "Maria van"])
async def test_control_a_name_that_nobody_can_part_is_asked_as_ever(first: str):
    dialogue = await at_card(NAMES_AND_EMAIL)
    await dialogue.say(first)
    assert not any("My last name" in label for label in dialogue.labels)


async def test_where_no_last_name_is_asked_none_is_parted():
    dialogue = await at_card({Field.FIRST_NAME: REQUIRED, Field.EMAIL: REQUIRED})
    await dialogue.say("Robin de Vries")
    assert "✓ First name: Robin de Vries" in dialogue.text
    await dialogue.do(Action.ACCEPT, FULL_NAME)
    assert "✓ First name: Robin de Vries" in dialogue.text


async def test_what_came_along_is_noted_and_the_question_stays():
    dialogue = await at_card({**NAMES_AND_EMAIL, Field.MOBILE: REQUIRED, Field.DATE_OF_BIRTH: REQUIRED})
    await dialogue.say("06 12345678, 24-05-1990")
    assert dialogue.notice == "Noted: Mobile number and Date of birth."
    assert "What is your first name?" in dialogue.text


async def test_a_whole_address_answers_the_question_for_the_street():
    dialogue = await at_card({**required(Field.FIRST_NAME, *ADDRESS), Field.ADDRESS_LINE_2: OPTIONAL})
    await dialogue.say("Robin")
    await dialogue.do(Action.SET, "NL")
    await dialogue.say("Dorpsstraat 12a, 1012 AB Amsterdam")
    assert dialogue.notice == "Noted: Street, House number, Postcode and Town."
    assert "Is there anything to add to your address?" in dialogue.text
    await dialogue.tap("Skip")
    assert dialogue.at is StepName.METHOD


# --- optional fields --------------------------------------------------------------------------------------------------


async def test_an_optional_field_is_offered_once():
    dialogue = await at_card({Field.FIRST_NAME: REQUIRED, Field.POSITION: OPTIONAL})
    await dialogue.say("Robin")
    assert "What is your job title?" in dialogue.text
    await dialogue.say("Skip")
    assert dialogue.at is StepName.METHOD
    await dialogue.do(Action.BACK)
    assert "Add: Job title" in dialogue.labels
    await dialogue.tap("Add: Job title")
    assert "Leave as it is" in dialogue.labels
    assert "Skip" not in dialogue.labels
    await dialogue.tap("Leave as it is")
    await dialogue.tap("Add: Job title")
    await dialogue.say("teacher")
    assert dialogue.details.values[Field.POSITION] == "teacher"
    assert dialogue.at is StepName.METHOD
    await dialogue.do(Action.BACK)
    await dialogue.tap("Change: Job title")
    await dialogue.tap("Remove")
    assert Field.POSITION not in dialogue.details.values
    assert dialogue.at is StepName.METHOD


async def test_a_required_field_cannot_be_skipped():
    dialogue = await at_card(required(Field.FIRST_NAME))
    await dialogue.do(Action.SKIP, Field.FIRST_NAME)
    assert "did not understand" in dialogue.notice


async def test_an_optional_address_is_skipped_as_a_whole():
    dialogue = await at_card({Field.FIRST_NAME: REQUIRED, **dict.fromkeys(ADDRESS, OPTIONAL)})
    await dialogue.say("Robin")
    await dialogue.do(Action.SET, "NL")
    await dialogue.say("Dorpsstraat")
    await dialogue.tap("Skip")
    assert dialogue.at is StepName.METHOD
    assert dialogue.details.values == {Field.FIRST_NAME: "Robin"}


# --- changing ---------------------------------------------------------------------------------------------------------


async def test_details_are_changed_from_their_card_and_one_is_back_at_the_review():
    dialogue = await at_review()
    await dialogue.tap("Change details")
    assert dialogue.labels[:4] == ["Change: First name", "Change: E-mail", "Remember my details", "Continue"]
    await dialogue.say("Sam")
    assert "Everything is filled in" in dialogue.notice
    await dialogue.tap("Change: First name")
    await dialogue.say("Sam")
    assert dialogue.at is StepName.REVIEW
    assert "First name: Sam" in dialogue.text
    await dialogue.tap("Change details")
    await dialogue.tap("Change: E-mail")
    await dialogue.say("sam@example.com")
    assert dialogue.at is StepName.REVIEW
    assert dialogue.notice == "Your tickets go to sam@example.com."
    await dialogue.tap("Change details")
    await dialogue.tap("Continue")
    assert dialogue.at is StepName.REVIEW


async def test_a_field_that_is_not_asked_and_going_on_too_early():
    dialogue = await at_card(required(Field.FIRST_NAME))
    for action, thing in (
        (Action.CHOOSE, Field.MOBILE),
        (Action.NEXT, None),
        (Action.ACCEPT, "better"),
        (Action.ACCEPT, "typed"),
        (Action.ACCEPT, Field.FIRST_NAME),
    ):
        await dialogue.do(action, thing)
        assert "did not understand" in dialogue.notice


async def test_the_organisers_own_questions_are_other_ones_at_another_event():
    own = {Field.CUSTOM_1: REQUIRED}
    other = replace(MUSEUM, uuid=uuid("Other"), name="Other", is_calendar_enabled=False, customer_data=own)
    shop = PlainShop(listed=[replace(FESTIVAL, customer_data={**own, Field.FIRST_NAME: REQUIRED}), other])
    dialogue = await at_tickets(shop)
    await dialogue.do(Action.SET, uuid("Adult"), 1)
    await dialogue.do(Action.NEXT)
    await dialogue.say("Robin")
    await dialogue.say("shoe size 43")
    await dialogue.give(Command(CommandName.START))
    await dialogue.do(Action.CHOOSE, other.uuid)
    await dialogue.do(Action.NEXT)
    await dialogue.do(Action.SET, uuid("Guide"), 1)
    await dialogue.do(Action.NEXT)
    assert dialogue.at is StepName.CUSTOMER
    assert "43" not in dialogue.text
    await dialogue.say("no nuts")
    assert dialogue.details.values == {Field.FIRST_NAME: "Robin", Field.CUSTOM_1: "no nuts"}


# --- a misspelt e-mail address ----------------------------------------------------------------------------------------


async def with_misspelt_email() -> Dialogue:
    dialogue = await at_card(required(Field.EMAIL, Field.FIRST_NAME))
    await dialogue.say("Robin")
    await dialogue.say("robin@gmial.com")
    assert dialogue.at is StepName.CUSTOMER
    assert "Did you mean robin@gmail.com?" in dialogue.text
    assert dialogue.labels[:2] == ["Yes, robin@gmail.com", "No, keep robin@gmial.com"]
    return dialogue


@pytest.mark.parametrize(
    ("tapped", "email"), [("Yes, robin@gmail.com", "robin@gmail.com"), ("No, keep", "robin@gmial.com")]
)
async def test_a_misspelt_email_is_asked_about(tapped: str, email: str):
    dialogue = await with_misspelt_email()
    await dialogue.tap(tapped)
    assert dialogue.at is StepName.METHOD
    assert dialogue.details.values[Field.EMAIL] == email
    assert dialogue.notice == f"Your tickets go to {email}. Is that wrong? Go back and change it."


async def test_a_misspelt_email_is_typed_anew():
    dialogue = await with_misspelt_email()
    await dialogue.do(Action.NEXT)
    assert "did not understand" in dialogue.notice
    await dialogue.do(Action.ACCEPT, "neither")
    assert "did not understand" in dialogue.notice
    await dialogue.say("robin@example.com")
    assert dialogue.at is StepName.METHOD


async def test_an_email_in_doubt_can_be_changed_from_the_card():
    dialogue = await with_misspelt_email()
    await dialogue.do(Action.CHOOSE, Field.EMAIL)
    assert "What is your e-mail address?" in dialogue.text
    await dialogue.do(Action.CLOSE)
    assert "Did you mean robin@gmail.com?" in dialogue.text


# --- the contact ------------------------------------------------------------------------------------------------------


async def test_the_own_contact_answers_the_question_for_the_mobile_number():
    dialogue = await at_card(required(Field.FIRST_NAME, Field.MOBILE))
    assert dialogue.turn is not None
    assert not dialogue.screen.asks_contact
    await dialogue.say("Robin")
    assert dialogue.screen.asks_contact
    await dialogue.give(Shared("31687654321", is_own=False))
    assert "somebody else’s contact" in dialogue.notice
    await dialogue.give(Shared("31201234567", is_own=True))
    assert "not a mobile number" in dialogue.notice
    await dialogue.give(Shared("31612345678", is_own=True))
    assert dialogue.at is StepName.METHOD
    assert dialogue.details.values[Field.MOBILE] == "+31612345678"


async def test_a_contact_is_taken_early_and_thanked_for_where_it_is_of_no_use():
    dialogue = await at_card(required(Field.FIRST_NAME, Field.MOBILE))
    await dialogue.give(Shared("31612345678", is_own=True))
    assert "✓ Mobile number: +31612345678" in dialogue.text
    assert "What is your first name?" in dialogue.text
    other = await at_card(required(Field.FIRST_NAME))
    await other.give(Shared("31612345678", is_own=True))
    assert "needs no mobile number" in other.notice
    assert other.details.values == {}


# --- a returning customer ---------------------------------------------------------------------------------------------


async def test_a_returning_customer_is_done_in_one_tap():
    dialogue = await at_card({**NAMES_AND_EMAIL, Field.MOBILE: OPTIONAL, Field.POSITION: OPTIONAL}, PROFILE)
    assert dialogue.labels[0] == "Use: R***, d***, r***@example.com"
    await dialogue.do(Action.ACCEPT, "profile")
    assert dialogue.at is StepName.REVIEW
    assert "Bancontact" in dialogue.text
    assert dialogue.details.values == PROFILE.values
    assert dialogue.labels[-1 - len(dialogue.screen.rows[-1])] == "Forget my details"


async def test_what_the_profile_does_not_have_is_asked():
    dialogue = await at_card({**NAMES_AND_EMAIL, Field.CUSTOM_1: REQUIRED, Field.POSITION: OPTIONAL}, PROFILE)
    await dialogue.tap("Use:")
    assert "What is your job title?" in dialogue.text
    assert "Use:" not in str(dialogue.labels)


async def test_a_single_field_is_suggested():
    dialogue = await at_card(required(Field.MOBILE, Field.CUSTOM_1), PROFILE)
    assert dialogue.labels[0] == "Use: +31 6 ** ** 56 78"
    await dialogue.tap("Use:")
    assert dialogue.details.values == {Field.MOBILE: "+31612345678"}


async def test_a_field_that_is_changed_is_suggested_as_it_was_remembered():
    dialogue = await at_card(required(Field.COUNTRY, Field.CUSTOM_1), Profile(values={Field.COUNTRY: "LU"}))
    assert "Use: Luxembourg" in dialogue.labels
    await dialogue.do(Action.SET, "NL")
    await dialogue.tap("Change: Country")
    await dialogue.tap("Use: Luxembourg")
    assert dialogue.details.values == {Field.COUNTRY: "LU"}


async def test_what_has_no_name_on_the_button_is_suggested_too():
    remembered = Profile(values={Field.GENDER: "F", Field.DATE_OF_BIRTH: "1990-05-24"})
    dialogue = await at_card(required(Field.GENDER, Field.DATE_OF_BIRTH), remembered)
    assert "Use: ***, 1990-**-**" in dialogue.labels


async def test_a_remembered_address_is_not_mixed_into_another_one():
    home = {
        Field.COUNTRY: "NL",
        Field.STREET: "Dorpsstraat",
        Field.BUILDING_NUMBER: "1",
        Field.ZIPCODE: "1012 AB",
        Field.CITY: "Amsterdam",
    }
    dialogue = await at_card(required(Field.FIRST_NAME, *ADDRESS), Profile(values=home))
    await dialogue.say("Robin")
    await dialogue.do(Action.SET, "NL")
    assert "Use: D***" in str(dialogue.labels)
    await dialogue.say("Kerkstraat")
    assert "Use: D***" not in str(dialogue.labels)


async def test_a_remembered_address_that_does_not_pass_any_more_is_not_suggested():
    dialogue = await at_card(required(Field.FIRST_NAME, Field.EMAIL), Profile(values={Field.EMAIL: "no address"}))
    assert "Use" not in str(dialogue.labels)


async def test_a_remembered_email_is_not_doubted_again():
    dialogue = await at_card(required(Field.EMAIL), Profile(values={Field.EMAIL: "robin@gmial.com"}))
    await dialogue.tap("Use:")
    assert dialogue.at is StepName.METHOD


def prefilled(event: UUID = FESTIVAL.uuid) -> Followed:
    return Followed(Link(event, stored="cart"), None)


async def following(modes: Mapping[Field, Mode], profile: Profile) -> Dialogue:
    dialogue = Dialogue(shop_asking(modes), profile=profile)
    dialogue.links.stored["cart"] = StoredLink(event=FESTIVAL.uuid, quantities={uuid("Adult"): 2})
    return await dialogue.give(prefilled())


async def test_a_link_with_a_cart_lands_a_returning_customer_on_the_review():
    dialogue = await following({**NAMES_AND_EMAIL, Field.POSITION: OPTIONAL}, PROFILE)
    assert dialogue.at is StepName.REVIEW
    assert "robin@example.com" in dialogue.text
    await dialogue.tap("Change details")
    assert "Add: Job title" in dialogue.labels
    await dialogue.tap("Continue")
    await dialogue.do(Action.ORDER)
    assert dialogue.shop.orders[0].customer == ROBIN


@pytest.mark.parametrize(
    "profile",
    [
        Profile(),
        Profile(values={Field.EMAIL: "robin@example.com"}),
        Profile(values={**ROBIN, Field.EMAIL: "not an address"}),
    ],
)
async def test_a_link_with_a_cart_asks_whom_it_does_not_know(profile: Profile):
    dialogue = await following(NAMES_AND_EMAIL, profile)
    assert dialogue.at is StepName.CUSTOMER
    assert dialogue.details.values == {}


async def test_a_method_that_is_no_longer_offered_is_asked():
    dialogue = await following(NAMES_AND_EMAIL, PROFILE.model_copy(update={"method": uuid("Cheque")}))
    assert dialogue.at is StepName.METHOD


# --- remember my details? ---------------------------------------------------------------------------------------------


async def test_nothing_is_remembered_unasked():
    dialogue = await at_review()
    await dialogue.do(Action.ORDER)
    assert dialogue.profile == Profile()


async def test_details_are_remembered_with_the_order_that_asked_for_it():
    dialogue = await at_review()
    await dialogue.tap("Remember my details")
    assert "for 12 months" in dialogue.notice
    assert dialogue.profile == Profile()
    await dialogue.do(Action.ORDER)
    remembered = {Field.FIRST_NAME: "Robin", Field.EMAIL: "robin@example.com"}
    assert dialogue.profile == Profile(values=remembered, method=uuid("Bancontact"))


async def test_the_wish_to_be_remembered_is_taken_back():
    dialogue = await at_review()
    await dialogue.tap("Remember my details")
    await dialogue.tap("Do not remember my details")
    assert dialogue.notice == "Your details will not be remembered."
    await dialogue.do(Action.ORDER)
    assert dialogue.profile == Profile()


async def test_at_the_end_details_are_remembered_at_once_and_forgotten_again():
    dialogue = await at_review()
    await dialogue.do(Action.ORDER)
    await dialogue.come_back("success")
    assert dialogue.at is StepName.DONE
    await dialogue.tap("Remember my details")
    assert dialogue.profile.values[Field.EMAIL] == "robin@example.com"
    assert "Remember my details" not in dialogue.labels
    await dialogue.tap("Forget my details")
    assert dialogue.profile == Profile()
    assert "forgotten" in dialogue.notice


async def test_details_that_are_gone_are_not_remembered():
    dialogue = await at_review()
    await dialogue.do(Action.ORDER)
    await dialogue.come_back("success")
    dialogue.clock.move(timedelta(hours=30))
    await dialogue.tap("Remember my details")
    assert "nothing to remember" in dialogue.notice
    assert dialogue.profile == Profile()


async def test_the_organisers_own_questions_are_not_remembered():
    dialogue = await at_card(required(Field.FIRST_NAME, Field.CUSTOM_1))
    await dialogue.say("Robin")
    await dialogue.say("no nuts")
    await dialogue.do(Action.CHOOSE, uuid("iDEAL"))
    await dialogue.tap("Remember my details")
    await dialogue.do(Action.ORDER)
    assert not CUSTOM & dialogue.profile.values.keys()
