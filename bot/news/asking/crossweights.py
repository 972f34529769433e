"""Weights of the numbers that tell how well a sentence of several articles answers, and whether the best one does.

Fitted offline on half a of RealTimeQA's questions of two years (495 that their articles can answer), each asked twice:
over its own articles, and over those of them that do not hold the answer, with another question's; with the articles'
dates and, at a third of the weight, without. Half b was left for reporting. `ONE_SENTENCE` maximises the likelihood
of the sentences that hold the answer, with "no sentence" (logit 0) as one more choice. `ALL_TOGETHER` is a logistic
regression on numbers chosen by their standardised weight; so that short questions are read as well as long ones, half a
of SQuAD 2, of ClapNQ and of our own editors' questions was added, each with one or three other articles that do not
bear on it. A name such as "type@time" counts for the kinds of questions of that group only.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# How well one sentence answers.
ONE_SENTENCE: Mapping[str, float] = MappingProxyType(
    {
        "here": 0.328,
        "near": 0.999,
        "wide": 0.602,
        "told": 0.565,
        "whole": 0.490,
        "title": 0.622,
        "names": 0.001,
        "names_told": 0.469,
        "names_whole": 0.351,
        "rest": 0.226,
        "rest_near": 0.374,
        "missing_near": -2.089,
        "missing_told": -0.805,
        "missing_whole": 0.300,
        "focus": 0.228,
        "focus_told": 0.260,
        "order": 0.469,
        "run": -0.173,
        "pairs": 0.299,
        "window": 0.888,
        "length": 0.064,
        "short": -0.312,
        "asks": -0.302,
        "early": 1.525,
        "pronoun": -0.314,
        "age": -0.754,
        "fresh": 0.712,
        "company": -0.119,
        "age_now": -0.338,
        "type": 0.550,
        "beside": 0.476,
        "beside_thing": 0.197,
        "beside_both": -0.016,
        "listed": 0.640,
        "many": 0.830,
        "vote": 1.047,
        "type@num": 1.027,
        "beside@num": 0.176,
        "beside_thing@num": 1.894,
        "beside_both@num": -0.790,
        "listed@num": -0.334,
        "bias@num": -0.117,
        "type@time": 0.714,
        "beside@time": -0.217,
        "beside_thing@time": -0.217,
        "beside_both@time": -0.217,
        "listed@time": -0.219,
        "bias@time": -0.110,
        "type@place": 0.672,
        "beside@place": 0.272,
        "beside_thing@place": 1.095,
        "beside_both@place": 0.483,
        "listed@place": 0.361,
        "bias@place": -0.008,
        "type@person": -0.011,
        "beside@person": 0.275,
        "beside_thing@person": -0.059,
        "beside_both@person": 0.204,
        "listed@person": -0.143,
        "bias@person": -0.061,
        "type@thing": 0.323,
        "beside@thing": 0.574,
        "beside_thing@thing": 0.133,
        "beside_both@thing": -0.134,
        "listed@thing": 0.596,
        "bias@thing": 0.125,
        "bias": -8.940,
    }
)
# Whether the best sentence answers at all: above 0 it more likely does.
ALL_TOGETHER: Mapping[str, float] = MappingProxyType(
    {
        "best_wide": 0.292,
        "best_title": 0.161,
        "best_names_told": 0.128,
        "best_order": 0.204,
        "best_fresh": 0.273,
        "best_company": 0.633,
        "best_beside": 0.424,
        "best_listed": 0.070,
        "second_near": -0.642,
        "second_title": 0.214,
        "second_names_told": 0.269,
        "second_rest": -0.331,
        "most_names_told": 0.545,
        "rank": 0.024,
        "any": 0.033,
        "lead": 0.156,
        "articles": 0.174,
        "second_article": -0.527,
        "agreed": 0.135,
        "agreed_lead": 0.234,
        "mean_whole": 0.184,
        "three_whole": 0.397,
        "absent": -0.089,
        "size": 0.022,
        "named": -0.455,
        "gap": -0.443,
        "fresh_rank": 0.073,
        "fresh_near": 0.366,
        "fresh_whole": 0.699,
        "alone": 0.260,
        "bias@num": -0.321,
        "bias@time": -0.392,
        "bias@place": -0.015,
        "bias@person": -0.185,
        "bias@thing": -0.054,
        "bias": -2.027,
    }
)
