import pytest

from bot.news.asking.commands import Command, command_of


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("evidence 3", Command("evidence", 3)),
        ("/evidence [12]", Command("evidence", 12)),
        ("Show evidence for #4.", Command("evidence", 4)),
        ("sources", Command("sources")),
        ("show the sources", Command("sources")),
        ("help", Command("help")),
        ("?", Command("help")),
        ("What evidence is there of 3 leaks?", Command("question")),
        ("Who are the sources of the report?", Command("question")),
        ("", Command("question")),
    ],
)
def test_a_line_is_a_command_or_a_question(typed: str, command: Command) -> None:
    assert command_of(typed) == command
