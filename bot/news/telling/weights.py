"""Weights of the signals that tell whether two articles, or two stories, are of one event.

Fitted offline by logistic regression on pairs of near articles, and of groups of them, of three sets of stories (the
Gun Violence Archive of 2016 and 2017, ECB+, giveme5w1h), each set with equal say; the half of the stories that was not
used for fitting is what we report. In the order of `Signals` of `likeness.py` and `cores.py`. Articles without a date
are held apart by 1 more than was fitted: in a larger archive there are more events that they could belong to.
"""

ARTICLES = (
    6.137,  # words
    3.722,  # names
    4.44,  # lead
    1.391,  # title
    1.012,  # length
    -0.085,  # names_missing
    -3.261,  # names_missing_both
    0.98,  # counted_same
    -1.19,  # counted_apart
    -2.645,  # ages_apart
    0.945,  # dates_same
    -0.617,  # dates_apart
    -1.738,  # weekdays_apart
    -1.446,  # days
    -0.153,  # weeks
    -4.491,  # undated
)
ARTICLES_BIAS = -5.357

STORIES = (
    0.592,  # mean
    0.456,  # best
    -0.247,  # words
    -1.893,  # names
    1.691,  # lead
    -0.063,  # title
    1.175,  # names_kept
    0.398,  # names_kept_both
    -0.057,  # days
    -0.078,  # weeks
    1.382,  # undated
    -2.189,  # size
)
STORIES_BIAS = -0.259
