"""What comes of asking the outside: a model's reply with what it cost, or how it failed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spending:
    """What a model's words cost; `cost` is in its provider's currency, None where that is not known.

    `cached`: those of `tokens_in` that the model had read before, None where nobody told.
    """

    model: str
    tokens_in: int
    tokens_out: int
    cost: float | None = None
    cached: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, and what was spent on it: also on tries that failed before, where they may be billed."""

    text: str
    spent: tuple[Spending, ...] = ()


class Unavailable(Exception):
    """The outside failed in a way that another try may mend. The words go to a person.

    `wait` is the seconds that it asked us to wait, where it did. `resting`: it was not even asked, since its host is
    left alone for others' sake. `spent`: what a model that failed may bill.
    """

    def __init__(
        self, words: str = "", wait: int | None = None, *, resting: bool = False, spent: tuple[Spending, ...] = ()
    ) -> None:
        super().__init__(words)
        self.wait = wait
        self.resting = resting
        self.spent = spent


class Rejected(Exception):
    """The outside will not do this, however often it is asked. The words go to a person.

    `spent`: what a model that refused may bill.
    """

    def __init__(self, words: str = "", *, spent: tuple[Spending, ...] = ()) -> None:
        super().__init__(words)
        self.spent = spent


class Partly(Rejected):
    """The first of what was sent stands there, as `message`; the rest never will."""

    def __init__(self, words: str, message: str) -> None:
        super().__init__(words)
        self.message = message


class Gone(Rejected):
    """There is nobody at that place any more, or they want to hear nothing from us."""


class OverBudget(Rejected):
    """A model was not asked: what it may spend today is spent."""


class Unclear(Exception):
    """A send ended without an answer: the message may stand there or not."""
