"""Cards as Slack messages: how they look, what stands in the channel and what in the thread, buttons."""

import json
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.news.showing.shown import (
    AnswerCard,
    BriefCard,
    Card,
    CardFigure,
    CardLine,
    CardQuote,
    CardSource,
    EvidenceCard,
    NoticeCard,
    SourcesCard,
)
from bot.platforms.proof_marks import proofs_of
from bot.platforms.slack.answers import answer_markdown, answer_messages, answer_rest
from bot.platforms.slack.briefs import brief_messages
from bot.platforms.slack.messages import messages_of
from bot.platforms.slack.simple import simpler
from tests.platforms.cards import ANSWER, BRIEF, DATED, EVIDENCE, GERMAN, HALF, TRANSLATED, UNSAID, UPDATE
from tests.platforms.full_cards import FETCHED, FULL, SHOWN
from tests.platforms.slack.reading import buttons, inside, links, menu, read, takes, words

SNAPSHOTS = Path(__file__).parents[1] / "snapshots" / "slack"


@pytest.mark.parametrize("name", SHOWN)
def test_cards_look_as_they_did(name: str) -> None:
    """Where a message is meant to look otherwise: run these tests with RENEW_SNAPSHOTS=1, then read the difference."""
    made = [{"text": m.text, "blocks": list(m.blocks)} for m in messages_of(SHOWN[name])]
    kept = SNAPSHOTS / f"{name}.json"
    if os.environ.get("RENEW_SNAPSHOTS"):
        kept.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert made == json.loads(kept.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SHOWN)
def test_slack_takes_every_message(name: str) -> None:
    for message in messages_of(SHOWN[name]):
        takes(message)


def test_the_post_is_compact_and_the_thread_has_the_rest() -> None:
    head, *inside_ = brief_messages(FULL)
    shown = read(head)
    assert head.blocks[0] == {"type": "header", "text": {"type": "plain_text", "text": FULL.headline, "emoji": False}}
    order = [FULL.backing, FULL.lead[0].text, "families driven", "Sources disagree", "The roof", FULL.footer]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert FULL.points[0].text not in shown
    thread = read(*inside_)
    for said in (
        *(line.text for line in (*FULL.points, *FULL.claims)),
        *(s.title for s in FULL.sources),
        "the hospital",
    ):
        assert said in thread
    assert "The roof" not in thread
    assert len(inside_) == 1


def test_figures_are_a_grid_of_at_most_six_and_the_others_follow_in_the_thread() -> None:
    figures = tuple(CardFigure(f"{n}00", f"boats of kind {n}", None, 1) for n in range(1, 9))
    head, *inside_ = brief_messages(replace(FULL, figures=figures))
    grid = next(block for block in head.blocks if block["type"] == "section")
    assert len(grid["fields"]) == 6
    assert grid["fields"][0]["text"].startswith("*100*\nboats of kind 1")
    assert "700 boats of kind 7" in read(*inside_)
    assert "800 boats of kind 8" in read(*inside_)
    assert "boats of kind 6" not in read(*inside_)


def test_two_long_quotes_or_three_short_ones_are_set_off() -> None:
    def shown(chars: int) -> int:
        quotes = tuple(CardQuote("w" * chars, f"Speaker {n}, mayor", 6) for n in range(4))
        head = brief_messages(replace(FULL, quotes=quotes))[0]
        return sum(one.get("type") == "rich_text_quote" for one in inside(head.blocks))

    assert (shown(60), shown(300)) == (3, 2)


def test_an_update_says_so_and_tells_first_what_is_new() -> None:
    head = read(brief_messages(UPDATE)[0])
    assert head.startswith("Update · Two traders")
    assert "61 families driven from their homes, was 40 · the town hall [7] [6]" in head
    assert head.index("Police have questioned") < head.index("£3.2m")


