"""Which sentences of the passages a model is shown for a question, and in which order."""

from __future__ import annotations

from bot.news.asking.conversation import in_thread
from bot.news.channels import Turn
from bot.news.prompting.evidence import MOST_TOKENS, sentences_for
from bot.news.prompting.prompts import answer_request
from bot.news.types import Evidence, Passage, RevisionId, Source, Span
from tests.news.test_prompts import blocks, source

ASKED = in_thread("How many lorries were stuck on the bridge?")


def passage(of: Source, first: int = 0, last: int | None = None) -> Passage:
    sentences = of.facts.sentences[first:last]
    return Passage(Evidence(of.article.revision.id, Span(sentences[0].span.start, sentences[-1].span.end)), 1.0)


def mapped(*sources: Source) -> dict[RevisionId, Source]:
    return {s.article.revision.id: s for s in sources}


def filler(key: str, count: int, *said: str) -> Source:
    return source("\n".join([*(f"Nobody knew {n} of the old songs any more." for n in range(count)), *said]), key)


def test_the_article_of_the_best_passage_comes_first() -> None:
    one, two, three = (filler(key, 3) for key in "abc")
    passages = [passage(three), passage(one), passage(two)]
    assert list(sentences_for(ASKED, passages, mapped(one, two, three))) == [2, 0, 1]
    assert list(blocks(answer_request(ASKED, passages, mapped(one, two, three))))[:2] == ["article 3", "article 1"]


def test_what_bears_on_the_question_goes_before_the_rest_of_better_passages() -> None:
    long = [filler(key, 70) for key in "abcde"]
    told = filler("f", 70, "Three lorries stood there all night.")
    shown = sentences_for(ASKED, [passage(s) for s in (*long, told)], mapped(*long, told))
    assert shown[0] == list(range(70))
    assert shown[1][0] == 0
    assert shown[5] == [0, 70]


def test_the_best_two_passages_are_shown_whole_whatever_the_others_hold() -> None:
    best, good = filler("a", 20), filler("b", 20)
    much = source("\n".join(f"The {n} lorries went over the bridge." for n in range(400)), "c")
    shown = sentences_for(ASKED, [passage(best), passage(good), passage(much)], mapped(best, good, much))
    assert shown[0] == shown[1] == list(range(20))
    assert 100 < len(shown[2]) < 400


def test_what_stands_around_a_passage_is_shown_where_there_is_room() -> None:
    one, two = filler("a", 20), filler("b", 20)
    assert sentences_for(ASKED, [passage(one, 5, 10), passage(two, 15, 18)], mapped(one, two)) == {
        0: [0, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        1: [0, 13, 14, 15, 16, 17, 18, 19],
    }


def test_a_request_and_its_reply_fit_a_small_context_whatever_the_script() -> None:
    for said in ("Nobody knew any of the old songs any more.", "没有人再会唱那些老歌了，连一首也没有人记得。"):
        many = [source("\n".join([said] * 200), str(n)) for n in range(12)]
        turns = [Turn("How many songs were there in all of the years?" * 20, "Nobody knew." * 200)] * 9
        request = answer_request(ASKED, [passage(s) for s in many], mapped(*many), turns)
        assert MOST_TOKENS < request.tokens < 4096 - 500


def test_a_sentence_of_two_passages_is_shown_once() -> None:
    one = filler("a", 4)
    assert sentences_for(ASKED, [passage(one), passage(one, 1, 3)], mapped(one)) == {0: [0, 1, 2, 3]}


def test_the_question_is_told_as_typed_and_as_meant() -> None:
    turns = [Turn("How many lorries were stuck?", "Three.")]
    asked = in_thread("And were they moved?", turns)
    assert asked.meant != asked.text
    told = blocks(answer_request(asked, [], {}, turns))["question"]
    assert told == f"asked: And were they moved?\nmeant: {asked.meant}\n"
