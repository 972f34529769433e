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
    "duration": "num",
    "yes-no": "yesno",
}

# How well one sentence answers.
RANK = MappingProxyType(
    {
        "here": 2.02,
        "near": 1.41,
        "wide": 1.08,
        "whole": -2.48,
        "names_wide": 0.91,
        "names_whole": -1.10,
        "focus": -0.13,
        "rest": 1.46,
        "rest_near": 0.10,
        "missing_near": -1.23,
        "missing_whole": -1.70,
        "pairs": 0.19,
        "length": -1.42,
        "short": -1.10,
        "asks": -0.99,
        "early": 1.17,
        "tense": 0.59,
        "pronoun": -0.62,
        "type@num": 0.57,
        "type@time": 0.42,
        "type@place": 0.50,
        "type@person": -0.96,
        "type@reason": 0.27,
        "type@said": -0.10,
        "type_near@num": 0.59,
        "type_near@time": 0.37,
        "type_near@place": 0.45,
        "type_near@person": 0.04,
        "type_near@reason": 0.24,
        "type_near@said": -0.09,
        "type_focus@num": 0.95,
        "type_focus@time": 0.37,
        "type_focus@place": 1.12,
        "type_focus@person": 0.39,
        "type_focus@reason": 0.24,
        "type_focus@said": -0.09,
        "bias@manner": -0.70,
        "bias@num": -3.10,
        "bias@person": -1.64,
        "bias@place": -2.46,
        "bias@reason": 0.02,
        "bias@said": -0.62,
        "bias@thing": -2.33,
        "bias@time": -2.04,
        "bias@yesno": -0.03,
        "vote": 0.49,
    }
)
# Whether the best sentence answers at all: above 0 it more likely does.
ANSWERS = MappingProxyType(
    {
        "score": 0.16,
        "lead": 0.07,
        "here": 0.45,
        "near": 0.72,
        "wide": 0.59,
        "whole": 0.78,
        "names_wide": 0.66,
        "names_whole": -0.07,
        "focus": -0.04,
        "rest": -0.08,
        "rest_near": 0.32,
        "missing_near": 1.96,
        "missing_whole": -0.19,
        "type_near": 0.06,
        "type_focus": 0.35,
        "pairs": -0.03,
        "short": 3.19,
        "tense": 0.97,
        "pronoun": -0.19,
        "vote": 0.94,
        "type_near@num": 0.08,
        "type_near@time": 0.15,
        "type_near@place": -0.03,
        "type_near@person": -0.27,
        "type_focus@num": 0.33,
        "type_focus@time": 0.15,
        "type_focus@place": 0.24,
        "type_focus@person": -0.34,
        "bias@count": -0.84,
        "bias@duration": -1.47,
        "bias@measure": -0.83,
        "bias@money": -0.15,
        "bias@percent": 0.06,
        "bias@time": -0.51,
        "bias@place": 0.12,
        "bias@person": 0.24,
        "bias@reason": 1.41,
        "bias@said": -1.83,
        "bias@yes-no": 0.91,
        "bias@thing": 0.08,
        "bias@manner": -0.28,
        "forecast": -0.61,
        "size": 0.43,
        "bias": -2.78,
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
