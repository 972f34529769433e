"""Tokens a day: a model behind a budget refuses, once the day's tokens are spent, until the next day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.ports import Model, Rejected, Request


def estimate(characters: int) -> int:
    """Tokens that so many characters come to, where nobody has counted them."""
    return round(characters / 3.6)


class DailyTokens:
    """What may be spent in a day and what has been. It is kept in memory: a restart starts the day anew."""

    def __init__(self, most: int, today: Callable[[], date]) -> None:
        """`most` tokens for each day that `today` names."""
        self.most = most
        self._today = today
        self._day = today()
        self._spent = 0

    @property
    def spent(self) -> int:
        """Tokens spent today."""
        today = self._today()
        if today != self._day:
            self._day, self._spent = today, 0
        return self._spent

    def spend(self, tokens: int) -> None:
        self._spent = self.spent + tokens


class BudgetedModel:
    """A model that is asked only while tokens are left. It does not count: the model within reports what it used.

    Requests already on their way when the last token goes are let through, so a day may end a little above.
    """

    def __init__(self, model: Model, tokens: DailyTokens) -> None:
        self._model = model
        self._tokens = tokens

    async def complete(self, request: Request) -> str:
        """As of the model within. Raises `Rejected` too where the day's tokens are spent."""
        if self._tokens.spent >= self._tokens.most:
            raise Rejected(
                f"today's {self._tokens.most:,} tokens for the language model are spent; "
                "it is asked again tomorrow, or raise daily_tokens"
            )
        return await self._model.complete(request)
