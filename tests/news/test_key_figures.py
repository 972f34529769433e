"""The figures for a short brief: which ones, and in which order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.counting.figures import find_figures
from bot.news.counting.key_figures import key_figures
from bot.news.sentences import split_sentences
from bot.news.types import Facts

STORY = """Floods tore through the Varn valley on Tuesday, killing 14 people and leaving 3,200 families without a home.
The river rose to 7.4 metres at Oster bridge, its third flood in two years, the water board said.

Ada Holm, 42, a baker on 12 Mill Street, said she had lost two ovens. “We lost 60% of our stock,” she said.

The government promised £45 million ($57 million) for repairs. Some 3,200 families have asked for help.
Work on the dam took nine years and ended in 2011. In the local league, Oster lost 0-2 on Sunday 5 March.
The four-hour meeting ended at 7.30pm."""


def facts_of(text: str) -> Facts:
    sentences = split_sentences(text)
    return Facts(sentences, (), (), (), find_figures(text, sentences, (), ()))


def chosen(text: str, count: int = 6) -> list[float]:
    return [f.value for f in key_figures(text, facts_of(text), count)]


def test_human_toll_first_then_scale_then_money_and_change() -> None:
    values = chosen(STORY)
    assert values[0] == 14
    assert values[1] == 3200
    assert set(values[2:5]) >= {45_000_000, 60}


def test_never_dates_ages_addresses_scores_or_the_same_sum_in_another_currency() -> None:
    assert not {2011, 42, 12, 0, 5, 57_000_000} & set(chosen(STORY, 5))


def test_the_same_length_in_another_unit_comes_last() -> None:
    assert chosen("The pipe is 500 miles (804 kilometres) long and has 12 valves.", 2) == [500, 12]


def test_one_for_each_value_and_thing() -> None:
    assert chosen(STORY).count(3200) == 1


def test_the_same_value_of_two_things_may_come_twice() -> None:
    text = "There are 16 other countries in the dispute. Last year 16 military aircraft flew over the bay."
    assert chosen(text) == [16, 16]


def test_no_more_than_asked_for() -> None:
    assert len(chosen(STORY, 2)) == 2
    assert chosen(STORY, 0) == []
    assert chosen("Nothing was counted here.") == []


def test_an_early_figure_outweighs_a_late_one() -> None:
    assert chosen("The port has 50 cranes. " + "It rained for long. " * 30 + "The port has 60 sheds.") == [50, 60]


def test_a_repeated_figure_outweighs_one_that_stands_once() -> None:
    once = "The port has 50 cranes. It has 60 sheds."
    assert chosen(once) == [50, 60]
    assert chosen(once + " The roof of all 60 sheds leaks. The 60 sheds are old.") == [60, 50]


def test_figures_of_several_things_rather_than_many_of_one() -> None:
    text = (
        "Taking 8,600 steps a day helps. Some take 2,400 steps, others 11,000 steps. About 10,000 steps is best. "
        "A few take 3,800 steps, 4,200 steps or 5,100 steps. The study followed 78,500 people for long."
    )
    assert 78_500 in chosen(text)


def test_a_total_before_its_parts_and_never_a_count_given_up() -> None:
    text = "Floods killed 14 people, including nine children. Officials had first reported 11 dead. They cost £3m."
    assert chosen(text)[:2] == [14, 3_000_000]
    assert 11 not in chosen(text)


def test_of_figures_over_the_same_words_only_one() -> None:
    assert chosen("Five people were shot, two fatally, at a market with 40 stalls.") == [5, 2, 40]


def test_a_listing_of_victims_is_a_toll() -> None:
    assert chosen("The port has 300 cranes. A man and two boys were killed on Monday.")[0] == 3


@given(
    st.lists(st.sampled_from("5 40% men killed £3 in the two days , . of 1,000 first (".split()), max_size=60),
    st.integers(0, 8),
)
@settings(max_examples=150)
def test_any_text_gives_figures_of_its_facts(words: list[str], count: int) -> None:
    text = " ".join(words)
    facts = facts_of(text)
    picked = key_figures(text, facts, count)
    assert len(picked) <= count
    assert all(f in facts.figures for f in picked)
    assert len({f.span for f in picked}) == len(picked)


def test_a_total_comes_before_what_is_reckoned_from_it() -> None:
    assert chosen("Five people were shot at a mill on Sunday, two of them fatally, police said.")[:2] == [5, 2]
    assert chosen("A gunman killed two people and wounded three at a mill before killing himself, police said.")[0] == 2