def test_marks_lead_to_their_sentences_and_evidence_can_be_chosen_where_they_stand() -> None:
    head, detail = brief_messages(FULL)
    assert "https://wire.example/a/88120#:~:text=Police" in links(detail)
    assert "https://wire.example/a/88120#:~:text=Police" not in links(head)
    chosen = menu(head)
    assert chosen["[1] A fire destroyed the covered fish market of Port Alder in the night…"] == "1 a1@1 10-19"
    assert chosen["[7] 40 families driven from their homes"] == "7 a2@1 70-79"
    assert chosen["[6] ~90 firefighters from six towns"] == "6 a1@1 60-69"
    assert chosen["[10] Coast Radio: ~90 firefighters from six towns"] == "10 a3@1 100-109"
    assert "[9] Police have closed the harbour road until further notice." in menu(detail)
    assert not any(words.startswith("[9]") for words in chosen)


def test_one_or_two_pieces_of_evidence_are_buttons_and_more_are_a_menu() -> None:
    def pressed(*marks: int) -> list[str]:
        shown = answer_messages(
            replace(ANSWER, lines=(CardLine("So it was.", marks),), nearest=(), conflicts=(), sources=FULL.sources)
        )[0]
        takes(shown)
        return [action for action in buttons(shown) if action.startswith("evidence")]

    assert (pressed(1), pressed(2, 1), pressed(1, 2, 3)) == (["evidence:1"], ["evidence:1", "evidence:2"], ["evidence"])
    one = answer_messages(
        replace(ANSWER, lines=(CardLine("So it was.", (1,)),), nearest=(), conflicts=(), sources=FULL.sources)
    )[0]
    assert "Evidence [1]" in str(one.blocks)
    assert menu(one) == {"[1]": "1 a1@1 10-19"}


def test_whoever_claims_a_figure_stands_on_a_line_of_their_own() -> None:
    head = brief_messages(FULL)[0]
    cells = [cell["text"] for block in head.blocks for cell in block.get("fields", ())]
    cell = next(cell for cell in cells if cell.startswith("*40*"))
    assert cell.split("\n")[0] == "*40*"
    assert cell.split("\n")[1].startswith("families driven from their homes")
    assert cell.split("\n")[2:] == ["_the town hall_"]


def test_an_article_s_own_bullet_does_not_stand_beside_ours() -> None:
    shown = read(*brief_messages(replace(FULL, points=(CardLine("• Police closed the road.", (9,)), CardLine("•")))))
    assert "Also told Police closed the road. [9] •" in shown


def test_a_quote_that_is_set_off_is_no_point_again() -> None:
    quote = CardQuote("The roof came down", "Ana Reyes, fire chief", 6)
    said = CardLine("“The roof came down,” said fire chief Ana Reyes.", (6,))
    more = CardLine(
        "“The roof came down,” said fire chief Ana Reyes, who had been there since two in the night and had sent two engines home.",
        (6,),
    )
    shown = read(*brief_messages(replace(FULL, quotes=(quote,), points=(said, more))))
    assert shown.count("The roof came down") == 2
    assert "since two in the night" in shown


def test_a_figure_that_is_all_of_a_quote_is_told_there() -> None:
    quotes = (
        CardQuote("It failed twice in an hour", "Ana Reyes", 6),
        CardQuote("We saw 90 boats come and go", "Bo", 7),
    )
    twice, boats = CardFigure("2", "It failed twice", "Ana Reyes", 6), CardFigure("90", "boats", "Bo", 7)
    head = brief_messages(replace(FULL, figures=(twice, boats), quotes=quotes))[0]
    cells = [cell["text"].split("\n")[0] for block in head.blocks for cell in block.get("fields", ())]
    assert cells == ["*90*"]


