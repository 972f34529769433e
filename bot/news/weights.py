"""Weights of the numbers that tell how well a sentence answers, and whether any does.

Fitted offline by logistic regression on question sets with known answers and with questions their texts do not
answer (RealTimeQA, SQuAD 2, ClapNQ and our own editors' questions; the half not used for fitting is what we report).
A name such as "type@time" counts for the kinds of questions of that group only.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.news.questions import Kind

_GROUPS: Mapping[Kind, str] = {
    "count": "num",
    "measure": "num",
    "money": "num",
    "percent": "num",
    "duration": "time",
    "yes-no": "yesno",
}

# How well one sentence answers.
RANK = MappingProxyType(
    {
        "here": 2.02,
        "near": 1.42,
        "wide": 1.08,
        "whole": -2.48,
        "names_wide": 0.90,
        "names_whole": -1.08,
        "focus": -0.14,
        "rest": 1.46,
        "rest_near": 0.09,
        "missing_near": -1.29,
        "missing_whole": -1.77,
        "pairs": 0.16,
        "length": -1.39,
        "short": -1.09,
        "asks": -0.99,
        "early": 1.18,
        "tense": 0.59,
        "pronoun": -0.61,
        "type@num": 0.58,
        "type@time": 0.42,
        "type@place": 0.48,
        "type@person": -0.96,
        "type@reason": 0.29,
        "type@said": -0.10,
        "type_near@num": 0.60,
        "type_near@time": 0.37,
        "type_near@place": 0.44,
        "type_near@person": 0.05,
        "type_near@reason": 0.23,
        "type_near@said": -0.09,
        "type_focus@num": 0.96,
        "type_focus@time": 0.37,
        "type_focus@place": 1.12,
        "type_focus@person": 0.36,
        "type_focus@reason": 0.23,
        "type_focus@said": -0.09,
        "bias@manner": -0.69,
        "bias@num": -3.10,
        "bias@person": -1.64,
        "bias@place": -2.47,
        "bias@reason": 0.03,
        "bias@said": -0.62,
        "bias@thing": -2.32,
        "bias@time": -2.05,
        "bias@yesno": -0.02,
        "vote": 0.50,
    }
)
# Whether the best sentence answers at all: above 0 it more likely does.
ANSWERS = MappingProxyType(
    {
        "score": 0.14,
        "lead": 0.12,
        "here": 0.52,
        "near": 0.78,
        "wide": 0.37,
        "whole": 0.58,
        "names_wide": 0.51,
        "names_whole": 0.06,
        "focus": -0.11,
        "rest": 0.15,
        "rest_near": 0.32,
        "missing_near": 1.85,
        "missing_whole": -0.60,
        "type_near": -0.02,
        "type_focus": 0.37,
        "pairs": -0.03,
        "short": 1.80,
        "tense": 0.93,
        "pronoun": 0.02,
        "vote": 0.91,
        "type_near@num": 0.03,
        "type_near@time": 0.10,
        "type_near@place": 0.06,
        "type_near@person": -0.34,
        "type_focus@num": 0.45,
        "type_focus@time": 0.10,
        "type_focus@place": 0.13,
        "type_focus@person": -0.28,
        "bias@count": -0.88,
        "bias@duration": -1.31,
        "bias@measure": -0.92,
        "bias@money": -0.12,
        "bias@percent": -0.21,
        "bias@time": -0.40,
        "bias@place": 0.15,
        "bias@person": 0.24,
        "bias@reason": 1.49,
        "bias@said": -1.94,
        "bias@yes-no": 1.52,
        "bias@thing": 0.04,
        "bias@manner": -0.26,
        "forecast": -0.54,
        "size": 0.40,
        "bias": -2.57,
    }
)


def weigh(weights: Mapping[str, float], kind: Kind, numbers: Mapping[str, float]) -> float:
    """The weighted sum of the numbers under a question of this kind; a number that is not there is 0."""
    total = 0.0
    for name, weight in weights.items():
        plain, _, group = name.partition("@")
        if not group or group == kind or group == _GROUPS.get(kind, kind):
            total += weight * numbers.get(plain, 1.0 if plain == "bias" else 0.0)
    return total
