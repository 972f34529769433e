"""Tokens a day: a model behind a budget is asked only while the day's tokens reach for a request and its reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.news.prompting.requests import estimate
from bot.ports import Heard, Model, OverBudget, Rejected, Reply, Request, Spending, Unavailable


@dataclass(frozen=True, slots=True)
class Held:
    """Tokens that are set aside for a request on its way, and the day they are of."""

    day: date
    tokens: int


class DailyTokens:
    """What may be spent in a day, what has been, and what is set aside for requests on their way.

    Whoever opens it tells what was spent before, so that a restart does not start the day anew.
    """

    def __init__(self, most: int, today: Callable[[], date], spent: int = 0) -> None:
        """`most` tokens for each day that `today` names; `spent` of today's are gone already."""
        self.most = most
        self._today = today
        self._day = today()
        self._spent = spent
        self._held = 0

    @property
    def spent(self) -> int:
        """Tokens spent today."""
        self._turn()
        return self._spent

    def hold(self, tokens: int) -> Held | None:
        """Set so many aside; None where today's do not reach."""
        self._turn()
        if self._spent + self._held + tokens > self.most:
            return None
        self._held += tokens
        return Held(self._day, tokens)

    def settle(self, held: Held, used: int) -> None:
        """Count what was really used in place of what was set aside; after midnight it is the new day's."""
        self._turn()
        if held.day == self._day:
            self._held -= held.tokens
        self._spent += used

    def known(self, spent: int) -> None:
        """So many of today's tokens are spent by all copies of the bot, as the store has it."""
        self._turn()
        self._spent = max(self._spent, spent)  # what we spent a moment ago may not be noted there yet

    def _turn(self) -> None:
        today = self._today()
        if today != self._day:
            self._day, self._spent, self._held = today, 0, 0


class BudgetedModel:
    """A model that is asked only where the day's tokens reach for what is sent and for the longest reply."""

    def __init__(self, model: Model, tokens: DailyTokens) -> None:
        self._model = model
        self._tokens = tokens

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        """As of the model within. Raises `OverBudget` too, where the day's tokens do not reach."""
        held = self._tokens.hold(request.tokens + estimate(json.dumps(request.schema)) + request.max_tokens)
        if held is None:
            raise OverBudget(
                f"today's {self._tokens.most:,} tokens for the language model do not reach for another request "
                f"({self._tokens.spent:,} are spent); it is asked again tomorrow, or raise daily_tokens"
            )
        used: int | None = None
        so_far = ""

        async def listening(text: str) -> None:
            nonlocal so_far
            so_far = text
            if heard:
                await heard(text)

        try:
            reply = await self._model.complete(request, listening if heard else None)
            used = tokens_of(reply.spent)
        except (Unavailable, Rejected) as error:
            used = tokens_of(error.spent)
            raise
        finally:
            # What was sent and said is billed, also where we stop listening.
            self._tokens.settle(held, request.tokens + estimate(so_far) if used is None else used)
        return reply


def tokens_of(spent: Iterable[Spending]) -> int:
    """Tokens in and out."""
    return sum(s.tokens_in + s.tokens_out for s in spent)
