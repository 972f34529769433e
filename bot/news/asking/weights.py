"""Weights of the numbers that tell how well a sentence answers, and whether any does.

Fitted offline by logistic regression on question sets with known answers and with questions their texts do not
answer (RealTimeQA, SQuAD 2, ClapNQ and our own editors' questions; the half not used for fitting is what we report).
A name such as "type@time" counts for the kinds of questions of that group only.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.news.asking.questions import Kind

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
        "near": 1.55,
        "wide": 1.16,
        "whole": -2.71,
        "names_wide": 0.97,
        "names_whole": -1.08,
        "focus": -0.15,
        "rest": 1.40,
        "rest_near": 0.22,
        "missing_near": -1.36,
        "missing_whole": -1.88,
        "pairs": 0.15,
        "length": -1.57,
        "short": -1.10,
        "asks": -0.90,
        "early": 1.28,
        "tense": 0.63,
        "pronoun": -0.54,
        "type@num": 0.59,
        "type@time": 0.47,
        "type@place": 0.64,
        "type@person": -0.37,
        "type@reason": 0.29,
        "type@said": -0.10,
        "type_near@num": 0.62,
        "type_near@time": 0.38,
        "type_near@place": 0.43,
        "type_near@person": 0.22,
        "type_near@reason": 0.24,
        "type_near@said": -0.09,
        "type_focus@num": 1.03,
        "type_focus@time": 0.38,
        "type_focus@place": 1.02,
        "type_focus@person": 0.50,
        "type_focus@reason": 0.24,
        "type_focus@said": -0.09,
        "bias@manner": -0.67,
        "bias@num": -3.12,
        "bias@person": -2.33,
        "bias@place": -2.50,
        "bias@reason": 0.04,
        "bias@said": -0.62,
        "bias@thing": -2.38,
        "bias@time": -2.08,
        "bias@yesno": -0.01,
        "vote": 0.63,
    }
)
# Whether the best sentence answers at all: above 0 it more likely does.
ANSWERS = MappingProxyType(
    {
        "score": 0.09,
        "lead": 0.15,
        "here": 0.46,
        "near": 0.67,
        "wide": 0.46,
        "whole": 0.87,
        "names_wide": 0.64,
        "names_whole": 0.14,
        "focus": -0.25,
        "rest": 0.16,
        "rest_near": 0.27,
        "missing_near": 1.71,
        "missing_whole": -0.36,
        "type_near": 0.37,
        "type_focus": 0.28,
        "pairs": 0.05,
        "short": 1.76,
        "tense": 1.34,
        "pronoun": -0.03,
        "vote": 0.70,
        "type_near@num": -0.10,
        "type_near@time": 0.06,
        "type_near@place": -0.03,
        "type_near@person": 0.02,
        "type_focus@num": 0.45,
        "type_focus@time": 0.06,
        "type_focus@place": 0.08,
        "type_focus@person": -0.43,
        "bias@count": -0.82,
        "bias@measure": -0.88,
        "bias@money": -0.08,
        "bias@percent": -0.11,
        "bias@time": -0.39,
        "bias@place": 0.23,
        "bias@person": -0.02,
        "bias@reason": 1.58,
        "bias@said": -1.82,
        "bias@yes-no": 1.66,
        "bias@thing": 0.11,
        "bias@manner": -0.16,
        "forecast": -0.62,
        "size": 0.29,
        "bias": -3.04,
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
