"""Cards as Discord messages: how they look, what stands in the channel and what in the thread, buttons."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.news.channels import UNDRESSED, Dress
from bot.news.showing.shown import AnswerCard, BriefCard, CardFigure, CardLine, CardQuote, CardSource, NoticeCard
from bot.platforms.discord.marks import is_head, parsed, tag_of, tags_in
from bot.platforms.discord.messages import Message, messages_of
from tests.platforms.cards import ANSWER, BRIEF, GERMAN, HALF, NOTICE, REFUSAL, UPDATE
from tests.platforms.discord.reading import actions, interactive, links, looked_at, menu, read, takes, texts
from tests.platforms.full_cards import FETCHED, FULL, SHOWN, pointed

SNAPSHOTS = Path(__file__).parents[1] / "snapshots" / "discord"
PLAIN = Dress(plain=True)
ROLE = "800000000000000001"


@pytest.mark.parametrize("name", [*SHOWN, "plain"])
def test_cards_look_as_they_did(name: str) -> None:
    """Where a message is meant to look otherwise: run these tests with RENEW_SNAPSHOTS=1, then read the difference."""
    shown = messages_of(FULL, "k", PLAIN) if name == "plain" else messages_of(SHOWN[name], "k")
    made = [{"title": message.title, **message.payload()} for message in shown]
    kept = SNAPSHOTS / f"{name}.json"
    if os.environ.get("RENEW_SNAPSHOTS"):
        kept.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert made == json.loads(kept.read_text(encoding="utf-8"))


@pytest.mark.parametrize("dress", [UNDRESSED, PLAIN])
@pytest.mark.parametrize("name", SHOWN)
def test_discord_takes_every_message_and_it_is_found_by_its_tag(name: str, dress: Dress) -> None:
    card = SHOWN[name]
    for piece, message in enumerate(messages_of(card, "k", dress)):
        takes(message, tag_of("k", piece) if isinstance(card, BriefCard | AnswerCard) else None)
        assert is_head(message.payload()) == (isinstance(card, BriefCard) and piece == 0)


def test_the_post_is_compact_and_the_thread_has_the_rest() -> None:
    head, *inside = messages_of(FULL, "k")
    assert texts(head)[0].split("\n")[0] == f"## {FULL.headline}"
    shown = read(head)
    order = [FULL.backing, FULL.lead[0].text, "families driven", "Sources disagree", "The roof", FULL.footer]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert FULL.points[0].text not in shown
    thread = read(*inside)
    for said in (*(told.text for told in (*FULL.points, *FULL.claims)), *(s.title for s in FULL.sources), "hospital"):
        assert said in thread
    assert "The roof" not in thread
    assert len(inside) == 1


def test_a_short_headline_is_large_and_a_very_long_one_is_bold() -> None:
    def first(chars: int) -> str:
        return texts(messages_of(replace(FULL, headline="h" * chars), "k")[0])[0].split("h")[0]

    assert [first(chars) for chars in (100, 101, 250, 251)] == ["## ", "### ", "### ", "**"]


def test_small_print_stands_in_small_grey_lines() -> None:
    said = texts(messages_of(FULL, "k")[0])
    assert said[0].split("\n")[1].startswith("-# 3 independent sources: [Harbour News](https://www.harbournews")
    assert said[-1] == f"-# {FULL.footer}"


def test_figures_of_one_sentence_and_claimant_share_a_line() -> None:
    figures = (
        CardFigure("20+", "houses", "the mayor", 3),
        CardFigure("40", "boats", None, 4),
        CardFigure("2", "hospitals", "the mayor", 3),
    )
    head = messages_of(replace(FULL, figures=figures), "k")[0]
    assert "- **20+** houses, **2** hospitals · _the mayor_\u00a0[[3]]" in "\n".join(texts(head))
    assert "[3] 20+ houses, 2 hospitals" in menu(head)
    long = tuple(replace(figure, label=f"{figure.label} {'w' * 70}") for figure in figures)
    shown = read(messages_of(replace(FULL, figures=long), "k")[0])
    assert shown.count("the mayor") == 2


def test_at_most_six_figures_stand_in_the_post() -> None:
    figures = tuple(CardFigure(f"{n}00", f"boats of kind {n}", None, n) for n in range(1, 9))
    head, *inside = messages_of(replace(FULL, figures=figures), "k")
    assert "600 boats of kind 6" in read(head)
    assert "kind 7" not in read(head)
    assert "700 boats of kind 7" in read(*inside)
    assert "kind 6" not in read(*inside)


def test_a_list_below_a_list_is_set_apart_by_a_rule() -> None:
    inside = messages_of(replace(UPDATE, sources=FULL.sources), "k")[0].components[0]["components"]
    kinds = [one["type"] for one in inside]
    news = next(n for n, one in enumerate(inside) if one.get("content", "").startswith("**New**"))
    assert kinds[news : news + 3] == [10, 14, 10]
    assert inside[news + 2]["content"].startswith("- **£3.2m**")


def test_each_quote_has_a_bar_of_its_own() -> None:
    said = texts(messages_of(FULL, "k")[0])
    quotes = [text for text in said if text.startswith("> ")]
    assert len(quotes) == 2
    assert all(len(text.split("\n")) == 2 and text.split("\n")[1].startswith("> — _") for text in quotes)


def test_numbers_lead_to_their_sentences_and_evidence_can_be_chosen_where_they_stand() -> None:
    head, detail = messages_of(FULL, "k")
    assert "https://wire.example/a/88120#:~:text=Police" in links(detail)
    assert "https://wire.example/a/88120#:~:text=Police" not in links(head)
    chosen = menu(head)
    assert chosen["[7] 40 families driven from their homes"] == "7 a2@1 70-79"
    assert chosen["[10] Coast Radio: ~90 firefighters from six towns"] == "10 a3@1 100-109"
    assert "[9] Police have closed the harbour road until further notice." in menu(detail)
    assert not any(words.startswith("[9]") for words in chosen)


def shown_of(marks: tuple[int, ...], pointers: tuple[str, ...] | None = None) -> Message:
    source = CardSource(1, "Title", "Paper", None, marks, pointers=pointers or tuple(f"{n} a@1 1-2" for n in marks))
    (message,) = messages_of(AnswerCard((CardLine("So it was.", marks),), "", (), (source,)), "k")
    takes(message, tag_of("k", 0))
    return message


def test_one_or_two_pieces_of_evidence_are_buttons_and_more_are_menus() -> None:
    assert menu(shown_of((1, 2))) == {"[1]": "1 a@1 1-2", "[2]": "2 a@1 1-2"}
    three = shown_of((1, 2, 3))
    assert menu(three) == {f"[{n}] So it was.": f"{n} a@1 1-2" for n in (1, 2, 3)}
    assert len(interactive(three)) == 1
    menus = interactive(shown_of(tuple(range(1, 61))))
    assert [parsed(one["custom_id"]).value for one in menus] == ["0", "1", "2"]  # type: ignore[union-attr]
    assert [one["placeholder"] for one in menus] == [
        f"Evidence for [{a}] to [{b}]" for a, b in ((1, 20), (21, 40), (41, 60))
    ]
    for marks, named in (
        ((3, 4, 5, 6), "[3] to [6]"),
        ((1, 3, 73), "[1] [3] [73]"),
        (tuple(range(1, 24, 2)), "[1] to [23]"),
    ):
        assert [one["placeholder"] for one in interactive(shown_of(marks))] == [f"Evidence for {named}"]


def test_what_a_button_cannot_carry_stands_in_a_menu_and_what_a_menu_cannot_is_left_out() -> None:
    (one,) = interactive(shown_of((1,), (f"1 {'a' * 80} 1-2",)))
    assert one["options"][0]["value"] == f"1 {'a' * 80} 1-2"
    (one,) = interactive(shown_of((1,), (f"1 {'a' * 120} 1-2",)))
    assert one["label"] == "Ask"


def test_what_two_numbers_share_can_be_chosen_once() -> None:
    assert list(menu(shown_of((1, 2, 3, 4), ("1 a", "2 a", "1 a", "3 a"))).values()) == ["1 a", "2 a", "3 a"]


def test_buttons_of_a_brief() -> None:
    head, detail = messages_of(FULL, "k")
    assert actions(head) == ["ask", "follow", "sources", "why"]
    assert actions(messages_of(replace(FULL, followed=True), "k")[0]) == ["ask", "unfollow", "sources", "why"]
    assert actions(detail) == []
    unproven = messages_of(BRIEF, "k")
    assert [actions(message) for message in unproven] == [["ask", "follow", "sources", "why"], ["ask"]]
    assert actions(messages_of(replace(ANSWER, sources=()), "k")[0]) == ["ask"]


def test_the_same_card_with_the_same_key_has_the_same_tags() -> None:
    first, second = messages_of(FULL, "k"), messages_of(replace(FULL, headline="Another"), "k", PLAIN)
    assert [tags_in(message.payload()) for message in first] == [tags_in(message.payload()) for message in second]
    assert [tags_in(message.payload()) for message in first] == [{tag_of("k", 0)}, {tag_of("k", 1)}]
    assert not tags_in(messages_of(FULL, "other")[0].payload()) & tags_in(first[0].payload())


def test_the_role_is_called_by_the_first_brief_of_an_edition_and_only_when_it_is_posted() -> None:
    dress = Dress(ping=ROLE)
    opens = replace(FULL, opens="29 March, 08:00")
    for look in (dress, replace(dress, plain=True)):
        head, *inside = messages_of(opens, "k", look)
        assert head.payload()["allowed_mentions"] == {"parse": [], "roles": [ROLE], "replied_user": False}
        assert f"<@&{ROLE}>" in str(head.payload())
        for body in (
            head.payload(edited=True),
            *(m.payload() for m in inside),
            messages_of(FULL, "k", look)[0].payload(),
        ):
            assert body["allowed_mentions"] == {"parse": [], "replied_user": False}
        assert f"<@&{ROLE}>" not in str([message.payload() for message in inside])
    top = messages_of(opens, "k", dress)[0].payload()["components"]
    assert [one["type"] for one in top] == [10, 17]
    assert messages_of(opens, "k", Dress(ping="everyone"))[0].pings == ()


def test_the_classic_form_is_an_embed_with_rows_below() -> None:
    head, detail = (message.payload() for message in messages_of(FULL, "k", Dress(plain=True, accent="#1f6feb")))
    (embed,) = head["embeds"]
    assert embed["title"] == FULL.headline
    assert embed["color"] == 0x1F6FEB
    assert embed["footer"] == {"text": FULL.footer}
    assert [one["type"] for one in head["components"]] == [1, 1]
    assert "flags" not in head
    assert head["content"] == ""
    assert "**Who says what**" in detail["embeds"][0]["description"]


def test_what_a_classic_title_or_footer_cannot_show_stands_in_the_text() -> None:
    (starry, *_) = messages_of(replace(FULL, headline="*" * 200), "k", PLAIN)
    takes(starry)
    assert "title" not in starry.embeds[0]
    assert read(starry).startswith("*" * 200)
    (linked, *_) = messages_of(replace(FULL, backing="", footer=""), "k", PLAIN)
    assert "footer" not in linked.embeds[0]
    assert linked.embeds[0]["description"].split("\n")[-1].startswith("-# [Harbour News](https://")


def test_an_edit_to_the_newer_form_leaves_nothing_of_the_older_one() -> None:
    body: dict[str, Any] = messages_of(FULL, "k")[0].payload(edited=True)
    assert body["content"] is None
    assert body["embeds"] == []
    assert body["flags"] == 1 << 15


def test_accents_are_those_of_the_channel() -> None:
    def colours(dress: Dress) -> set[int]:
        return {m.components[0]["accent_color"] for card in (FULL, HALF) for m in messages_of(card, "k", dress)}

    assert colours(Dress(accent="#1f6feb")) == {0x1F6FEB}
    assert len(colours(UNDRESSED)) == 1


def test_a_thread_is_named_as_its_story() -> None:
    assert {message.title for message in messages_of(FULL, "k")} == {FULL.headline}
    assert messages_of(UPDATE, "k")[0].title.startswith("Update · Two traders")
    assert messages_of(GERMAN, "k")[0].title.endswith("…")
    assert messages_of(BriefCard("", (), (), (), (), (), (), ""), "k")[0].title == "A brief"
    assert messages_of(NOTICE, "k")[0].title


def test_a_refusal_shows_what_comes_nearest() -> None:
    (shown,) = messages_of(replace(REFUSAL, sources=pointed(REFUSAL.sources)), "k")
    assert read(shown).startswith(REFUSAL.refusal)
    assert "> The first boat leaves on 3 May at 23:15." in "\n".join(texts(shown))


def test_evidence_is_a_paragraph_with_its_sentence_in_bold_and_a_way_to_it() -> None:
    (shown,) = messages_of(FETCHED, "k")
    assert "**It will cost £4.5m a year, Alder Lines said.**" in texts(shown)[0]
    row = shown.components[0]["components"][-1]
    assert row["components"][0]["url"] == FETCHED.source.links[0]
    (unlinked,) = messages_of(
        replace(FETCHED, source=replace(FETCHED.source, links=("https://x.test/" + "a" * 600,))), "k"
    )
    assert unlinked.components[0]["components"][-1]["components"][0]["url"] == FETCHED.source.url


@pytest.mark.parametrize(
    "url", ["http://intranet/a", "https://пример.рф/a", "https://[::1]/a", "https://a.test:x/", None]
)
def test_what_a_button_cannot_open_is_a_link_alone(url: str | None) -> None:
    (shown,) = messages_of(replace(FETCHED, source=replace(FETCHED.source, links=(), url=url)), "k")
    takes(shown)
    assert {one["type"] for one in shown.components[0]["components"]} == {10}


def test_a_notice_is_plain_text_with_its_orders_seen_first() -> None:
    (shown,) = messages_of(NoticeCard("I know:\n/brief now: what is new\n- Told by two\nSee https://example.org"), "")
    assert [one["type"] for one in shown.components] == [10] * len(shown.components)
    said = "\n".join(texts(shown))
    assert "**/brief now**  what is new\n- Told by two" in said
    assert links(shown) == set()


def numbered(address: str, more: str) -> list[Message]:
    marks = tuple(range(1, 21))
    links_ = tuple(f"{address}#:~:text={more}{n}" for n in marks)
    source = CardSource(1, "T", "P", None, marks, links_, None, tuple(f"{n} a@1 1-2" for n in marks))
    told = tuple(CardLine(f"Told {n}.", (n,)) for n in marks)
    messages = messages_of(AnswerCard(told, "", (), (source,)), "k")
    for piece, message in enumerate(messages):
        takes(message, tag_of("k", piece))
    assert sum(len(menu(message)) for message in messages) == 20
    return messages


def test_numbers_lead_to_their_pages_where_there_is_no_room_for_the_way_to_all_sentences() -> None:
    page = "https://paper.example/a"
    (shown,) = numbered(page, "w" * 290)
    found = [url for one in looked_at(shown) for _, url in one.links]
    assert len(found) == 20
    kinds = [":~:" in url for url in found]
    assert kinds == sorted(kinds, reverse=True)
    assert 5 < sum(kinds) < 20
    assert set(found[sum(kinds) :]) == {page}


def test_numbers_of_a_message_are_links_all_or_none() -> None:
    (shown,) = numbered(f"https://paper.example/{'p' * 400}", "w")
    assert links(shown) == set()


def test_quotes_in_the_post_keep_their_translation() -> None:
    quote = CardQuote("Wir bleiben hier.", "Ana", 6, translation="We stay here.")
    said = texts(messages_of(replace(FULL, quotes=(quote,)), "k")[0])
    assert "> “Wir bleiben hier.”\n> _translated by us:_ We stay here.\n> — _Ana_" in "\n".join(said)
