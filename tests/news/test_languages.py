"""Briefs of articles that are not in English: in their own words, and free of English rules."""

from __future__ import annotations

import pytest

from bot.news.grounding import check_brief
from bot.news.types import Brief, Source
from bot.news.writing.languages import language_of
from bot.news.writing.select import draft_brief
from tests.make import a_source


def brief_of(source: Source) -> Brief:
    return check_brief(draft_brief([source]), {source.article.revision.id: source})


BY_LANGUAGE = {
    "de": (
        "Bei einem Brand in Bad Elsen sind am Montag drei Arbeiter ums Leben gekommen. Er war schnell gelöscht.\n\n"
        "„Das Dach ist innerhalb von Minuten eingestürzt“, sagte Jens Albers. Am 3. Oktober gibt es eine Feier. "
        "Also wird der 9. Oktober zum Trauertag. In der Fabrik arbeiten 240 Menschen.",
        "Das Dach ist innerhalb von Minuten eingestürzt",
        ("Er war",),
    ),
    "fr": (
        "Trois ouvriers sont morts lundi dans l’incendie d’une usine à Norville. Il a duré une heure.\n\n"
        "« Le toit s’est effondré en quelques minutes », a déclaré Jean Albert. L’usine emploie 240 personnes. "
        "Plus de la moitié des ouvriers étaient dans la cour. Le feu était éteint vers 22 h.",
        "Le toit s’est effondré en quelques minutes",
        ("Il a", "De la moitié"),
    ),
    "es": (
        "Tres trabajadores murieron el lunes en el incendio de una papelera en Villanorte. ¿Qué causó el incendio? "
        "Esto no lo sabe la policía.\n\n«El techo se vino abajo en minutos», dijo Juan Albar. "
        "La fábrica emplea a 240 personas.",
        "El techo se vino abajo en minutos",
        ("Esto no", "¿Qué"),
    ),
    "ru": (
        "Трое рабочих погибли в понедельник при пожаре на бумажной фабрике в Нордове. Он длился час.\n\n"
        "«Крыша рухнула за несколько минут», — сказал Иван Альбов. На фабрике работают 240 человек.",
        "Крыша рухнула за несколько минут",
        ("Он длился",),
    ),
    "ar": (
        "لقي ثلاثة عمال مصرعهم يوم الاثنين في حريق بمصنع للورق في نورهام. هل كان الحريق متعمدا؟ "
        "لم تجب الشرطة عن هذا السؤال.\n\nوقال يوسف الباز: «انهار السقف خلال دقائق قليلة». ويعمل في المصنع 240 شخصا.",
        "انهار السقف خلال دقائق قليلة",
        ("هل كان",),
    ),
}


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_a_brief_is_in_the_language_of_its_article(language: str) -> None:
    text, words, unfit = BY_LANGUAGE[language]
    assert language_of(text) == language
    brief = brief_of(a_source(text))
    lines = [line.text for line in brief.lines]
    assert text.startswith(brief.headline)
    assert len(lines) >= 2
    assert all(line in text for line in lines)
    assert not any(line.startswith(unfit) for line in lines)
    assert [q.text for q in brief.quotes] == [words]
    assert [f.figure.value for f in brief.figures] == [240]
    assert brief.refused == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "ノーラムの工場で月曜日に火災があり、作業員が死亡した。原因は何だったのか？警察は捜査を始めた。これは初めてのことだ。",
            ["ノーラムの工場で月曜日に火災があり、作業員が死亡した。", "警察は捜査を始めた。"],
        ),
        (
            "诺勒姆一家造纸厂周一发生火灾，造成工人死亡。火灾的原因是什么？警方已展开调查。这是第一次。",
            ["诺勒姆一家造纸厂周一发生火灾，造成工人死亡。", "警方已展开调查。"],
        ),
    ],
)
def test_scripts_that_do_not_part_words_are_told_by_their_sentences(text: str, lines: list[str]) -> None:
    assert [line.text for line in brief_of(a_source(text, title="Port news")).lines] == lines


@pytest.mark.parametrize(("text", "language"), [("", "en"), ("12 240", "en"), ("The mill is closed.", "en")])
def test_what_cannot_be_told_counts_as_english(text: str, language: str) -> None:
    assert language_of(text) == language
