"""What a translation may not do: be none, deny or stop denying, exchange names or figures."""

from __future__ import annotations

import pytest

from bot.news.prompting.translation_sense import other_sense
from bot.news.prompting.translations import to_translate
from bot.news.writing.languages import language_of
from tests.news.test_translations import POST, briefed

NOT = "Ms Falk said the union would not accept the offer of the company."
PAIR = "Mara Lindqvist accused Jonas Weil of lying about the 12 dockers and the 45 crates."


@pytest.mark.parametrize(
    ("text", "said", "language", "reason"),
    [
        (NOT, "Frau Falk sagte, die Gewerkschaft werde das Angebot des Unternehmens annehmen.", "de", "does not deny"),
        (NOT, "Mme Falk a dit que le syndicat accepterait l'offre de l'entreprise.", "fr", "does not deny"),
        (NOT, "La señora Falk dijo que el sindicato aceptaría la oferta de la empresa.", "es", "does not deny"),
        (
            "The union accepts the offer, Ms Falk said.",
            "Die Gewerkschaft nimmt das Angebot nicht an, sagte Frau Falk.",
            "de",
            "denies what",
        ),
        (
            "Die Gewerkschaft nimmt das Angebot nicht an, sagte Frau Falk.",
            "The union accepts the offer, Ms Falk said.",
            "en",
            "does not deny",
        ),
        (PAIR, "Jonas Weil warf Mara Lindqvist Lügen über die 12 Arbeiter und die 45 Kisten vor.", "de", "names"),
        (PAIR, "Mara Lindqvist warf Jonas Weil Lügen über die 45 Arbeiter und die 12 Kisten vor.", "de", "figures"),
        ("The ferry carries 1,200 people and 40 cars.", "Le ferry : 40 personnes et 1 200 voitures.", "fr", "figures"),
        (NOT, "Ms Falk said the union would gladly not accept the offer of the rival.", "de", "words of the original"),
        (
            NOT,
            "It is not true that she ever was a member of that group, and it was said to be for the best.",
            "de",
            "language",
        ),
    ],
)
def test_another_sense_is_seen(text: str, said: str, language: str, reason: str) -> None:
    assert reason in (other_sense(text, said, language) or "")


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        (NOT, "Frau Falk sagte, die Gewerkschaft werde das Angebot des Unternehmens nicht annehmen.", "de"),
        (NOT, "Mme Falk a dit que le syndicat n’accepterait pas l'offre de l'entreprise.", "fr"),
        ("The union rejected the offer.", "Die Gewerkschaft nahm das Angebot nicht an.", "de"),
        ("The port is unable to open before Friday.", "Der Hafen kann nicht vor Freitag öffnen.", "de"),
        (PAIR, "Mara Lindqvist warf Jonas Weil Lügen über die 12 Arbeiter und die 45 Kisten vor.", "de"),
        ("No. 10 was empty on Monday.", "Nummer 10 war am Montag leer.", "de"),
        ("Of 12 dockers 3 were hurt.", "12人中3人が負傷した。", "ja"),
        ("3 of 12 dockers were hurt.", "12人中3人が負傷した。", "ja"),
        ("Police did not use tear gas.", "Rendőrök nem használtak könnygázt.", "hu"),
    ],
)
def test_a_faithful_translation_passes(text: str, said: str, language: str) -> None:
    assert other_sense(text, said, language) is None


@pytest.mark.parametrize("told", [None, "de", "fr"])
def test_what_an_outlet_says_of_its_language_does_not_have_its_own_language_reworded(told: str | None) -> None:
    assert language_of(POST) == "en"
    assert not to_translate(*briefed(told), "en")