def test_one_amount_does_not_fill_the_grid() -> None:
    figures = tuple(CardFigure("21" if n != 3 else "200+", f"girls of kind {n}", None, 6) for n in range(5))
    head, *thread = brief_messages(replace(FULL, figures=figures))
    cells = [cell["text"] for block in head.blocks for cell in block.get("fields", ())]
    assert [next(n for n in range(5) if f"kind {n}" in cell) for cell in cells] == [0, 1, 3]
    assert "More figures 21 girls of kind 2 [6] 21 girls of kind 4 [6]" in read(*thread)


def test_what_a_figure_was_is_offered_as_that() -> None:
    chosen = menu(brief_messages(replace(UPDATE, figures=(), sources=FULL.sources))[0])
    assert "[7] 61 families driven from their homes" in chosen
    assert "[6] was 40 families driven from their homes" in chosen


def test_an_article_without_a_title_is_not_named_by_the_words_of_the_headline() -> None:
    only = CardSource(1, "A fire destroyed the covered fish market…", None, None, (1, 2))
    assert "The article [1] [2]" in read(*brief_messages(replace(FULL, sources=(only,))))
    assert "Harbour News [1] [2]" in read(
        *brief_messages(replace(FULL, sources=(replace(only, outlet="Harbour News"),)))
    )
    two = (only, replace(only, number=2, title="Two traders…", marks=(3,)))
    assert "2. Two traders… [3]" in read(*brief_messages(replace(FULL, sources=two)))


def test_what_stands_in_the_thread_has_a_title() -> None:
    assert read(*brief_messages(FULL)[1:]).startswith("Also told ")


def test_orders_are_seen_before_what_they_do_and_lists_are_lists() -> None:
    (shown,) = messages_of(NoticeCard("I know:\n/brief now: what is new\n- Told by two\nSee https://example.org"))
    rows = [one["elements"][0] for one in inside(shown.blocks) if one.get("type") == "rich_text_section"]
    assert rows[1] == {"type": "text", "text": "/brief now", "style": {"bold": True}}
    assert "rich_text_list" in {one.get("type") for one in inside(shown.blocks)}
    assert "- Told" not in read(shown)
    assert "See https://example.org" in read(shown)


def test_the_buttons_of_a_story() -> None:
    head, detail = brief_messages(FULL)
    assert buttons(head) == ["evidence", "ask", "follow", "sources", "why", "feedback"]
    assert buttons(detail) == ["evidence"]
    thumbs = next(one for one in inside(head.blocks) if one.get("type") == "feedback_buttons")
    assert (thumbs["positive_button"]["value"], thumbs["negative_button"]["value"]) == ("good", "bad")
    assert "unfollow" in buttons(brief_messages(replace(FULL, followed=True))[0])
    assert "follow" not in buttons(brief_messages(replace(FULL, followed=True))[0])


def test_outlets_are_named_once_each_and_lead_to_their_articles() -> None:
    head = brief_messages(FULL)[0]
    assert {"https://www.harbournews.example/2031/05/fish-market-fire", "https://wire.example/a/88120"} <= links(head)
    assert read(head).count("Coast Radio") == 1
    alone = brief_messages(replace(FULL, backing="", conflicts=()))[0]
    assert "Harbour News · Example Wire · Coast Radio" in read(alone)
    twice = brief_messages(replace(FULL, backing="Coast Radio, Harbour News and Harbour News"))[0]
    assert json.dumps(twice.blocks).count("|Harbour News>") == 1
    many = tuple(replace(FULL.sources[0], number=n, outlet=f"Paper {n}") for n in range(1, 10))
    assert "Paper 6 · 3 more in the thread" in read(brief_messages(replace(FULL, backing="", sources=many))[0])


def test_a_brief_that_fits_into_the_post_begins_no_thread() -> None:
    short = replace(GERMAN, points=(), claims=())
    (head,) = brief_messages(short)
    assert "Küstenbote · Küstenstädte verlangen Ausgleich [1]–[5]" in read(head)


