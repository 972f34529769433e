"""Words for people without a name: the driver, the girl, the victims."""

from __future__ import annotations

from bot.news.saying.roles import is_role

_FEMALE = frozenset(
    "woman girl mother mom mum wife daughter sister aunt grandmother grandma niece girlfriend bride widow actress "
    "waitress lady queen princess duchess".split()
)
_MALE = frozenset(
    "man boy father dad husband son brother uncle grandfather grandpa nephew boyfriend groom widower actor gentleman "
    "guy king prince duke".split()
)
_EITHER = frozenset(
    "person child kid baby toddler infant teen teenager adult student pupil victim suspect shooter gunman attacker "
    "killer murderer assailant thief robber kidnapper hijacker bomber driver passenger pedestrian cyclist motorist "
    "rider survivor witness bystander neighbour neighbor resident relative parent spouse fiance couple friend stranger "
    "owner winner loser founder boss celebrity patient hostage prisoner inmate migrant refugee tourist visitor "
    "customer worker employee colleague pm mp ceo cfo mvp singer rapper author player swimmer climber hiker "
    "diver pilot accused defendant plaintiff hero fan buyer seller caller".split()
)


# What somebody has, and no event is: "the boys name" asks of the boy.
ATTRIBUTES = frozenset(
    "name names age job motive family father mother parents wife husband son daughter lawyer nationality condition "
    "identity background salary".split()
)


def is_somebody(word: str) -> bool:
    """Whether a word, in the singular or the plural, stands for a person."""
    low = word.lower()
    return is_role(low) or any(w in _ALL for w in (low, low.removesuffix("s"), _SINGULAR.get(low, "")))


def sex_of(word: str) -> str | None:
    """ "m" or "f" where the word tells."""
    low = word.lower()
    return "f" if low in _FEMALE else "m" if low in _MALE else None


_ALL = _FEMALE | _MALE | _EITHER
_SINGULAR = {"women": "woman", "men": "man", "children": "child", "babies": "baby", "gunmen": "gunman",
             "people": "person", "thieves": "thief", "wives": "wife", "ladies": "lady"}  # fmt: skip
