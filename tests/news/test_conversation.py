"""What a follow-up means in its thread: a question that stands alone, with nothing of the old topic in a new one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.conversation import in_thread
from bot.news.channels import Turn
from bot.news.types import Evidence, RevisionId, Span

PROOF = (Evidence(RevisionId("a1"), Span(0, 40)),)
FERRY = "How many people died in the ferry accident off Port Selby?"
FERRY_SAID = "Twelve people died in the ferry accident off Port Selby, harbour master Ines Okafor said."
STRIKE = "What did Tom Reed say about the strike at the port?"
BRIDGE = "Why did the bridge collapse in Selby?"
DRONES = "How many drones were launched overnight?"
LOST = "How many tanks did Norland lose in May?"
VOTE = "Did the council reject the plan?"
MEETING = "When will Ann Gray meet Tom Reed?"


def meant(question: str, *turns: Turn) -> str:
    return in_thread(question, turns).meant


@pytest.mark.parametrize(
    ("before", "answer", "follow_up", "whole"),
    [
        # what the event lends
        (FERRY, "Twelve.", "and how many were wounded?", "How many were wounded in the ferry accident off Port Selby?"),
        (FERRY, "Twelve.", "how many passengers were rescued?",
         "How many passengers were rescued in the ferry accident off Port Selby?"),
        (FERRY, "Twelve.", "were there any survivors?", "Were there any survivors in the ferry accident off Port Selby?"),
        (FERRY, "Twelve.", "and the injured?", "How many were injured in the ferry accident off Port Selby?"),
        (FERRY, "Twelve.", "how about the dead?", "How many died in the ferry accident off Port Selby?"),
        (FERRY, "Twelve.", "when?", "When was the ferry accident off Port Selby?"),
        (FERRY, "Twelve.", "where was that?", "Where was the ferry accident off Port Selby?"),
        (FERRY, "Twelve.", "and why?", "Why is it that people died in the ferry accident off Port Selby?"),
        (FERRY, "Twelve.", "and in the north?",
         "How many people died in the ferry accident off Port Selby in the north?"),
        (BRIDGE, "A barge hit it.", "How many were hurt?", "How many were hurt when the bridge collapsed in Selby?"),
        (BRIDGE, "A barge hit it.", "when?", "When did the bridge collapse in Selby?"),
        (BRIDGE, "A barge hit it.", "when was it built?", "When was the bridge built?"),
        ("What caused the fire at the mill?", "A spark.", "was anyone arrested?",
         "Was anyone arrested in the fire at the mill?"),
        ("Where will the next talks be held?", "In Norland.", "and when?", "When will the next talks be held?"),
        ("Where will the next talks be held?", "In Norland.", "who will attend?",
         "Who will attend when the next talks are held?"),
        ("When will the new tunnel open?", "In May.", "how much will it cost?", "How much will the new tunnel cost?"),
        ("When will the new tunnel open?", "In May.", "what about the bridge?", "When will the bridge open?"),
        ("Was anyone arrested after the fire?", "Two men were.", "who?", "Who was arrested after the fire?"),
        ("Was anyone arrested after the fire?", "Two men were.", "how many?", "How many were arrested after the fire?"),
        # who is meant
        ("Did Ms Gray resign?", "Yes.", "why?", "Why did Ms Gray resign?"),
        ("Did Ms Gray resign?", "Yes.", "who replaced her?", "Who replaced Ms Gray?"),
        ("What did the mayor say?", "The mayor said the bridge is safe.", "is it safe?", "Is the bridge safe?"),
        (STRIKE, "He called it unlawful.", "what else did he say?",
         "What else did Tom Reed say about the strike at the port?"),
        (STRIKE, "He called it unlawful.", "when did it begin?", "When did the strike at the port begin?"),
        (FERRY, FERRY_SAID, "what did she say?", "What did Ines Okafor say about the ferry accident off Port Selby?"),
        ("Who brokered the prisoner exchange?", "Union leader Ann Gray did.", "when was she appointed?",
         "When was Ann Gray appointed?"),
        (MEETING, "On Friday.", "where does she live?", "Where does Ann Gray live?"),
        (MEETING, "On Friday.", "what did he say?", "What did Tom Reed say?"),
        ("What did Okafor say about Tom Reed?", "Okafor praised him.", "what else did he say?", "What else did Okafor say?"),
        ("Did Okafor accept the offer?", "Okafor did.", "why did he accept it?", "Why did Okafor accept the offer?"),
        ("Did Okafor accept the offer?", "Okafor did.", "and Ms Gray?", "Did Ms Gray accept the offer?"),
        ("How many drones were launched overnight, and who says so?", "150, Okafor said.", "what else did he say?",
         "What else did Okafor say?"),
        ("What boats did Norland ask for?", "Tugs.", "did Velmora send them?", "Did Velmora send the boats?"),
        ("How many prisoners did each side release?", "Forty.", "when?", "When was it that each side released prisoners?"),
        ("Did Ms Gray resign?", "No.", "why not?", "Did Ms Gray resign? Why not?"),
        ("Who replaced Ms Gray?", "Nora Hill did.", "when was she appointed?", "When was Nora Hill appointed?"),
        ("Did Ann Gray meet Nora Hill?", "Yes.", "did Nora Hill thank her?", "Did Nora Hill thank Ann Gray?"),
        (MEETING, "On Friday.", "did Nora Hill call him?", "Did Nora Hill call Tom Reed?"),
        ("Who brokered the exchange?", "Ann Gray did.", "did Tom Reed thank her?", "Did Tom Reed thank Ann Gray?"),
        ("When will the new tunnel open?", "In May.", "did Norland pay for it?", "Did Norland pay for the new tunnel?"),
        (DRONES, "150.", "who launched them?", "Who launched the drones?"),
        ("How many were wounded in the raid?", "Six.", "did any of them die?",
         "Did any of the wounded die in the raid?"),
        # people without a name, and what is no event
        ("who is the girl", "Nobody knows.", "how old is she", "how old is the girl"),
        ("who was the gunman", "A man of Selby, Tom Reed said.", "what was his motive", "What was the gunman’s motive"),
        ("Who is the driver?", "Ann Gray wrote about it.", "was he arrested?", "Was the driver arrested?"),
        ("what was the driver’s motive", "Nobody knows.", "how fast was the tram going", "how fast was the tram going"),
        ("What happened in Selby this week?", "A vote.", "how much was it worth", "How much was it worth in Selby this week?"),
        ("Did Ann Gray pay?", "No.", "which company was it", "Did Ann Gray pay? Which company was it"),
        ("Where will the launch of the boat be?", "Selby.", "who will attend?", "Who will attend in the launch of the boat?"),
        ("How long did the talks between Norland and Velmora last?", "A day.", "who led them?",
         "Who led them in the talks between Norland and Velmora?"),
        ("What did the council say?", "It was sorry.", "did Ann Gray comment on it?",
         "What did the council say? Did Ann Gray comment on it?"),
        ("What did Ann Gray do?", "She left.", "why did she do it",
         "What did Ann Gray do? Why did Ann Gray do it"),
        (FERRY, "Twelve.", "what happened with the strike?", "What happened with the strike in the ferry accident off Port Selby?"),
        (FERRY, "Twelve.", "what happened with inflation", "what happened with inflation"),
        ("how many were rescued", "Many.", "what kind of boat was it", "what kind of boat was it"),
        ("what kind of boat was it", "A tug.", "who owned it", "Who owned the boat"),
        # the same, of somebody or something else
        (STRIKE, "He called it unlawful.", "and what about Ms Gray?", "What did Ms Gray say about the strike at the port?"),
        (STRIKE, "He called it unlawful.", "And the mayor?", "What did the mayor say about the strike at the port?"),
        (DRONES, "150.", "and missiles?", "How many missiles were launched overnight?"),
        (LOST, "Forty.", "and in June?", "How many tanks did Norland lose in June?"),
        (LOST, "Forty.", "and in June 2030?", "How many tanks did Norland lose in June 2030?"),
        ("What happened in Norland this week?", "A vote.", "and in Velmora?", "What happened in Velmora this week?"),
        ("What happened in Norland this week?", "A vote.", "and last week?", "What happened in Norland last week?"),
        ("timeline of the ferry talks", "…", "what about the strike?", "Timeline of the strike?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_put_as_a_whole_question(before: str, answer: str, follow_up: str, whole: str) -> None:
    assert meant(follow_up, Turn(before, answer, PROOF)) == whole


@pytest.mark.parametrize(
    "question",
    [
        "Who won the election in Norland?",
        "Which countries use nuclear power?",
        "What did Ms Gray say about the budget?",
        "And what did the Norland council decide?",
        "How long does it take to cross the strait of Norland?",
        "Did Nora Hill sell her house in Velmora?",
        "How many people lost their homes in the Velmora flood?",
        "Is it true that Velmora banned cars?",
        "Are there still wolves in Norland?",
        "thanks",
        "🙂",
        "",
        "x" * 10_000,
    ],
)
def test_a_question_of_its_own_takes_nothing_from_the_old_topic(question: str) -> None:
    asked = in_thread(question, [Turn(FERRY, FERRY_SAID, PROOF)])
    assert (asked.text, asked.meant, asked.own) == (question, question, frozenset())
    assert "ferri" not in {w.stem for w in asked.question.wanted}


@pytest.mark.parametrize(
    ("before", "follow_up", "not_there"),
    [
        ("When will Peter Hall meet Tom Reed?", "What did he say?", "Hall say"),
        ("When will Ann Gray meet Nora Hill?", "Where does she live?", "Hill live"),
        (VOTE, "and how many voted for it?", "for the"),
        ("What did the mayor say to Nora Hill?", "did he meet her?", "mayor meet the mayor"),
    ],
)
def test_between_two_that_fit_nobody_is_guessed(before: str, follow_up: str, not_there: str) -> None:
    asked = in_thread(follow_up, [Turn(before, "Nothing is known.", PROOF)])
    assert not_there not in asked.meant
    assert {w.stem for w in in_thread(before).question.wanted} & {w.stem for w in asked.question.wanted}


@pytest.mark.parametrize(
    "question",
    ["who said that?", "Who says so?", "And who claimed this?", "according to whom?", "says who?", "which outlet reported that?",
     "Who told you that?", "who is the source of that?"],
)  # fmt: skip
def test_who_said_that_points_at_the_last_answer(question: str) -> None:
    asked = in_thread(question, [Turn(FERRY, FERRY_SAID, PROOF)])
    assert (asked.points, asked.on) == ("who-said", PROOF)
    assert asked.meant == "Who says how many people died in the ferry accident off Port Selby?"


@pytest.mark.parametrize(
    "question",
    ["is that confirmed by others?", "is that confirmed?", "Do others say so?", "how many sources say so?", "are you sure?",
     "Is this true?", "Has it been verified?", "who else reports that?", "do other outlets confirm this?",
     "Is that independently confirmed?", "can you confirm that?"],
)  # fmt: skip
def test_is_that_confirmed_points_at_the_last_answer(question: str) -> None:
    asked = in_thread(question, [Turn(FERRY, FERRY_SAID, PROOF)])
    assert (asked.points, asked.on) == ("confirmed", PROOF)
    assert asked.meant == "Do other sources confirm how many people died in the ferry accident off Port Selby?"


@pytest.mark.parametrize(
    "question",
    ["Who said the strike was lawful?", "Is the report confirmed by the ministry?", "How many sources of water are there?",
     "Who confirmed the deal?", "Do others in Velmora strike?", "Did they agree?"],
)  # fmt: skip
def test_a_question_of_its_own_points_at_nothing(question: str) -> None:
    assert in_thread(question, [Turn(FERRY, FERRY_SAID, PROOF)]).points == ""


def test_a_chain_of_follow_ups_keeps_its_topic() -> None:
    turns = [Turn(FERRY, FERRY_SAID, PROOF)]
    found = []
    for question, answer in [
        ("and how many were wounded?", "Thirty, Ms Okafor said."),
        ("who said that?", "Ms Okafor said so."),
        ("what else did she say?", "She said the ferry was overloaded."),
        ("and when?", "On Tuesday."),
        ("what happened next?", "The crew was held."),
    ]:
        asked = in_thread(question, turns)
        found.append(asked.meant)
        turns.append(Turn(question, answer, PROOF, asked.meant))
    assert found == [
        "How many were wounded in the ferry accident off Port Selby?",
        "Who says how many were wounded in the ferry accident off Port Selby?",
        "What else did Ms Okafor say about the ferry accident off Port Selby?",
        "When did Ms Okafor say that about the ferry accident off Port Selby?",
        "What happened next in the ferry accident off Port Selby?",
    ]


def test_a_new_topic_begins_a_new_chain() -> None:
    turns = [Turn(FERRY, FERRY_SAID, PROOF), Turn(LOST, "Forty.", PROOF)]
    assert meant("and planes?", *turns) == "How many planes did Norland lose in May?"


def test_somebody_of_an_earlier_turn_is_meant_where_the_last_has_nobody() -> None:
    turns = [Turn("What did Ann Gray say?", "She called for talks.", PROOF), Turn(FERRY, "Twelve.", PROOF)]
    assert meant("where does she live?", *turns) == "Where does Ann Gray live?"


def test_a_refused_turn_lends_its_topic_but_no_evidence() -> None:
    refused = Turn(FERRY, "The sources do not say.", PROOF, refused=True)
    asked = in_thread("and how many were wounded?", [refused])
    assert asked.meant == "How many were wounded in the ferry accident off Port Selby?"
    assert asked.on == ()
    assert in_thread("who said that?", [refused]).on == ()


def test_nobody_is_taken_from_the_words_of_a_refusal() -> None:
    turn = Turn(FERRY, "The sources do not say (they do not mention Nora Hill).", refused=True)
    assert "Nora" not in meant("what did she say?", turn)


def test_two_questions_in_a_row_are_about_what_the_first_is() -> None:
    turn = Turn("why not?", "Nothing is known.", meant="Did Ms Gray resign? Why not?", refused=True)
    assert meant("and how many voted?", turn) == "Did Ms Gray resign? How many voted?"


def test_a_turn_without_a_topic_is_passed_over() -> None:
    turns = [Turn(FERRY, FERRY_SAID, PROOF), Turn("???", "Ask me something.", refused=True)]
    assert meant("when?", *turns) == "When was the ferry accident off Port Selby?"


def test_without_a_turn_before_it_a_question_is_as_it_was_typed() -> None:
    asked = in_thread("and how many were wounded?")
    assert (asked.meant, asked.on, asked.own) == ("and how many were wounded?", (), frozenset())


def test_what_was_typed_is_told_from_what_was_lent() -> None:
    asked = in_thread("and how many were wounded?", [Turn(FERRY, "Twelve.", PROOF)])
    assert asked.own == {"wound"}
    assert {w.stem for w in asked.question.wanted} > asked.own
    assert asked.question.kind == "count"
    assert in_thread("when?", [Turn(FERRY, "Twelve.", PROOF)]).question.kind == "time"


def test_what_she_said_is_not_bound_to_the_words_of_the_topic() -> None:
    question = in_thread("what else did he say?", [Turn(STRIKE, "He called it unlawful.", PROOF)]).question
    assert question.kind == "said"
    assert question.said_by == ("tom", "reed")
    assert "strik" not in {w.stem for w in question.wanted}


_WORDS = st.sampled_from(
    """and what about how many when who said that is it confirmed did he she they the in of Gray Ms Selby bridge were will
    there why ? . “ ” ' 🙂 سلام \u202e ( * \\ [ + Who The""".split()
)
_LINES = st.lists(_WORDS, max_size=14).map(" ".join) | st.text(max_size=120)


@settings(max_examples=150, deadline=None)
@given(_LINES, st.lists(st.tuples(_LINES, _LINES, st.booleans()), max_size=3))
def test_any_thread_is_read(text: str, before: list[tuple[str, str, bool]]) -> None:
    turns = [Turn(q, a, PROOF, refused=r) for q, a, r in before]
    asked = in_thread(text, turns)
    assert asked.text == text
    assert len(asked.meant) <= 2000
    assert asked.on in ((), PROOF)
