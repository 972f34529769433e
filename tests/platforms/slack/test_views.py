"""Forms and the home page as Slack's views, within its limits, and what is filled in read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.views import View as SdkView

from bot.news.channels import Place
from bot.news.chat import Filled, Person
from bot.news.showing.forms import Choice, Field, FormCard, HomeCard, HomeChannel, HomeEdition, HomeFeed
from bot.platforms.slack.home import home_view
from bot.platforms.slack.submissions import asked_in, errors_response, filled_from
from bot.platforms.slack.views import ask_modal, modal
from tests.fakes.slack.blocks import view_faults

NEWS = Place("slack", "C0NEWS1")
ADA = Person("slack", "U0ADA")
DAYS = tuple(Choice(day[:3].lower(), day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
LENGTHS = (Choice("short", "Short"), Choice("normal", "Normal"))
FORM = FormCard(
    "subscribe",
    "Briefs for #news",
    "Subscribe",
    (
        Field("times", "Times", "text", ("08:00", "17:30")),
        Field("topics", "Topics", "lines", ("world", "-sport"), optional=True, hint="One a line."),
        Field("days", "Days", "many", ("mon", "fri"), DAYS),
        Field("length", "Length", "one", ("normal",), LENGTHS),
        Field("language", "Language", "one", (), (Choice("de", "German"), Choice("en", "English")), optional=True),
    ),
    NEWS,
    "At these times this channel gets a brief.",
)

# What people and feeds put into names: anything that JSON can carry.
_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
_values = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def element(view: Mapping[str, Any], field: str) -> dict[str, Any]:
    return next(dict(b["element"]) for b in view["blocks"] if b.get("block_id") == field)


def objects(held: object) -> Iterator[dict[str, Any]]:
    """All that stands in a view, at any depth."""
    if isinstance(held, dict):
        yield held
    for inner in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from objects(inner)


def options_of(held: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*held.get("options", []), *(o for group in held.get("option_groups", []) for o in group["options"])]


def taken(view: dict[str, Any]) -> None:
    """Slack takes it: its documented limits."""
    SdkView(**view).to_dict()
    assert not view_faults(view)
    assert 1 <= len(view["blocks"]) <= 100
    assert len(json.dumps(view)) < 250_000
    assert len(view.get("private_metadata", "")) <= 3000
    for held in objects(view):
        if held.get("type") == "plain_text":
            assert 1 <= len(held["text"]) <= 3000
            assert held["emoji"] is False
        assert held.get("type") != "mrkdwn"
        if "options" in held:
            assert 1 <= len(held["options"]) <= (10 if held.get("type") in ("checkboxes", "radio_buttons") else 100)
            values = [o["value"] for o in held["options"]]
            assert len(set(values)) == len(values)
            assert all(1 <= len(o["value"]) <= 150 and len(o["text"]["text"]) <= 75 for o in held["options"])
        if "option_groups" in held:
            assert 1 <= len(held["option_groups"]) <= 100
            assert all(len(group["label"]["text"]) <= 75 for group in held["option_groups"])
        chosen = held.get("initial_options", [held["initial_option"]] if "initial_option" in held else None)
        assert chosen is None or (chosen and all(option in options_of(held) for option in chosen))
        if held.get("type") == "plain_text_input":
            assert len(held.get("initial_value", "")) <= held["max_length"] <= 3000


def sent_as_it_stands(view: dict[str, Any]) -> dict[str, Any]:
    """The view as Slack sends it back from somebody who changes nothing."""

    def state(held: dict[str, Any]) -> dict[str, Any]:
        match held["type"]:
            case "plain_text_input":
                return {"type": held["type"], "value": held.get("initial_value")}
            case "checkboxes" | "multi_static_select":
                return {"type": held["type"], "selected_options": held.get("initial_options", [])}
            case _:
                return {"type": held["type"], "selected_option": held.get("initial_option")}

    inputs = [b for b in view["blocks"] if b["type"] == "input"]
    values = {b["block_id"]: {b["element"]["action_id"]: state(b["element"])} for b in inputs}
    return {**view, "state": {"values": values}}


def test_a_form_is_shown_with_what_is_set_and_read_back_as_it_was() -> None:
    view = modal(FORM)

    taken(view)
    assert (view["type"], view["callback_id"], view["submit"]["text"]) == ("modal", "subscribe", "Subscribe")
    assert element(view, "times")["initial_value"] == "08:00, 17:30"
    assert element(view, "topics")["multiline"] is True
    assert [o["value"] for o in element(view, "days")["initial_options"]] == ["mon", "fri"]
    assert element(view, "length")["type"] == "radio_buttons"
    assert element(view, "language")["type"] == "static_select", "what is optional can be unset again"
    assert filled_from(sent_as_it_stands(view), ADA) == Filled(
        "subscribe",
        NEWS,
        ADA,
        {
            "times": ("08:00, 17:30",),
            "topics": ("world", "-sport"),
            "days": ("mon", "fri"),
            "length": ("normal",),
            "language": (),
        },
    )


def test_a_form_of_many_choices_is_a_list_in_groups_and_what_is_set_is_never_lost() -> None:
    many = tuple(Choice(f"{n}.example", f"Outlet {n}") for n in range(730))
    sources = Field("sources", "Sources", "many", ("729.example", "gone.example"), many)
    view = modal(replace(FORM, fields=(sources,)))

    taken(view)
    assert element(view, "sources")["type"] == "multi_static_select"
    assert len(options_of(element(view, "sources"))) == 500
    assert filled_from(sent_as_it_stands(view), ADA).values == {"sources": ("729.example", "gone.example")}


def test_values_too_long_for_an_option_come_back_whole() -> None:
    long = "https://feeds.example.org/" + "a" * 300
    view = modal(replace(FORM, fields=(Field("feeds", "Feeds", "many", (long, "@long 0"), (Choice(long, "A feed"),)),)))

    taken(view)
    assert filled_from(sent_as_it_stands(view), ADA).values == {"feeds": (long, "@long 0")}


def test_a_field_in_which_there_is_nothing_to_choose_is_said_in_words_and_stays_empty() -> None:
    view = modal(replace(FORM, fields=(*FORM.fields[:1], Field("sources", "Sources", "many"))))

    taken(view)
    assert "nothing to choose" in view["blocks"][-1]["text"]["text"]
    assert filled_from(sent_as_it_stands(view), ADA).values == {"times": ("08:00, 17:30",), "sources": ()}


def test_what_is_set_in_lines_is_cut_between_them() -> None:
    topics = Field("topics", "Topics", "lines", tuple(f"topic {n} {'x' * 90}" for n in range(50)))
    view = modal(replace(FORM, fields=(topics,)))

    taken(view)
    shown = filled_from(sent_as_it_stands(view), ADA).values["topics"]
    assert shown == topics.value[: len(shown)]
    assert len(shown) > 20


@pytest.mark.parametrize("more", [0, 1])
def test_what_is_as_long_as_it_may_be_or_longer_is_within_the_limits(more: int) -> None:
    choices = tuple(Choice(f"{n:02}".ljust(150 + more, "v"), f"{n:02}".ljust(75 + more, "l")) for n in range(10 + more))
    feeds = tuple(Choice(f"{n:03}".ljust(400, "x"), f"Feed {n}") for n in range(20))
    fields = (
        Field("ticked", "t" * (2000 + more), "many", (choices[-1].value,), choices, hint="h" * (2000 + more)),
        Field("typed", "Typed", "text", ("w" * (3000 + more),)),
        Field("long", "Long", "many", (feeds[-1].value,), feeds),
    )
    view = modal(FormCard("subscribe", "t" * (24 + more), "s" * (24 + more), fields, NEWS, "w" * (3000 + more)))

    taken(view)
    assert (len(view["title"]["text"]), len(view["submit"]["text"])) == (24, 24)
    assert element(view, "ticked")["type"] == ("multi_static_select" if more else "checkboxes")
    assert 3 <= len(options_of(element(view, "long"))) < 10, "as many as the metadata have room for"
    filled = filled_from(sent_as_it_stands(view), ADA).values
    assert (filled["ticked"], filled["long"]) == ((choices[-1].value,), (feeds[-1].value,)), "what is set comes first"


def test_more_fields_than_slack_shows_are_refused() -> None:
    fields = tuple(Field(f"f{n}", "A field", "text") for n in range(101))
    with pytest.raises(ValueError, match="101 fields"):
        modal(replace(FORM, fields=fields))


_fields = st.builds(
    Field,
    st.just("field"),
    _words,
    st.sampled_from(["text", "lines", "one", "many"]),
    st.lists(_values, max_size=3, unique=True).map(tuple),
    st.lists(st.builds(Choice, _values, _words), max_size=130).map(tuple),
    st.booleans(),
    _words,
)


@settings(deadline=None, max_examples=60)
@given(_words, st.lists(_fields, max_size=4), _words)
def test_any_form_is_one_that_slack_takes(title: str, fields: list[Field], text: str) -> None:
    named = tuple(replace(field, name=f"{field.name}{n}") for n, field in enumerate(fields))
    form = FormCard("subscribe", title, title, named, NEWS, text)
    view = modal(form)

    taken(view)
    filled = filled_from(json.loads(json.dumps(sent_as_it_stands(view))), ADA)
    assert filled.place == NEWS
    assert set(filled.values) == {field.name for field in named}
    for field in named:
        if field.kind in ("one", "many"):
            kept = [v for v in filled.values[field.name] if v in field.value]
            assert list(filled.values[field.name]) == kept, "nothing is chosen that was not"


@pytest.mark.parametrize(
    ("thread", "expected"), [(None, "1763884800.000100"), ("1763880000.000200", "1763880000.000200")]
)
def test_a_question_is_asked_in_the_thread_of_the_message_it_is_about(thread: str | None, expected: str) -> None:
    view = ask_modal(Place("slack", "C0NEWS1", thread), "1763884800.000100")
    taken(view)
    sent = sent_as_it_stands(view)
    sent["state"]["values"]["question"]["value"]["value"] = " How many\n<@U1> boats? "

    assert asked_in(sent) == (Place("slack", "C0NEWS1", expected), "How many <@U1> boats?")


def test_a_question_may_come_without_words() -> None:
    sent = sent_as_it_stands(ask_modal(NEWS, "1.1"))
    assert asked_in(sent)[1] == ""


def test_errors_stand_at_the_fields_that_the_view_has() -> None:
    view = modal(FORM)
    answer = errors_response(
        {"times": "“25:00” is no time.", "feed": "It cannot be read.", "zone": "No such zone."}, view
    )

    assert answer == {
        "response_action": "errors",
        "errors": {"times": "“25:00” is no time. It cannot be read. No such zone."},
    }
    assert errors_response({"topics": "Too many."}, view)["errors"] == {"topics": "Too many."}
    with pytest.raises(ValueError, match="no field"):
        errors_response({"times": "No."}, {"blocks": [{"type": "section"}]})


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["view", "state", "values", "value", "type", "callback_id", "a"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(st.sampled_from(["state", "callback_id", "private_metadata", "a"]), _json, max_size=4),
    st.sampled_from(["view", "callback_id", "private_metadata", "state", "values", "field", "state of it"]),
    _json,
)
def test_whatever_is_sent_is_read_or_refused_in_words(view: dict[str, Any], where: str, wrong: Any) -> None:
    sent = sent_as_it_stands(modal(FORM))
    metadata = json.loads(sent["private_metadata"])
    blocks = sent["state"]["values"]
    match where:
        case "view":
            sent = view
        case "state":
            sent["state"] = wrong
        case "values":
            sent["state"]["values"] = wrong
        case "field":
            blocks["times"] = wrong
        case "state of it":
            blocks["days"]["value"]["selected_options"] = [wrong]
        case "private_metadata":
            sent["private_metadata"] = json.dumps(wrong if wrong != metadata else None)
        case _:
            sent[where] = wrong
    assert all(
        words is None or words.startswith("Slack sent")
        for words in map(refusal_of, [lambda: filled_from(sent, ADA), lambda: asked_in(sent)])
    )


def refusal_of(read: Callable[[], object]) -> str | None:
    try:
        read()
    except ValueError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"private_metadata": '{"platform": "slack"}'}, "what it is about"),
        ({"private_metadata": '{"platform": "slack", "channel": "C1", "thread": 7}'}, "thread"),
        ({"private_metadata": '{"platform": "slack", "channel": "C1", "long": [1]}'}, "metadata"),
        ({"private_metadata": "[" * 100_000}, "what it is about"),
        ({"callback_id": None}, "without a name"),
        ({"state": None}, "filled in"),
        ({"state": {"values": {"days": {"other": {}}}}}, "days"),
        ({"state": {"values": {"days": {"value": {"type": "datepicker"}}}}}, "kind"),
        (
            {"state": {"values": {"d": {"value": {"type": "radio_buttons", "selected_option": {"value": "@long 5"}}}}}},
            "ours",
        ),
        ({"state": {"values": {"d": {"value": {"type": "radio_buttons", "selected_option": {}}}}}}, "choice"),
    ],
)
def test_what_is_no_form_of_ours_is_said_in_words(change: dict[str, Any], words: str) -> None:
    sent = sent_as_it_stands(modal(FORM))
    with pytest.raises(ValueError, match=words):
        filled_from(sent | change, ADA)


HOME = HomeCard(
    (
        HomeChannel(NEWS, "08:00 and 17:30, Mon to Fri, Europe/Berlin", "today at 17:30", "world, climate"),
        HomeChannel(Place("slack", "C0QUIET"), "08:00, daily, UTC", "", "everything", paused=True),
        HomeChannel(Place("slack", "U0ADA"), "as it comes", "", "2 stories you follow"),
    ),
    (
        HomeFeed("Harbour News", True, "well"),
        HomeFeed("Coast Radio", False, "answers 403 since Tuesday"),
        HomeFeed("The Alder Post", True, "well"),
    ),
    (
        HomeEdition(NEWS, "Monday, 08:00", ("Night ferry returns", "<!channel> *now* :tada:"), 2, 2, 3, 1),
        HomeEdition(
            NEWS, "Sunday, 08:00", tuple(f"Story {n}" for n in range(9)), 5, 9, trouble="The channel is archived."
        ),
    ),
)


def seen(view: dict[str, Any]) -> list[str]:
    """What is read in each block, channels by their id."""

    def words(block: dict[str, Any]) -> Iterator[str]:
        for held in objects(block):
            if "channel_id" in held:
                yield held["channel_id"]
            elif isinstance(held.get("text"), str):
                yield held["text"].replace("\u2060", "")

    return ["".join(words(block)) for block in view["blocks"]]


def test_the_home_page_tells_channels_editions_and_feeds_the_failing_first() -> None:
    view = home_view(HOME)

    taken(view)
    assert seen(view) == [
        "Channels",
        "C0NEWS1  next edition today at 17:30",
        "08:00 and 17:30, Mon to Fri, Europe/Berlin · world, climate",
        "C0QUIET  paused",
        "08:00, daily, UTC · everything",
        "Your direct messages",
        "as it comes · 2 stories you follow",
        "",
        "Latest editions",
        "C0NEWS1  Monday, 08:00Night ferry returns<!channel> *now* :tada:",
        "All 2 posted · 3 liked it, 1 did not",
        "C0NEWS1  Sunday, 08:00Story 0Story 1Story 2Story 3Story 4Story 5and 3 moreThe channel is archived.",
        "5 of 9 posted",
        "",
        "Feeds",
        "1 feed in troubleCoast Radio  answers 403 since Tuesday",
        "2 feeds fare well",
    ]


def test_a_home_page_of_very_much_shows_the_first_and_counts_the_rest() -> None:
    failing = HomeFeed("Coast Radio", False, "failing for 2 days")
    view = home_view(HomeCard(HOME.channels[:1] * 100, (failing,) * 100, HOME.editions[1:] * 100, "All."))

    taken(view)
    assert len(view["blocks"]) <= 70
    told = "\n".join(seen(view))
    assert "and 80 more channels" in told
    assert "and 92 more editions" in told
    assert "100 feeds in trouble" in told
    assert "and 88 more" in told


def test_a_home_page_with_nothing_to_tell_says_how_to_begin() -> None:
    view = home_view(HomeCard((), (), ()))
    taken(view)
    assert "/brief subscribe" in seen(view)[0]
    assert seen(home_view(HomeCard((), (), (), "You follow nothing.\nAll is well."))) == [
        "You follow nothing.\nAll is well."
    ]


def test_a_channel_is_linked_only_where_it_is_one_of_slack() -> None:
    places = [
        Place("slack", "C1><!here"),
        Place("terminal", "terminal"),
        Place("slack", "c0lower"),
        Place("other", "C0NEWS1"),
    ]
    view = home_view(HomeCard(tuple(HomeChannel(p, "daily", "", "all") for p in places), (), ()))

    taken(view)
    assert not [held for held in objects(view) if held.get("type") == "channel"]


_places = st.builds(Place, st.sampled_from(["slack", "terminal"]), st.sampled_from(["C0NEWS1", "U0ADA"]) | _words)
_channels = st.builds(HomeChannel, _places, _words, _words, _words, st.booleans())
_editions = st.builds(
    HomeEdition,
    _places,
    _words,
    st.lists(_words, max_size=15).map(tuple),
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(0, 5),
    st.integers(0, 5),
    _words,
)
_feeds = st.builds(HomeFeed, _words, st.booleans(), _words)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(_channels, max_size=4),
    st.lists(_feeds, max_size=4),
    st.lists(_editions, max_size=4),
    _words,
    st.integers(1, 40),
)
def test_any_home_page_is_one_that_slack_takes(
    channels: list[HomeChannel], feeds: list[HomeFeed], editions: list[HomeEdition], words: str, times: int
) -> None:
    view = home_view(HomeCard(tuple(channels * times), tuple(feeds * times), tuple(editions * times), words))

    taken(view)
    assert len(view["blocks"]) <= 70
