import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.commands import Command, command_of
from bot.news.asking.language_names import language_named


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("evidence 3", Command("evidence", 3)),
        ("/evidence [12]", Command("evidence", 12)),
        ("Show evidence for #4.", Command("evidence", 4)),
        ("show me the evidence for 12, please", Command("evidence", 12)),
        ("What is the source for 2?", Command("evidence", 2)),
        ("source 4", Command("evidence", 4)),
        ("[3]", Command("evidence", 3)),
        ("sources", Command("sources")),
        ("/sources", Command("sources")),
        ("show the sources", Command("sources")),
        ("list the outlets that report this", Command("sources")),
        ("which papers covered the story?", Command("sources")),
        ("Show me the sources", Command("sources")),
        ("What are your sources?", Command("sources")),
        ("Which sources did you use?", Command("sources")),
        ("Can you show me all the sources?", Command("sources")),
        ("Where did you get this from?", Command("sources")),
        ("timeline", Command("timeline")),
        ("/timeline", Command("timeline")),
        ("Show a timeline", Command("timeline")),
        ("can I have a timeline of this story please", Command("timeline")),
        ("timeline of the ferry talks", Command("timeline", topic="the ferry talks")),
        ("/timeline ferry talks", Command("timeline", topic="ferry talks")),
        ("more", Command("more")),
        ("/more", Command("more")),
        ("Tell me more!", Command("more")),
        ("tell me more about it", Command("more")),
        ("more details please", Command("more")),
        ("go on", Command("more")),
        ("Tell me more about Ms Gray", Command("more", topic="Ms Gray")),
        ("shorter", Command("shorter")),
        ("/shorter", Command("shorter")),
        ("Can you make it shorter?", Command("shorter")),
        ("a bit shorter, please", Command("shorter")),
        ("That's too long.", Command("shorter")),
        ("in one sentence please", Command("shorter")),
        ("translate", Command("translate")),
        ("/translate de", Command("translate", language="de")),
        ("/translate to French", Command("translate", language="fr")),
        ("in German please", Command("translate", language="de")),
        ("In German?", Command("translate", language="de")),
        ("auf Deutsch bitte", Command("translate", language="de")),
        ("Auf Deutsch, bitte!", Command("translate", language="de")),
        ("Deutsch bitte", Command("translate", language="de")),
        ("translate that into French", Command("translate", language="fr")),
        ("Could you translate this into Portuguese, please?", Command("translate", language="pt")),
        ("can I have that in Italian?", Command("translate", language="it")),
        ("en español por favor", Command("translate", language="es")),
        ("en français s’il vous plaît", Command("translate", language="fr")),
        ("German version please", Command("translate", language="de")),
        ("по-русски", Command("translate", language="ru")),
        ("日本語で", Command("translate", language="ja")),
        ("用中文", Command("translate", language="zh")),
        ("Translate to Klingon", Command("translate", topic="Klingon")),
        ("why this story?", Command("why")),
        ("/why", Command("why")),
        ("Why am I seeing this?", Command("why")),
        ("why did you pick this story?", Command("why")),
        ("Why was this story chosen?", Command("why")),
        ("help", Command("help")),
        ("/help", Command("help")),
        ("?", Command("help")),
        ("evidence", Command("help")),
        ("What can you do?", Command("help")),
    ],
)
def test_a_line_that_is_a_command(typed: str, command: Command) -> None:
    assert command_of(typed) == command


@pytest.mark.parametrize(
    "typed",
    [
        "What evidence is there of 3 leaks?",
        "Who are the sources of the report?",
        "What sources of energy does the town use?",
        "What is the source of the river?",
        "Is the source reliable?",
        "Why did this story spread?",
        "Why did this happen?",
        "Why did the council choose this site?",
        "Why this bridge?",
        "why?",
        "How many more were injured?",
        "more than 20?",
        "Are there more deaths than last year?",
        "Who said more talks are needed?",
        "Is the bridge shorter than the old one?",
        "Why are the days shorter in winter?",
        "Who translated the book into German?",
        "What happened in German towns?",
        "In Germany?",
        "Polish",
        "Is it in Welsh law?",
        "What is the timeline for the new bridge?",
        "What help did the town get?",
        "Who can help the flooded villages?",
        "How long is the tunnel?",
        "Did the talks go on?",
        "Will it continue?",
        "what else did he say?",
        "/unknown",
        "",
    ],
)
def test_a_line_that_is_none(typed: str) -> None:
    assert command_of(typed) == Command("question")


def test_a_pasted_article_is_no_command() -> None:
    assert command_of("sources " * 2000).kind == "question"


@pytest.mark.parametrize(
    ("name", "code"),
    [("German", "de"), ("deutsch", "de"), ("Türkçe", "tr"), ("FARSI", "fa"), ("中文", "zh"), ("tiếng Việt", "vi")],
)
def test_languages_go_by_their_own_names_too(name: str, code: str) -> None:
    assert language_named(name) == code


def test_a_code_names_a_language_only_where_one_is_asked_for() -> None:
    assert language_named("it") is None
    assert language_named("it", codes=True) == "it"
    assert language_named("xx", codes=True) is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"(?:/|please |in |auf |[#\[(] ?){1,6}\w{0,9}[?!. ]{0,4}", fullmatch=True))
def test_any_line_is_read(typed: str) -> None:
    assert command_of(typed).number >= 0
