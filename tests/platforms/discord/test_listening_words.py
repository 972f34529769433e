"""What people type on Discord, made readable."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.discord.chat_text import mentioned, readable
from bot.platforms.discord.questions import asker_in, question_message

_ID = "100000000000000001"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (f"<@{_ID}> who won?", "who won?"),
        (f"<@!{_ID}>   who   won?", "who won?"),
        (f"who won, <@{_ID}>?", "who won, ?"),
        ("is <@200000000000000002> there?", "is @Ben there?"),
        ("is <@300000000000000003> there?", "is @someone there?"),
        ("what of <@&7> and <@&8>?", "what of @a role and @News?"),
        ("in <#5> or <#6>?", "in #news or #channel?"),
        ("<:wave:123456789012345678> hi <a:party:1>", ":wave: hi :party:"),
        ("since <t:1790000000:R>?", "since 2026-09-21 14:13 UTC?"),
        ("since <t:9999999999999>?", "since <t:9999999999999>?"),
        ("type </brief now:12345>", "type /brief now"),
        ("see <id:customize>", "see #customize"),
        ("a < b > c <@x> <https://example.org>", "a < b > c <@x> <https://example.org>"),
        ("half a \ud83d character", "half a ? character"),
    ],
)
def test_what_is_typed_is_read_as_it_is_seen(typed: str, read: str) -> None:
    names = {"@200000000000000002": "Ben\n", "@&8": "News", "#5": "news"}
    assert readable(typed, {f"@{_ID}"}, names) == read


def test_whom_it_mentions() -> None:
    assert mentioned("<@1> <@!2> <@&3> <#4> @everyone") == {"@1", "@2", "@&3"}


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("<@!&#:t/a19>x \n\ud800"), max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert f"{readable(text, {'@1'})}…".encode()
    mentioned(text)


@pytest.mark.parametrize("hostile", ["<", "<@", "</a", "<t:1", "<:a", "<a:", "<id:a", " ", "<@1>"])
def test_a_flood_is_read_in_good_time(hostile: str) -> None:
    start = time.process_time()
    assert len(readable(hostile * 10_000)) <= 100_000
    assert time.process_time() - start < 0.5


def test_a_question_asked_by_a_form_is_known_and_formats_nothing() -> None:
    typed = f"**who** won?\n<@{_ID}> asks:\n# @everyone [x](https://example.org) {'!' * 10_000}"
    message = question_message(f"@{_ID}", typed)
    payload = message.payload()
    (text,) = [component["content"] for component in payload["components"]]
    assert payload["allowed_mentions"]["parse"] == []
    assert asker_in(payload) == f"@{_ID}"
    first, *quoted = text.split("\n")
    assert first == f"<@{_ID}> asks:"
    assert all(line.startswith("> ") for line in quoted)
    assert not any(sign in "\n".join(quoted) for sign in ("**", f"<@{_ID}", "@everyone", "[x](", "> # "))
    assert len(text) < 4000
    assert 0 < len(message.title) <= 100


def test_what_somebody_else_wrote_is_no_question_of_a_person() -> None:
    assert asker_in({"components": [{"type": 10, "content": f"\\<@{_ID}> asks:\n> so"}]}) == ""
    assert asker_in({"components": [{"type": 10, "content": 7}, {"type": 17, "components": None}]}) == ""
    assert asker_in({}) == ""
