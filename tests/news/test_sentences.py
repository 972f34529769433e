import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.sentences import paragraphs, split_sentences


def split(text: str) -> list[str]:
    return [s.span.of(text) for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Ruiz met U.S. President Dana Cole at 5 p.m. on Friday. It rained.", 2),
        ("She spoke of talks with… Cole, and of rain. Then she left.", 2),
        ("It grew by 3.5 percent. That was all.", 2),
        ("Am 3. Oktober kam er. Er blieb.", 2),
        ("彼は言った。「はい。」次。", 3),
        ("यह एक है। यह दो है।", 2),
        ("“Yes!” she said. “No.”", 2),
        ("Her team earned four of the six seats at stake. Bernard Cole picked up two seats.", 2),
        ("John F. Miller won.", 1),
        ("彼は「安全だ。心配ない。」と述べた。次。", 2),
        ("他说：“等了三年。开始了。”王强走了。", 2),
        ("هل أجابت الشرطة؟ لا.", 2),
        ("No stop at the end", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_a_line_break_ends_a_paragraph_and_a_sentence() -> None:
    text = "Storm hits coast\nThe storm came at night.\n\nIt left in the morning."
    assert split(text) == ["Storm hits coast", "The storm came at night.", "It left in the morning."]
    assert [s.paragraph for s in split_sentences(text)] == [0, 1, 2]


def test_hard_wrapped_text_is_put_together() -> None:
    line = "The harbour of the small town was closed for a week after the\nstorm had torn down both of its cranes and sunk a ferry that\n"
    text = line * 4 + "lay there. It will open again on Monday."
    assert len(paragraphs(text)) == 1
    assert split(text)[-1] == "It will open again on Monday."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Senator Anna Quist (D-Vt.), a diver, came first.", "It rained."),
        ("“What a plan!”—it is wearing thin.", "It rained."),
        ("Mr. Lindt and J. Quist met in 2016.", "Nobody told us."),
        ("It was us.", "We said so, at 5 p.m. Friday in the U.S. Senate."),
    ],
)
def test_stops_that_show_what_they_are(first: str, second: str) -> None:
    assert split(f"{first} {second}") == [first, second]


def test_tags_left_over_end_a_paragraph_and_belong_to_none() -> None:
    text = '<p class="lead">Storm hits coast.</p><p>It left a < b.<br/>The <b>end</b></p>'
    assert split(text) == ["Storm hits coast.", "It left a < b.", "The <b>end</b>"]
    assert [s.paragraph for s in split_sentences(text)] == [0, 1, 2]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=600))
def test_spans_are_in_order_trimmed_and_hold_all_that_is_no_white_space(text: str) -> None:
    spans = [s.span for s in split_sentences(text)]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(s.of(text) and s.of(text) == s.of(text).strip() for s in spans)
    assert "".join("".join(s.of(text) for s in spans).split()) == "".join(text.split())
