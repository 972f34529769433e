"""Waiting in line: everybody in turn, and nobody for all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.news.waiting_line import WaitingLine


def test_one_of_each_person_in_turn_their_oldest_first() -> None:
    line = WaitingLine[str](10, 5)
    for who, what in (("ada", "a1"), ("ada", "a2"), ("ada", "a3"), ("ben", "b1"), ("cleo", "c1"), ("ben", "b2")):
        assert line.add(who, what)
    assert [line.next() for _ in range(7)] == ["a1", "b1", "c1", "a2", "b2", "a3", None]


def test_nobody_fills_it_alone_and_all_together_no_more_than_it_holds() -> None:
    line = WaitingLine[int](3, 2)
    assert [line.add("ada", n) for n in range(3)] == [True, True, False]
    assert [line.add("ben", n) for n in range(3)] == [True, False, False]
    line.next()
    assert line.add("ben", 9), "there is room again"
    assert not line.add("cleo", 9), "it is full again"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=60))
def test_what_goes_in_comes_out_once(moves: list[tuple[str, bool]]) -> None:
    line, inside, out = WaitingLine[int](7, 3), [], []
    for number, (who, add) in enumerate(moves):
        if add:
            inside += [number] * line.add(who, number)
        elif (got := line.next()) is not None:
            out.append(got)
        assert len(inside) - len(out) <= 7
    while (got := line.next()) is not None:
        out.append(got)
    assert sorted(out) == inside