def test_a_translation_is_said_to_be_ours() -> None:
    shown = read(*brief_messages(TRANSLATED))
    assert "translated by us: Eleven coastal towns" in shown
    assert "translated by us: We will not stand by" in shown
    assert "translated by us: The ministry means" in shown


def test_a_dated_answer_has_its_days_in_bold() -> None:
    bold = [o["text"] for o in inside(answer_messages(DATED)[0].blocks) if o.get("style") == {"bold": True}]
    assert bold == ["4 Mar 2031", "4 Mar", "6 Mar", "no date", "28 Jan 2032"]


def test_half_an_answer_says_what_is_open_and_who_disagrees() -> None:
    shown = read(answer_messages(HALF)[0])
    assert "Two of them are in hospital. [6] The sources do not show what the new hall will cost." in shown
    assert "Sources disagree · people injured 12 Harbour News · the fire brigade [3] 15 Example Wire" in shown
    assert "2. Example Wire · 6 May 2031 · Dozens homeless after blaze at harbour [2] [4] [7] [9]" in shown


def test_a_refusal_shows_the_nearest_sentences_with_their_sources() -> None:
    message = answer_messages(UNSAID)[0]
    shown = read(message)
    assert shown.startswith("The sources do not say")
    assert "Tickets cost £12. [2] The Alder Post · 2 May 2031 · Night ferry returns" in shown
    assert "Ferries of the coast [10]" in shown
    assert buttons(message) == ["feedback"]


def test_nearest_sentences_that_share_a_proof_are_all_shown() -> None:
    nearest = (CardLine("Two boats sail.", (9, 1)), CardLine("One boat waits.", (9,)), CardLine("None sank.", (77,)))
    shown = read(answer_messages(replace(UNSAID, nearest=nearest))[0])
    assert [shown.count(told.text) for told in nearest] == [1, 1, 1]


def test_evidence_marks_the_sentence_and_says_where_and_when_it_stood() -> None:
    message = messages_of(FETCHED)[0]
    bold = [o["text"] for o in inside(message.blocks) if o.get("style") == {"bold": True}]
    assert bold == ["Evidence 3", "It will cost £4.5m a year, Alder Lines said."]
    assert read(message).endswith(
        "The Alder Post · 2 May 2031 · Night ferry returns to Port Alder "
        "Read by us 2 May 2031, 06:02 UTC · open at the sentence"
    )
    assert links(message) == {FETCHED.source.url, FETCHED.source.links[0]}
    assert links(messages_of(EVIDENCE)[0]) == {EVIDENCE.source.url}


def test_a_notice_keeps_its_lines_and_indents() -> None:
    rows = [
        one["elements"][0]["text"]
        for one in inside(messages_of(NoticeCard("Type:\n  why    what\n\nBye"))[0].blocks)
        if one.get("type") == "rich_text_section"
    ]
    assert rows == ["Type:", "  why    what", " ", "Bye"]


def notified(card: Card) -> str:
    """The same words with each of its messages."""
    (text,) = {message.text for message in messages_of(card)}
    return text


def test_what_a_notification_says() -> None:
    assert notified(UPDATE).startswith("Update · Two traders are found dead")
    assert notified(UPDATE).endswith("on Wednesday, police said.")
    assert notified(UNSAID) == UNSAID.refusal
    assert notified(FETCHED) == "Evidence 3: It will cost £4.5m a year, Alder Lines said."
    assert notified(SHOWN["sources"]) == "Sources: Harbour News, Example Wire, Coast Radio"
    assert notified(NoticeCard("<!channel> & more")) == "&lt;\u2060!channel&gt; &amp; more"
    assert all(len(notified(card)) <= 5000 for card in SHOWN.values())


