"""The gate, from the reader's side: what may never be posted, and what must come through."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.grounding import check_answer, check_brief
from bot.news.text import fold, squeeze
from bot.news.types import (
    Brief,
    DraftAnswer,
    DraftBrief,
    DraftEvidence,
    DraftFigure,
    DraftLine,
    DraftQuote,
    Evidence,
    RevisionId,
    Source,
    Sources,
    Span,
)
from bot.news.writing.select import draft_brief
from tests.make import a_line, a_source

FLOOD = """The river Tave rose 3.2 metres in one night and flooded 140 houses in Ostermill, the fire service said on Tuesday.

“We did not open the weir,” said Mara Lindqvist, who runs the water board. “The gauge was right all along.”

The insurers’ association claimed that the damage had doubled to €49.79 million. Some 1,200 people were taken to schools, and 35 cattle drowned.

Mayor Anton Brask refused to resign. He said the town had not been warned."""


def sources_of(text: str = FLOOD) -> Sources:
    source = a_source(text, outlet="The Ostermill Post", title="River floods Ostermill")
    return {source.article.revision.id: source}


def brief_of(*lines: DraftLine, quotes: tuple[DraftQuote, ...] = (), headline: str = "") -> Brief:
    return check_brief(DraftBrief(headline, lines, quotes), sources_of())


def quoted(words: str, speaker: str | None = None) -> DraftQuote:
    return DraftQuote(DraftEvidence(RevisionId("a1"), words), speaker)


FIRST = (
    "The river Tave rose 3.2 metres in one night and flooded 140 houses in Ostermill, the fire service said on Tuesday."
)
DAMAGE = "The insurers’ association claimed that the damage had doubled to €49.79 million."
PEOPLE = "Some 1,200 people were taken to schools, and 35 cattle drowned."
GAUGE = "“We did not open the weir,” said Mara Lindqvist, who runs the water board. “The gauge was right all along.”"
MAYOR = "Mayor Anton Brask refused to resign."


@pytest.mark.parametrize(
    ("line", "proof", "reason"),
    [
        ("The Tave flooded 150 houses, the fire service said.", FIRST, "figure not in its evidence: 150"),
        ("The Tave flooded 140 houses, the fire service said.", MAYOR, "figure not in its evidence: 140"),
        ("1,200 cattle drowned.", PEOPLE, "figure moved to another fact: 1,200"),
        ("The insurers’ association claimed damage of €49 million.", DAMAGE, "figure not in its evidence: €49 million"),
        ("The insurers’ association claimed damage of €4.79 million.", DAMAGE, "figure not in its evidence"),
        ("The insurers’ association claimed damage of 49.79%.", DAMAGE, "figure not in its evidence"),
        (
            "Twelve hundred horses were taken to schools.",
            "The schools were closed.",
            "its evidence is not in the source",
        ),
        ("The river Elbe rose 3.2 metres, the fire service said.", FIRST, "name not in its evidence: Elbe"),
        ("The river Tave fell 3.2 metres, the fire service said.", FIRST, "turns its evidence round: fell"),
        ("Mayor Anton Brask agreed to resign.", MAYOR, "turns its evidence round: agreed"),
        ("The damage had doubled to €49.79 million.", DAMAGE, "claim without its claimant"),
        ("The fire service said “the weir was open” on Tuesday.", FIRST, "not a quotation of its evidence"),
        ("The fire service said “flooded 140 houses” on Tuesday.", FIRST, "not a quotation of its evidence"),
        ("See https://evil.example for the river Tave.", FIRST, "link not of its evidence"),
        ("@everyone the river Tave rose 3.2 metres.", FIRST, "would ping people"),
        ("“The gauge was right all along.", "“The gauge was right all along.”", "breaks a quotation off"),
        ("“The gauge was right all along.”", "“The gauge was right all along.”", "quoted words without their speaker"),
        ("…", FIRST, "says nothing"),
    ],
)
def test_a_line_that_its_evidence_does_not_show_is_refused_with_the_reason(line: str, proof: str, reason: str) -> None:
    brief = brief_of(a_line(line, proof))
    assert brief.lines == ()
    assert brief.refused[0].reason.startswith(reason)


def test_a_line_without_evidence_is_refused() -> None:
    assert brief_of(DraftLine("The river Tave rose.", "point", ())).refused[0].reason == "names no evidence"


def test_evidence_of_another_revision_is_refused() -> None:
    brief = brief_of(a_line(FIRST, FIRST, key="elsewhere"))
    assert brief.refused[0].reason == "its evidence is not in the source"


@pytest.mark.parametrize(
    ("line", "proofs"),
    [
        (FIRST, [FIRST]),
        ("The fire service said the Tave flooded 140 houses in Ostermill.", [FIRST]),
        ("The insurers’ association claimed the damage doubled to €49.79 million.", [DAMAGE]),
        ("Mayor Anton Brask refused to resign.", [MAYOR]),
        ("1,200 people were taken to schools, and the river rose 3.2 metres, the fire service said.", [PEOPLE, FIRST]),
        ("“The gauge was right all along,” said Mara Lindqvist.", [GAUGE]),
    ],
)
def test_a_line_that_its_evidence_shows_is_kept_with_its_spans(line: str, proofs: list[str]) -> None:
    brief = brief_of(a_line(line, *proofs))
    assert [r.reason for r in brief.refused] == []
    assert brief.lines[0].text == line
    assert [e.span.of(FLOOD) for e in brief.lines[0].evidence] == proofs


def test_a_quote_is_posted_as_the_articles_own_slice_with_the_speaker_of_the_text() -> None:
    brief = brief_of(
        quotes=(quoted("We did not  open the weir"), quoted("The gauge was right all along.", "Mara Lindqvist"))
    )
    assert [q.text for q in brief.quotes] == ["We did not open the weir", "The gauge was right all along."]
    assert {q.speaker.name for q in brief.quotes if q.speaker} == {"Mara Lindqvist"}


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (quoted("We did not close the weir"), "quotation not in the source, word for word"),
        (quoted("We did open the weir"), "quotation not in the source, word for word"),
        (quoted("Mayor Anton Brask refused to resign"), "not between quotation marks in the source"),
        (
            quoted("The gauge was right all along.", "Anton Brask"),
            "said by Mara Lindqvist in the source, not by Anton Brask",
        ),
    ],
)
def test_a_quote_that_was_not_said_so_is_refused(quote: DraftQuote, reason: str) -> None:
    brief = brief_of(quotes=(quote,))
    assert brief.quotes == ()
    assert brief.refused[0].reason == reason


def test_what_stands_between_quotation_marks_needs_its_speaker_in_the_line() -> None:
    words = "The gauge was right all along."
    assert brief_of(a_line(words, words)).refused[0].reason == "quoted words without their speaker: Mara Lindqvist"


def test_a_headline_with_an_unshown_figure_gives_way_to_the_articles_title() -> None:
    brief = brief_of(headline="Floods hit 900 houses in Ostermill")
    assert brief.headline == "River floods Ostermill"
    assert brief.refused[0].reason == "figure not in its evidence: 900"


def test_an_answer_whose_lines_are_all_refused_says_so_and_names_the_nearest_words() -> None:
    nearest = Evidence(RevisionId("a1"), Span(0, len(FIRST)))
    answer = check_answer(DraftAnswer((a_line("150 houses were flooded.", FIRST),)), sources_of(), [nearest])
    assert (answer.lines, answer.reason) == ((), "unproven")
    assert answer.nearest[0].span.of(FLOOD) == FIRST


def test_a_figure_is_posted_with_the_sentence_it_stands_in() -> None:
    words = DraftEvidence(RevisionId("a1"), "35 cattle")
    brief = check_brief(DraftBrief("", (), (), (DraftFigure(words),)), sources_of())
    assert brief.figures[0].figure.value == 35
    assert brief.figures[0].sentence.span.of(FLOOD) == PEOPLE


TEXTS = st.lists(
    st.sampled_from(
        [
            "Dana Ruiz said: “We lost 40 boats.”",
            "“Never again,” he added.",
            "The port closed for 3 days.",
            "About 2,500 workers stayed at home, the union claimed.",
            "However, she refused to comment.",
            "„Das war's“, sagte er.",
            "It rose by 12.5% to £3 million",
            "« Oui », dit-il.",
            "\n\n",
            "Officials said the number had doubled since 1998.",
        ]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(TEXTS)
def test_every_posted_quote_and_line_of_any_article_is_proven_by_slices_of_it(text: str) -> None:
    source = a_source(text)
    brief = check_brief(draft_brief([source]), {source.article.revision.id: source})
    for quote in brief.quotes:
        assert quote.text == quote.evidence.span.of(text)
        assert quote.text
    for line in brief.lines:
        assert line.evidence
        assert all(e.span.of(text) for e in line.evidence)


@given(TEXTS, st.integers(100_000, 999_999))
def test_a_line_with_a_figure_absent_from_its_evidence_is_always_refused(text: str, number: int) -> None:
    source = a_source(text)
    sources = {source.article.revision.id: source}
    for sentence in source.facts.sentences:
        words = sentence.span.of(text)
        for line in (
            f"{words} That is {number:,} people.",
            f"{number} {words}",
            f"{words[:-1]}, or {number / 1000} times",
        ):
            brief = check_brief(DraftBrief("", (a_line(line, words),)), sources)
            assert brief.lines == (), line


@given(TEXTS, st.data())
def test_a_quotation_with_one_word_altered_is_always_refused(text: str, data: st.DataObject) -> None:
    source = a_source(text)
    for quote in source.facts.quotes:
        words = quote.span.of(text).split()
        at = data.draw(st.integers(0, len(words) - 1))
        altered = " ".join([*words[:at], "zebra", *words[at + 1 :]])
        brief = check_brief(DraftBrief("", (), (quoted(altered),)), {source.article.revision.id: source})
        assert brief.quotes == ()


@given(st.text(max_size=400), st.text(max_size=80))
def test_the_gate_never_crashes_and_never_posts_what_is_not_there(text: str, line: str) -> None:
    source: Source = a_source(text)
    sources = {source.article.revision.id: source}
    brief = check_brief(DraftBrief(line, (a_line(line, line),), (quoted(line),)), sources)
    for kept in brief.lines:
        assert squeeze(fold(kept.text)) == squeeze(fold(line))
        assert all(e.span.of(text) for e in kept.evidence)


# --- dishonest and honest lines, each with the whole of the little article that it rests on ---------

FALSE_LINES = [
    # Numbers.
    ("The council spent £3 million on roads and £9 million on schools.",
     "The council spent £9 million on roads and £3 million on schools.", "figure moved to another fact"),
    ("Unemployment rose from 4% to 6%.", "Unemployment rose from 6% to 4%.", "figure moved to another fact"),
    ("Fewer than 20 people were hurt.", "More than 20 people were hurt.", "figure bounded the other way"),
    ("Up to 300 jobs may go.", "At least 300 jobs may go.", "figure bounded the other way"),
    ("The temperature fell to -12 degrees.", "The temperature fell to 12 degrees.", "figure not in its evidence"),
    ("It was the third flood in the town.", "Three floods hit the town.", "figure not in its evidence"),
    ("The plant makes 40 cars a week.", "The plant makes 40 cars an hour.", "figure by another time"),
    # Names.
    ("Anna Keller met Boris Lang in Riga.", "Boris Keller met Anna Lang in Riga.", "name not in its evidence"),
    ("Mrs Keller met Mr Lang in Riga.", "Mr Keller met Mrs Lang in Riga.", "name not in its evidence"),
    ("Anna Keller met Boris Lang.", "President Anna Keller met Boris Lang.", "name not in its evidence"),
    ("Anna Keller met Boris Lang.", "Boris Lang met Anna Keller over eBay.", "name not in its evidence"),
    ("The shop opens on Tuesday.", "The shop opens on wednesday.", "name not in its evidence"),
    ("Anna Keller defeated Boris Lang.", "Boris Lang defeated Anna Keller.", "turns its evidence round"),
    ("The former minister apologised.", "The minister apologised.", "another office than its evidence names"),
    # Who says it.
    ("“It is a mess,” Mr Falk said. Ms Oduya disagreed.", "Oduya called it “a mess”.", "said by"),
    ("“It is a mess,” Mr Falk said. Ms Oduya disagreed.", "Ms Oduya: ‘It is a mess’", "said by Falk"),
    ("“It is a mess,” Mr Falk said. Ms Oduya disagreed.", "Falk said ‘it is a triumph’.", "not a quotation"),
    ("“It is a mess,” Mr Falk said. Ms Oduya disagreed.", "Falk said 「it is a triumph」.", "not a quotation"),
    ("“The plan will work,” Tessa Holm said.", "The plan will work.", "claim without its claimant"),
    ("“The plan will work,” Holm said. “It will fail,” replied Ivo Renn.", "According to Renn, the plan will work.",
     "said by Holm"),
    ("Kovach claimed that the army had shelled the school. Petrenko denied it.",
     "Petrenko claimed that the army had shelled the school, which Kovach denied.", "said by Kovach"),
    ("The union says 400 nurses left. The ministry says that 150 nurses left.", "The union says 150 nurses left.", "claim without its"),
    ("Kovach claimed that the army had shelled the school.", "The army shelled the school of Kovach.",
     "claim without its claimant"),
    # Sense.
    ("It is false that the firm bribed officials.", "the firm bribed officials", "says what its evidence denies"),
    ("The mayor denied taking bribes.", "The mayor took bribes.", "says what its evidence denies"),
    ("The talks failed to produce a deal.", "The talks produced a deal.", "says what its evidence denies"),
    ("The storm killed nobody.", "The storm killed somebody.", "says what its evidence denies"),
    ("The bank raised its rate.", "The bank cut its rate.", "turns its evidence round"),
    ("Exports rose while imports fell.", "Exports fell while imports rose.", "turns its evidence round"),
    ("The bridge is unsafe.", "The bridge is safe.", "turns its evidence round"),
    ("The driver was allegedly drunk.", "The driver was drunk.", "says as certain"),
    ("The mayor could resign on Friday.", "The mayor resigned on Friday.", "says as certain"),
    ("The firm is expected to close its mill.", "The firm closed its mill.", "says as certain"),
    ("Some voters backed it.", "All voters backed it.", "says of other shares"),
    ("The river rose.", "The government is corrupt.", "its evidence speaks of something else"),
    # What is put in, left out or exchanged in a line that is otherwise copied.
    ("The mill closed after the flood.", "The mill closed before the flood.", "joins its evidence by a word of its own"),
    ("The mill closed after the bridge fell.", "The bridge fell after the mill closed.", "turns its evidence round"),
    ("The mill closed on Friday.", "The mill closed on Friday after a strike.", "joins its evidence by a word of its own"),
    ("The mill closed on Friday. The bridge fell.", "The mill closed on Friday because the bridge fell.",
     "joins its evidence by a word of its own"),
    ("The mill closed on Friday.", "The mill closed on Friday, a shameful failure.", "adds to its evidence: shameful"),
    ("The mayor criticised the plan of the council.", "The mayor praised the plan of the council.",
     "puts other words for its evidence's: praised"),
    ("The union said it would strike in May.", "The union denied it would strike in May.", "adds to its evidence: denied"),
    ("Riga sent engineers to help Bonn with its bridge.", "Bonn sent engineers to help Riga with its bridge.",
     "turns its evidence round"),
    ("The court will hear her appeal in May.", "The court will hear his appeal in May.", "puts other words"),
    ("The clubs were probably founded by the same four men.", "The clubs were founded by the same four men.",
     "says as certain what its evidence does not: find"),
    ("The talks took eleven weeks.", "The talks took eleven months.", "figure not in its evidence"),
    ("The talks went on for years.", "The talks went on for weeks.", "puts other words for its evidence's: weeks"),
    ("The mill, which will be sold, was safe, according to its owner.", "The mill, which will be sold, was safe.",
     "claim without its claimant"),
    # In words of its own: what is put in, turned round or given to another.
    ("Rain closed the pass for two days.", "For two days the pass was shut by rain, a stupid blunder.",
     "adds to its evidence: stupid blunder"),
    ("The airline grounded its jets after the storm.", "The jets stayed grounded at the airline because of the storm.",
     "joins its evidence by a word of its own: because"),
    ("The museum opened in spring, and a strike hit it in June.", "The museum has been open since spring after a strike.",
     "joins its evidence by a word of its own: after"),
    ("Her brother inherited the mill on the river.", "The mill on the river went to her cousin.",
     "puts another thing of its kind for its evidence's: cousin"),
    ("A flood washed away the only road to Elm.", "The one road to Elm was destroyed by a wildfire.",
     "puts another thing of its kind for its evidence's: wildfire"),
    ("The clinic treated 12 nurses and 340 miners.", "At the clinic, 12 miners were cared for, and 340 nurses.",
     "figure moved to another fact: 12"),
    ("Members backed the merger by 64 votes to 12.", "The merger won with 12 votes to 64.", "figure moved to another fact"),
    ("Ina Holt, the coach, thanked Per Lund, the owner.", "Thanks came from Ina Holt, the owner.",
     "turns its evidence round: holt ina"),
    ("The union denies that it plans a strike.", "The union denied that it does not plan to strike.",
     "denies what its evidence says: not"),
    ("Some shops in the old town will close.", "All of the old town’s shops are going to close.",
     "says of other shares what its evidence says: all"),
    ("The dam burst at dawn.", "At dawn the dam burst, according to residents.", "source not in its evidence"),
    ("The dam never burst, they say.", "The article does not say more.", "speaks of the article itself"),
    ("Rates may climb in spring.", "Rates go up in spring.", "says as certain what its evidence does not"),
    # What a platform would make of it.
    ("The river rose.", "The river rose ＠everyone", "would ping people"),
    ("The river rose.", "The river rose @\u034feveryone", "would ping people"),
    ("The river rose.", "The river rose &lt;!channel&gt;", "would ping people"),
    ("The river rose.", "The river rose, evil.example/login", "link not of its evidence"),
    ("The river rose.", "The river rose [more](//evil.example)", "link not of its evidence"),
    ("The river rose.", "The river rose tg://resolve?domain=x", "link not of its evidence"),
    ("The river rose. See https://good.example/page", "The river rose. See https://good.example/p",
     "link not of its evidence"),
    ("The river rose.", "The river rose.\u202egnah", "holds a character that cannot be shown: U+202E"),
    ("The river rose.", "The river\x1b[31m rose.", "holds a character that cannot be shown: U+001B"),
]  # fmt: skip

TRUE_LINES = [
    ("The council will spend £3 million on roads and £9 million on schools.",
     "Schools get £9 million and roads £3 million."),
    ("Sales rose 3% in Spain and 7% in Italy.", "Italian sales were up 7% and Spanish sales up 3%."),
    ("The quake killed 12 in Lima and 30 in Cusco.", "Thirty people died in Cusco and 12 in Lima."),
    ("Nearly 900 voters backed it.", "Almost 900 voters supported it."),
    ("The temperature fell to -12 degrees.", "Temperatures dropped to −12 degrees."),
    ("Falk, 42, was arrested on Friday.", "Falk, who is 42, was arrested on Friday."),
    ("Oil fell 2% to $81 a barrel.", "Oil dropped 2% to $81 per barrel."),
    ("The World Health Organization warned of cholera.", "The WHO warned of cholera."),
    ("The United States and Germany signed a pact.", "The US and Germany signed a pact."),
    ("The German chancellor met workers.", "Germany’s chancellor met workers."),
    ("Scientists at Utrecht University found that bees can count.",
     "Researchers at Utrecht University found bees can count."),
    ("President Joe Harlan met Chancellor Ute Brandt in Bonn.", "Brandt met President Harlan in Bonn."),
    ("“The plan will work,” Tessa Holm, the transport minister, said.",
     "The transport minister promised that “the plan will work”."),
    ("“The plan will work,” Tessa Holm said. “It will not,” replied Ivo Renn.",
     "Tessa Holm says the plan will work, but Ivo Renn disagrees."),
    ("Falk praised the series House of Cards.", "Falk praised ‘House of Cards’."),
    ("Police alleged that the driver was drunk.", "According to police, the driver was drunk."),
    ("The union says 400 nurses left. The ministry says that 150 nurses left.", "The ministry says 150 nurses left."),
    ("The mayor denied taking bribes.", "The mayor said he did not take bribes."),
    ("The company declined to comment.", "The company did not comment."),
    ("The council rejected the plan by eight votes to five.", "The council voted down the plan, eight to five."),
    ("Holm has not been fined and will be in the squad.", "Holm will be in the squad."),
    ("The firm plans to cut 200 jobs by May.", "The firm will cut 200 jobs by May."),
    ("He could face 10 years in prison if convicted.", "He faces up to 10 years in prison."),
    ("Exports rose while imports fell.", "Imports fell while exports rose."),
    ("The mill closed on Friday after the flood.", "The mill shut on Friday following the flood."),
    ("Anna Keller, who runs the mill, did not speak.", "Anna Keller didn’t speak."),
    ("The council approved the plan. It takes effect in May.", "The council passed the plan, and it takes effect in May."),
    ("Keller met Lang in Riga on Friday.", "Lang met Keller in Riga on Friday."),
    ("The firm has purchased a long-term lease.", "The company has bought a long term lease."),
    ("Keller could probably return in May.", "Keller may return in May."),
    ("The regulator opened an inquiry and may fine the company.",
     "The regulator has started an investigation and could fine the company."),
    ("The failed launch cost the agency €4 million.", "A failed launch cost the agency €4 million."),
    ("Passenger groups accused the airline of hiding the fault.",
     "Groups of passengers said the airline had concealed the fault, accusing it of hiding it."),
    ("Engineers said the new engine was less noisy than the old one.", "According to engineers, the old engine was more noisy than the new one."),
    ("The clinic treated 12 nurses and 340 miners.", "The clinic cared for 340 miners and 12 nurses."),
]  # fmt: skip


def posted(text: str, line: str) -> Brief:
    return check_brief(DraftBrief("", (a_line(line, text),)), sources_of(text))


@pytest.mark.parametrize(("text", "line", "reason"), FALSE_LINES)
def test_a_false_line_of_true_parts_is_refused(text: str, line: str, reason: str) -> None:
    brief = posted(text, line)
    assert brief.lines == ()
    assert brief.refused[0].reason.startswith(reason)


@pytest.mark.parametrize(("text", "line"), TRUE_LINES)
def test_a_faithful_line_in_other_words_is_kept(text: str, line: str) -> None:
    brief = posted(text, line)
    assert [r.reason for r in brief.refused] == []
    assert len(brief.lines) == 1


def test_a_piece_of_a_quotation_that_loses_its_not_is_refused() -> None:
    brief = brief_of(quotes=(quoted("open the weir", "Mara Lindqvist"),))
    assert brief.quotes == ()
    assert brief.refused[0].reason == "a piece of a quotation that its beginning turns round"


@pytest.mark.parametrize(
    "headline",
    [
        "Brask agrees to resign",
        "“The gauge was right all along,” says Brask",
        "River Tave fell in one night and flooded 140 houses in Ostermill",
        "@everyone Ostermill flooded",
    ],
)
def test_a_headline_that_turns_the_article_round_gives_way_to_the_title(headline: str) -> None:
    assert brief_of(headline=headline).headline == "River floods Ostermill"


def test_a_headline_in_other_words_is_kept() -> None:
    assert brief_of(headline="Ostermill mayor Brask refuses to resign").headline.startswith("Ostermill mayor")


def test_a_line_without_end_is_refused() -> None:
    assert posted("The river rose.", "The river rose. " * 400).refused[0].reason == "longer than a line may be"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "On Tuesday night the mill in Ostermill was destroyed by a fire.",
            "A fire destroyed the mill in Ostermill on Tuesday night.",
        ),
        (
            "The mill in Ostermill closes in May, and the bakery opened on Friday.",
            "The bakery opened on Friday, and the mill in Ostermill closes in May.",
        ),
        (
            "Turnout was 61% on Sunday, the highest since 2004.",
            "Turnout was 61 percent on Sunday, the highest since 2004.",
        ),
        ("Turnout was 61 percent, the highest since 2004.", "Turnout was 61 per cent, the highest since 2004."),
        (
            "The central bank raised its rate from 4.25% to 4.5% on Thursday.",
            "The central bank raised its rate to 4.5% from 4.25% on Thursday.",
        ),
        ("Sales at Brandt were 5% more than in 2022.", "Sales at Brandt were up 5% from 2022."),
        ("Two dockers were killed in the storm.", "Two dockers died in the storm."),
        ("Mara Lindqvist resigned, saying: “I am tired.”", "Mara Lindqvist quit."),
        ("The team tends the garden, which it wants to keep.", "The team intends to keep the garden that it tends."),
    ],
)
def test_a_true_line_with_its_words_in_another_order_or_form_is_kept(text: str, line: str) -> None:
    source = a_source(text, title="Notes")
    brief = check_brief(DraftBrief("", (a_line(line, text),)), {source.article.revision.id: source})
    assert [r.reason for r in brief.refused] == []


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Two dockers were hurt and taken to hospital.", "Two dockers died.", "adds to its evidence: died"),
        (
            "“The pumps will run all night,” said Mara Lindqvist.",
            "Mara Lindqvist resigned.",
            "adds to its evidence: resigned",
        ),
        (
            "The central bank raised its rate from 4.25% to 4.5% on Thursday.",
            "The central bank raised its rate to 4.25% from 4.5% on Thursday.",
            "figure moved to another fact",
        ),
        (
            "The ferry would return in May, Keller said.",
            "Keller said the ferry returns in May.",
            "says as certain what its evidence does not: return",
        ),
        (
            "Word came from the harbour office, which rejected a report that it had sold the quay.",
            "The harbour office had sold the quay.",
            "says what its evidence denies",
        ),
        (
            "Anna Keller, a teacher from Tave, was bitten by a dog that belonged to Tom Brask, a butcher.",
            "Tom Brask was bitten by a dog that belonged to Anna Keller.",
            "turns its evidence round",
        ),
    ],
)
def test_a_line_that_tells_another_deed_or_exchanges_who_did_it_is_refused(text: str, line: str, reason: str) -> None:
    source = a_source(text, title="Notes")
    brief = check_brief(DraftBrief("", (a_line(line, text),)), {source.article.revision.id: source})
    assert [r.reason for r in brief.refused if r.reason.startswith(reason)], brief.refused


HARBOUR = (
    "The ferry Ostwick left Tave on Monday with 40 passengers. Rain fell on the coast. "
    "A fishing boat sinks slowly in the harbour of Ravna, where it was left in 2019."
)


@pytest.mark.parametrize("headline", ["Ostwick sinks", "Ferry Ostwick sinks in Ravna"])
def test_a_headline_whose_words_stand_in_different_sentences_gives_way_to_the_title(headline: str) -> None:
    brief = check_brief(DraftBrief(headline, ()), sources_of(HARBOUR))
    assert brief.headline == "River floods Ostermill"
    assert brief.refused


@pytest.mark.parametrize("headline", ["Fishing boat sinks in Ravna", "Ferry Ostwick left Tave with 40 passengers"])
def test_a_headline_that_one_sentence_shows_is_kept(headline: str) -> None:
    assert check_brief(DraftBrief(headline, ()), sources_of(HARBOUR)).headline == headline


def test_a_headline_is_not_put_together_from_two_articles() -> None:
    texts = {
        "a1": "The ferry Ostwick left Tave for Ravna on Monday.",
        "a2": "A storm in Ravna killed 12 dockers on Monday.",
    }
    sources = {RevisionId(k): a_source(text, k, title=f"Notes {k}") for k, text in texts.items()}
    kept = check_brief(DraftBrief("Storm in Ravna killed 12 dockers", ()), sources)
    assert kept.headline == "Storm in Ravna killed 12 dockers"
    mixed = check_brief(DraftBrief("Ferry Ostwick left Tave for Ravna with 12 dockers", ()), sources)
    assert mixed.headline == "Notes a1"


def test_an_answer_does_not_join_what_two_articles_tell() -> None:
    texts = {"a1": "A storm hit the town of Ravna on Monday.", "a2": "A storm killed 12 people in the port of Tave."}
    sources = {RevisionId(k): a_source(text, k) for k, text in texts.items()}
    proofs = tuple(DraftEvidence(RevisionId(k), text) for k, text in texts.items())
    joined = check_answer(
        DraftAnswer((DraftLine("A storm killed 12 people in the town of Ravna.", "point", proofs),)), sources
    )
    assert joined.lines == ()
    alone = check_answer(
        DraftAnswer((DraftLine("A storm killed 12 people in the port of Tave.", "point", proofs),)), sources
    )
    assert [e.revision for e in alone.lines[0].evidence] == ["a2"]


@pytest.mark.parametrize("piece", ["in A B C ", "“a” ", "12 cats, ", "Ab met Cd. ", '"a ', "more than "])
def test_a_line_cannot_rest_on_a_text_without_end_and_none_makes_the_gate_slow(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        source = a_source(text, title="Notes")
        revision = source.article.revision.id
        line = DraftLine((piece * 80)[:600], "point", (DraftEvidence(revision, text, 0),))
        began = process_time()
        brief = check_brief(DraftBrief((piece * 30)[:200], (line,)), {revision: source})
        if length > 20_000:
            assert brief.refused[0].reason == "names more evidence than a line can rest on"
        return process_time() - began

    seconds(500)
    longest = min(seconds(18_000) for _ in range(2))
    assert longest < 9 * min(seconds(4_500) for _ in range(2)) + 0.02
    # A whole article as evidence costs no more than the most that a line may rest on.
    assert seconds(72_000) < 4 * longest + 0.05
