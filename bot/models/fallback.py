"""Models in their order: where one fails, the next is asked; one that kept us waiting is not waited for again soon."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.ports import Heard, Model, OverBudget, Rejected, Reply, Request, Spending, Unavailable

REST = timedelta(minutes=5)
"""A model that could not be reached is left alone for so long, while another can be asked."""
SLOW = timedelta(seconds=20)
"""Who fails after so long is not asked again before its rest is over, also where there is no other."""


class FallbackModel:
    """Fits the `Model` socket. A model that fails rests; where all rest, the one that has rested longest is asked.

    Not one that kept us waiting for nothing: each story of an edition would wait for it anew.
    """

    def __init__(self, models: Sequence[Model], clock: Callable[[], datetime]) -> None:
        """The models, best first; at least one."""
        self._models = list(models)
        self._clock = clock
        self._rests_until: dict[int, datetime] = {}
        self._silent: set[int] = set()

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        """The first reply there is. Raises what the last model raised, or `OverBudget` as soon as one does.

        Where a model fails in the middle of what is heard, the next one's text begins anew.
        """
        spent: tuple[Spending, ...] = ()
        failure: Unavailable | Rejected = Unavailable("no language model has replied in time; they are left alone")
        for at in self._order():
            began = self._clock()
            try:
                reply = await self._models[at].complete(request, heard)
            except asyncio.CancelledError:
                # Whoever asked waits no longer: another may be quicker the next time.
                self._note_slow(at, began)
                raise
            except OverBudget as error:
                error.spent = spent
                raise
            except Unavailable as error:
                self._rests_until[at] = self._clock() + max(REST, timedelta(seconds=error.wait or 0))
                self._note_slow(at, began)
                failure = error
            except Rejected as error:
                failure = error
            else:
                self._rests_until.pop(at, None)
                self._silent.discard(at)
                return Reply(reply.text, spent + reply.spent)
            spent += failure.spent
        failure.spent = spent
        raise failure

    def _note_slow(self, at: int, began: datetime) -> None:
        if self._clock() - began >= SLOW:
            self._rests_until.setdefault(at, self._clock() + REST)
            self._silent.add(at)

    def _order(self) -> list[int]:
        now = self._clock()
        for at in [at for at, until in self._rests_until.items() if until <= now]:
            del self._rests_until[at]
            self._silent.discard(at)
        awake = [at for at in range(len(self._models)) if at not in self._rests_until]
        resting = sorted(self._rests_until.keys() - self._silent, key=lambda at: self._rests_until[at])
        return awake or resting[:1]