@pytest.mark.parametrize(
    "card",
    [
        BriefCard("", (), (), (), (), (), (), ""),
        AnswerCard((), "", (), ()),
        EvidenceCard(1, (), replace(EVIDENCE.source, title="", outlet=None, url=None)),
        NoticeCard(""),
        NoticeCard("\u200b\u200d"),
        SourcesCard(()),
    ],
)
def test_an_empty_card_is_a_message_all_the_same(card: Card) -> None:
    (message,) = messages_of(card)
    takes(message)
    assert message.blocks


def test_an_edition_of_twelve() -> None:
    posts = [brief_messages(replace(FULL, headline=f"{n}. {FULL.headline}")) for n in range(12)]
    for message in (message for post in posts for message in post):
        takes(message)


class TestStreaming:
    LINKS = proofs_of(HALF.sources).links

    @pytest.mark.parametrize("card", [HALF, DATED, UNSAID, replace(DATED, lines=DATED.lines[3:])])
    def test_it_only_grows_at_its_end(self, card: AnswerCard) -> None:
        grown = [answer_markdown(card.lines[:n], self.LINKS) for n in range(len(card.lines) + 1)]
        assert all(after.startswith(before) and after != before for before, after in pairwise(grown))

    def test_marks_are_links(self) -> None:
        link = "https://www.harbournews.example/2031/05/fish-market-fire#:~:text=Twelve"
        assert f"fish market.\u00a0[\\[3\\]]({link})" in answer_markdown(HALF.lines, self.LINKS)

    def test_days_and_translations(self) -> None:
        shown = answer_markdown(DATED.lines, {})
        assert shown.startswith("**4 Mar 2031**  The council")
        assert "\n\n**no date**  The court" in shown
        translated = (CardLine("Der Hof.", (1,), translation="The court."),)
        assert answer_markdown(translated, {}).endswith("\n\n_translated by us:_ The court.")

    def test_the_rest_ends_it_with_the_evidence_of_what_was_streamed(self) -> None:
        (rest,) = answer_rest(SHOWN["half"])  # type: ignore[arg-type]
        takes(rest)
        assert "Two of them" not in read(rest)
        assert "The sources do not show what the new hall will cost." in read(rest)
        assert "[6] Two of them are in hospital." in menu(rest)
        assert buttons(rest) == ["evidence", "feedback"]

    def test_the_rest_of_a_plain_answer_is_there_too(self) -> None:
        (rest,) = answer_rest(replace(ANSWER, sources=()))
        assert buttons(rest) == ["feedback"]


class TestSimpler:
    @pytest.mark.parametrize("name", SHOWN)
    def test_it_keeps_every_word(self, name: str) -> None:
        for message in messages_of(SHOWN[name]):
            old = simpler(message)
            assert old is not None
            takes(old)
            assert read(old).replace("• ", "").replace("> ", "") == read(message)
            assert buttons(old) == [
                b for a in buttons(message) for b in (["feedback_good", "feedback_bad"] if a == "feedback" else [a])
            ]
            text = simpler(old)
            assert text is not None
            assert text.blocks == ()
            assert simpler(text) is None

    def test_it_knows_only_old_blocks(self) -> None:
        old = simpler(brief_messages(FULL)[0])
        assert old is not None
        assert {block["type"] for block in old.blocks} == {"section", "context", "actions"}
        assert old.blocks[0]["text"]["text"] == f"*{FULL.headline}*"
        quote = next(block["text"]["text"] for block in old.blocks if "The roof" in str(block))
        assert quote.startswith("&gt; “The roof came down in less than ten minutes.”\n&gt; — _Ana Reyes, fire chief_")

    def test_at_last_it_is_text_alone(self) -> None:
        message = answer_messages(HALF)[0]
        old = simpler(message)
        assert old is not None
        text = simpler(old)
        assert text is not None
        assert "Two of them are in hospital." in text.text
        assert "Example Wire · 6 May 2031" in text.text


def test_words_of_a_brief_are_not_said_twice_in_the_post() -> None:
    shown = words(brief_messages(BRIEF)[0])
    assert shown.count("promise kept") == 1
