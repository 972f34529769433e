"""Forms as Discord's modals, within its limits, and what is filled in: taken, or told with a way to correct it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.channels import Place
from bot.news.showing.forms import Choice, Field, FormCard
from bot.platforms.discord.kept_forms import KEPT, Draft, Drafts
from bot.platforms.discord.modals import ask_modal, asked_at, filled_in, modal, question_in, sent_form, values_of
from tests.fakes.discord.modals import check_modal, submitted
from tests.platforms.discord.hooked import Local, hooked, local
from tests.platforms.receptions import NotedReception

TAG = "0123456789abcdef"
DAYS = tuple(Choice(day[:3].lower(), day) for day in ("Monday", "Tuesday", "Wednesday"))
FORM = FormCard(
    "times",
    "Times",
    "Save",
    (
        Field("times", "Times", "text", ("08:00",), hint="Such as 08:00 or 8am"),
        Field("days", "Days", "many", ("mon", "wed"), DAYS),
        Field("zone", "Time zone", "text", ("UTC",)),
        Field("length", "Length", "one", ("normal",), (Choice("short", "Short"), Choice("normal", "Normal"))),
        Field("feed", "New feed", "text", optional=True, minor=True),
        Field("language", "Language", "text", ("de",), optional=True, minor=True),
    ),
    Place("discord", "123456789012345678"),
)


def shown(form: FormCard, wrong: tuple[str, ...] = ()) -> list[str]:
    """The fields of its modal, or the text above them, in order."""
    held = check_modal(modal(form, TAG, wrong))["components"]
    return [part["component"]["custom_id"] if "component" in part else part["content"] for part in held]


def test_a_form_shows_the_fields_that_matter_and_what_is_wrong_whatever_it_is() -> None:
    assert shown(FORM) == ["times", "days", "zone", "length"]
    assert shown(FORM, ("feed",)) == ["times", "days", "zone", "length", "feed"]
    assert shown(FORM, ("feed", "language")) == ["times", "days", "zone", "feed", "language"]
    assert shown(replace(FORM, fields=FORM.fields[4:])) == ["feed", "language"]


def test_words_stand_above_the_fields_where_there_is_room() -> None:
    assert shown(replace(FORM, text="What *is* new"))[0] == "What \\*is\\* new"
    assert shown(replace(FORM, text="What is new"), ("feed",))[0] == "times"


def test_what_is_set_is_filled_in() -> None:
    held = [part["component"] for part in modal(FORM, TAG)["components"]]
    assert held[0]["value"] == "08:00"
    assert [option.get("default") for option in held[1]["options"]] == [True, False, True]
    assert [option.get("default") for option in held[3]["options"]] == [False, True]


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        (Field("f", "F", "many", ("a",), DAYS, optional=True), 22),
        (Field("f", "F", "many", (), tuple(Choice(f"v{n}", f"V {n}") for n in range(11))), 3),
        (Field("f", "F", "many", (), tuple(Choice(f"v{n}", f"V {n}") for n in range(26))), 4),
        (Field("f", "F", "many", ("x",)), 22),
        (Field("f", "F", "many"), 4),
        (Field("f", "F", "one", (), DAYS), 21),
        (Field("f", "F", "one", (), DAYS, optional=True), 3),
        (Field("f", "F", "one", (), DAYS[:1]), 3),
        (Field("f", "F", "one", ("y" * 200,), DAYS), 4),
        (Field("f", "F", "lines", ("a", "b")), 4),
        (Field("ping", "Role", "text", ("123456789012345678",), optional=True), 6),
        (Field("ping", "Role", "text", ("wrong",), optional=True), 4),
    ],
)
def test_each_field_has_the_component_that_fits_it(field: Field, kind: int) -> None:
    (part,) = check_modal(modal(replace(FORM, fields=(field,)), TAG))["components"]
    assert part["component"]["type"] == kind


def test_what_comes_back_as_it_was_is_what_was_set() -> None:
    form = replace(FORM, fields=(*FORM.fields[:4], Field("ping", "Role", "text", ("123456789012345678",))))
    payload = check_modal(modal(form, TAG))
    assert filled_in(form, submitted(payload, {"ping": list(form.fields[4].value)})) == {
        field.name: field.value for field in form.fields
    }


def test_a_long_list_is_typed_with_commas_and_read_by_its_names() -> None:
    outlets = Field(
        "sources", "S", "many", ("Outlet 3", "Outlet 9"), tuple(Choice(f"Outlet {n}", f"Outlet {n}") for n in range(40))
    )
    form = replace(FORM, fields=(outlets,))
    payload = check_modal(modal(form, TAG))
    assert payload["components"][0]["component"]["value"] == "Outlet 3, Outlet 9"
    assert "commas" in payload["components"][0]["description"]
    said = submitted(payload, {"sources": "outlet 4,  Outlet 3\nexample.org, , outlet 4"})
    assert filled_in(form, said) == {"sources": ("Outlet 4", "Outlet 3", "example.org")}
    assert values_of(outlets, ["all"]) == ()


_words = st.text(max_size=60) | st.sampled_from(["@everyone", "‮x", "a" * 5000, "🎉" * 60, "  ", "<@&1> [x](y)"])
_values = st.text(min_size=1, max_size=40) | st.sampled_from(["v" * 300, "a,b", "x\ny", "🎉" * 99])
_fields = st.builds(
    Field,
    st.just("field"),
    _words,
    st.sampled_from(["text", "lines", "one", "many"]),
    st.lists(_values, max_size=3, unique=True).map(tuple),
    st.lists(st.builds(Choice, _values, _words), max_size=30).map(tuple),
    st.booleans(),
    _words,
    st.booleans(),
)


@settings(deadline=None, max_examples=60)
@given(_words, st.lists(_fields, min_size=1, max_size=8), _words, st.sets(st.integers(0, 7)))
def test_any_form_is_one_that_discord_takes(title: str, fields: list[Field], text: str, wrong: set[int]) -> None:
    named = tuple(replace(field, name=f"{field.name}{n}") for n, field in enumerate(fields))
    payload = check_modal(
        modal(FormCard("f", title, title, named, FORM.about, text), TAG, [f"field{n}" for n in wrong])
    )
    assert len(payload["components"]) <= 5
    assert sent_form(payload["custom_id"]) is not None


@pytest.mark.parametrize(
    "components",
    [
        None, 7, "x", [None], [{}], [{"component": None}], [{"component": {"custom_id": 3, "value": "x"}}],
        [{"component": {"custom_id": "times"}}], [{"component": {"custom_id": "times", "value": 5}}],
        [{"component": {"custom_id": "times", "values": [None, {}]}}],
        [{"component": {"custom_id": "party", "value": "x"}}],
    ],
)  # fmt: skip
def test_of_what_is_no_form_of_ours_nothing_is_taken(components: Any) -> None:
    assert not any(filled_in(FORM, components).values())
    assert question_in(components) == ""


def test_of_what_is_too_much_or_no_text_a_part_is_taken() -> None:
    said = [{"component": {"custom_id": "times", "values": ["\ud800" + "9" * 10_000] * 1000}}]
    assert filled_in(FORM, said)["times"] == ("?" + "9" * 3999,) * 100


@pytest.mark.parametrize("name", ["", "fb:ask:1:", "fb:ask:123456789012345678", "fb:ask:@x:1", "fb:ask:" + "1" * 99])
def test_a_question_is_asked_at_a_place_of_ours_alone(name: str) -> None:
    assert asked_at(name) is None


@pytest.mark.parametrize("channel", ["123456789012345678", "@123456789012345678"])
@pytest.mark.parametrize("thread", [None, "223456789012345678"])
def test_a_question_is_asked_at_the_place_of_its_form(channel: str, thread: str | None) -> None:
    place = Place("discord", channel, thread)
    assert asked_at(check_modal(ask_modal(place))["custom_id"]) == place


def test_drafts_are_their_authors_own_and_not_kept_for_ever() -> None:
    drafts = Drafts()
    tag = drafts.keep(Draft("1", FORM, {"zone": ("Mars",)}))
    kept = drafts.of(tag, "1", "times")
    assert kept is not None
    assert kept.filled().fields[2].value == ("Mars",)
    assert drafts.of(tag, "2", "times") is None
    assert drafts.of(tag, "1", "look") is None
    for _ in range(KEPT):
        drafts.keep(Draft("1", FORM, {}))
    assert drafts.of(tag, "1", "times") is None


# --- as people meet them -----------------------------------------------------------------------------


@dataclass
class Where(Local):
    async def opened(self, command: str = "brief times", options: dict[str, Any] | None = None) -> Any:
        return await self.fake.orders(self.ana, self.news, command, options)

    async def correct(self) -> Any:
        """Press the button under the last thing that she alone sees."""
        last = self.fake.ephemerals[-1].message["id"]
        (button,) = self.fake.components(self.news, last)
        return await self.fake.presses(self.ana, self.news, last, button["custom_id"])

    def values(self) -> dict[str, Any]:
        """What the last form that opened has filled in."""
        parts = [part["component"] for part in self.fake.modals[-1].payload["components"]]
        return {part["custom_id"]: part.get("value") for part in parts if part["type"] == 4}


@pytest.fixture
async def where() -> AsyncIterator[Where]:
    async with local() as found:
        yield Where(found.fake, found.guild, found.news, found.ana)


async def test_a_form_is_filled_in_and_what_it_does_not_show_stays(where: Where) -> None:
    reception = NotedReception(form=FORM)
    async with hooked(where.fake, reception):
        await where.opened()
    async with hooked(where.fake, reception):  # after a restart
        reception.form = replace(FORM, fields=(*FORM.fields[:5], replace(FORM.fields[5], value=("fr",))))
        reception.errors = {}
        reception.forms.clear()
        await where.fake.fills(where.ana, where.fake.modals[-1], {"times": "7am, 8pm", "days": ["tue"]})
    (filled,) = reception.forms
    assert filled.values == {
        "times": ("7am, 8pm",), "days": ("tue",), "zone": ("UTC",), "length": ("normal",), "feed": (),
        "language": ("fr",),
    }  # fmt: skip
    assert (filled.form, filled.place, filled.person.manages) == ("times", FORM.about, True)
    assert where.whispered() == ["Here it is."]


async def test_what_is_wrong_is_told_and_corrected_in_the_same_place(where: Where) -> None:
    reception = NotedReception(form=FORM, errors={"zone": "“Mars” is no time zone.", "feed": "It cannot be read."})
    async with hooked(where.fake, reception):
        await where.opened()
        await where.fake.fills(where.ana, where.fake.modals[-1], {"zone": "Mars", "times": "9:15"})
        (words,) = where.whispered()
        assert "Nothing was changed." in words
        assert "Time zone: “Mars” is no time zone." in words
        assert "New feed: It cannot be read." in words
        await where.correct()
        assert where.values() == {"times": "9:15", "zone": "Mars", "feed": None}
        reception.errors = {"zone": "“Moon” is no time zone."}
        await where.fake.fills(where.ana, where.fake.modals[-1], {"zone": "Moon"})
        assert ["Moon" in words for words in where.whispered()] == [True]
        await where.correct()
        reception.errors = {}
        await where.fake.fills(where.ana, where.fake.modals[-1], {"zone": "UTC"})
        assert where.whispered() == ["Here it is."]
        assert reception.forms[-1].values["times"] == ("9:15",)


async def test_options_that_are_wrong_are_corrected_in_the_form_and_none_is_lost(where: Where) -> None:
    reception = NotedReception(form=FORM, errors={"zone": "“Mars” is no time zone."})
    async with hooked(where.fake, reception):
        await where.opened("brief subscribe", {"zone": "Mars", "language": "es"})
        await where.correct()
        assert where.values()["zone"] == "Mars"
        reception.errors = {}
        await where.fake.fills(where.ana, where.fake.modals[-1], {"zone": "UTC"})
        assert reception.forms[-1].values["language"] == ("es",)


async def test_after_a_restart_a_form_opens_again_with_what_is_set(where: Where) -> None:
    reception = NotedReception(form=FORM, errors={"zone": "“Mars” is no time zone."})
    async with hooked(where.fake, reception):
        await where.opened("brief times", {"zone": "Mars"})
    async with hooked(where.fake, reception):
        await where.correct()
        assert where.values()["zone"] == "UTC"


async def test_who_may_not_any_more_is_told_why(where: Where) -> None:
    reception = NotedReception(form=FORM)
    async with hooked(where.fake, reception):
        await where.opened()
        reception.form = None
        await where.fake.fills(where.ana, where.fake.modals[-1], {"zone": "Mars"})
        assert where.whispered() == ["Here it is."]
        assert not reception.forms


async def test_a_form_that_nobody_knows_is_answered_in_words(where: Where) -> None:
    async with hooked(where.fake) as bot:
        await where.opened()
        where.fake.state.modals.clear()
        made = await where.opened("brief help")
        old = check_modal(modal(FORM, TAG)) | {"custom_id": "news-form-1"}
        payload = made.payload | {
            "id": str(int(made.id) + 1), "type": 5,
            "data": {"custom_id": "news-form-1", "components": submitted(old, {})},
        }  # fmt: skip
        where.fake.state.interactions[payload["id"]] = replace(made, id=payload["id"], kind=5, answer=None)
        where.fake.state.gateway.tell("INTERACTION_CREATE", payload)
        await where.fake.until(lambda: any("do not know this form" in words for words in where.whispered()))
        await bot.doings.close()


async def test_what_will_keep_posts_away_is_said_when_a_channel_is_set_up(where: Where) -> None:
    where.fake.deny(where.news, "send_messages_in_threads")
    async with hooked(where.fake, NotedReception(form=replace(FORM, name="subscribe"))):
        await where.opened("brief subscribe", {"times": "9"})
    (words,) = where.whispered()
    assert words.startswith("Here it is.")
    assert "I lack “Send Messages in Threads”" in words


ROLES = FormCard("look", "Look", "Save", (Field("ping", "Role", "text", optional=True),), FORM.about)


async def test_a_role_that_cannot_be_called_is_said_to_be_so(where: Where) -> None:
    closed, opened = where.fake.role(where.guild, "Readers", mentionable=False), where.fake.role(where.guild, "All")
    where.ana = where.fake.person("Cleo", where.guild, ("manage_channels", "mention_everyone"))
    async with hooked(where.fake, NotedReception(form=ROLES)):
        await where.opened("brief look", {"ping": closed})
        await where.opened("brief look", {"ping": opened})
    assert ["“Readers” cannot be called yet" in words for words in where.whispered()] == [True, False]


async def test_nobody_has_us_call_a_role_that_they_may_not_call(where: Where) -> None:
    closed = where.fake.role(where.guild, "Keepers", mentionable=False)
    reception = NotedReception(form=ROLES)
    async with hooked(where.fake, reception):
        await where.opened("brief look", {"ping": closed})
        assert "“Keepers” is not yours to call" in where.whispered()[-1]
        assert not reception.forms
        reception.form = replace(ROLES, fields=(replace(ROLES.fields[0], value=(closed,)),))  # by somebody who may
        await where.opened("brief look")
        await where.fake.fills(where.ana, where.fake.modals[-1], {"ping": [closed]})
    assert [filled.values for filled in reception.forms] == [{"ping": (closed,)}]


async def test_everybody_at_once_is_never_called(where: Where) -> None:
    reception = NotedReception(form=ROLES)
    async with hooked(where.fake, reception):
        await where.opened("brief look")
        await where.fake.fills(where.ana, where.fake.modals[-1], {"ping": [where.guild]})
    assert "everybody at once is never called" in where.whispered()[-1]
    assert not reception.forms
