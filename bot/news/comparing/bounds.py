"""Whether two figures of one thing can both be true: "at least 12" and 15 can, 12 and 15 cannot."""

from __future__ import annotations

import math

from bot.news.types import Figure

_ROUGH = 0.1  # how far, as a share of it, a rough figure may be from the true one
_ROUNDED = 100  # the least count that is given in round numbers without saying so

_AT_LEAST = ("at least", "more than", "over", "above", "no fewer", "no less", "upward", "in excess", "or more", "+",
             "plus", "or higher", "minimum", "exceed")  # fmt: skip
_AT_MOST = ("at most", "up to", "less than", "fewer than", "under", "below", "no more", "as many", "as much", "or less",
            "or fewer", "or lower", "maximum")  # fmt: skip
_ROUGHLY = ("about", "around", "approx", "rough", "some", "estimated", "near", "almost", "close to", "or so", "~",
            "circa", "just")  # fmt: skip


def agree(one: Figure, other: Figure) -> bool:
    """True where one value can be what both figures mean: bounds, ranges and rounding are allowed for."""
    fine, rough = sorted((one, other), key=_rounding)
    (low, high), (least, most) = _reach(fine), _reach(rough)
    if low <= most and least <= high:
        return True
    unit = _rounding(rough)
    return unit > _rounding(fine) and low < most + unit and least - unit / 2 < high


def says_least(figure: Figure) -> bool:
    """True for "at least 12" and "more than 12"."""
    qualifier = (figure.qualifier or "").lower()
    return any(words in qualifier for words in _AT_LEAST) and not any(words in qualifier for words in _AT_MOST)


def _reach(figure: Figure) -> tuple[float, float]:
    """Between which values the true one lies by the words beside it."""
    low, high = figure.value, figure.value if figure.high is None else figure.high
    qualifier = (figure.qualifier or "").lower()
    if any(words in qualifier for words in _AT_MOST):
        return 0.0, high
    if says_least(figure):
        return low, math.inf
    if any(words in qualifier for words in _ROUGHLY):
        return low * (1 - _ROUGH), high * (1 + _ROUGH)
    return low, high


def _rounding(figure: Figure) -> float:
    """The unit that a value may be rounded to: 100 of 1,200, a tenth of 4.8; 0 where it is exact."""
    value = abs(figure.value)
    if not value or figure.high is not None:
        return 0.0
    if value != int(value):
        return 10.0 ** -len(f"{value:.6f}".rstrip("0").partition(".")[2])
    if figure.unit is None and value < _ROUNDED:
        return 0.0
    digits = str(int(value))
    return 10.0 ** (len(digits) - len(digits.rstrip("0")))
