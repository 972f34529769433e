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
        "here": 2.01,
        "near": 1.54,
        "wide": 1.17,
        "whole": -2.67,
        "names_wide": 0.97,
        "names_whole": -1.06,
        "focus": -0.13,
        "rest": 1.40,
        "rest_near": 0.22,
        "missing_near": -1.34,
        "missing_whole": -1.85,
        "pairs": 0.14,
        "length": -1.50,
        "short": -1.09,
        "asks": -0.92,
        "early": 1.28,
        "tense": 0.62,
        "pronoun": -0.52,
        "type@num": 0.58,
        "type@time": 0.45,
        "type@place": 0.61,
        "type@person": -1.02,
        "type@reason": 0.28,
        "type@said": -0.10,
        "type_near@num": 0.61,
        "type_near@time": 0.37,
        "type_near@place": 0.43,
        "type_near@person": 0.09,
        "type_near@reason": 0.24,
        "type_near@said": -0.09,
        "type_focus@num": 1.02,
        "type_focus@time": 0.37,
        "type_focus@place": 1.02,
        "type_focus@person": 0.43,
        "type_focus@reason": 0.24,
        "type_focus@said": -0.09,
        "bias@manner": -0.70,
        "bias@num": -3.19,
        "bias@person": -1.75,
        "bias@place": -2.56,
        "bias@reason": 0.02,
        "bias@said": -0.63,
        "bias@thing": -2.46,
        "bias@time": -2.14,
        "bias@yesno": -0.03,
        "vote": 0.66,
    }
)
# Whether the best sentence answers at all: above 0 it more likely does.
ANSWERS = MappingProxyType(
    {
        "score": 0.11,
        "lead": 0.16,
        "here": 0.46,
        "near": 0.65,
        "wide": 0.43,
        "whole": 0.84,
        "names_wide": 0.61,
        "names_whole": 0.15,
        "focus": -0.21,
        "rest": 0.22,
        "rest_near": 0.16,
        "missing_near": 1.79,
        "missing_whole": -0.42,
        "type_near": 0.20,
        "type_focus": 0.24,
        "pairs": 0.08,
        "short": 1.75,
        "tense": 1.18,
        "pronoun": 0.09,
        "vote": 0.76,
        "type_near@num": -0.04,
        "type_near@time": 0.10,
        "type_near@place": 0.03,
        "type_near@person": -0.13,
        "type_focus@num": 0.41,
        "type_focus@time": 0.10,
        "type_focus@place": 0.11,
        "type_focus@person": -0.40,
        "bias@count": -0.83,
        "bias@duration": -1.32,
        "bias@measure": -0.84,
        "bias@money": -0.09,
        "bias@percent": -0.11,
        "bias@time": -0.40,
        "bias@place": 0.16,
        "bias@person": 0.14,
        "bias@reason": 1.56,
        "bias@said": -1.89,
        "bias@yes-no": 1.62,
        "bias@thing": 0.07,
        "bias@manner": -0.21,
        "forecast": -0.59,
        "size": 0.34,
        "bias": -2.87,
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
