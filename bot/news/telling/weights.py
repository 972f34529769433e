"""Weights of the signals that tell whether two articles, or two stories, are of one event.

Fitted offline by logistic regression on pairs of near articles, and of groups of them, of one half of three sets of
stories (the Gun Violence Archive of 2016 and 2017, ECB+, giveme5w1h). ECB+, whose stories come in pairs of one kind,
has four times the say of the first set and giveme5w1h, with the fewest stories, one and a half times. Undated stories
are held apart by 0.75 more than was fitted: in a larger archive there are more events that they could be. In the order
of `Signals` of `likeness.py` and `cores.py`.
"""

ARTICLES = (
    4.326,  # words
    -2.372,  # held
    1.912,  # scarce
    0.369,  # headed
    3.98,  # lead
    0.894,  # title
    -0.438,  # length
    -1.681,  # names_missing
    -1.767,  # names_missing_both
    1.397,  # counted_same
    -1.495,  # counted_apart
    -1.766,  # ages_apart
    1.142,  # dates_same
    -0.675,  # dates_apart
    -1.457,  # weekdays_apart
    -1.473,  # days
    -3.912,  # undated
)
ARTICLES_BIAS = 0.482

STORIES = (
    0.334,  # mean
    0.307,  # best
    2.541,  # words
    1.01,  # names_kept
    -1.037,  # names_kept_both
    -0.209,  # days
    -0.197,  # weeks
    -0.188,  # undated
    -1.94,  # size
    -0.048,  # names_apart
    -0.218,  # lead_apart_both
)
STORIES_BIAS = 0.682
