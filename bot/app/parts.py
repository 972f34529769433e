"""The parts of a running bot, and what is wrong with each in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

STARTING = "is starting"


class Parts(Mapping[str, Callable[[], str]]):
    """Each part by its name, with what tells its trouble: "" while all is well."""

    def __init__(self, *names: str) -> None:
        """These are starting."""
        self._told: dict[str, Callable[[], str]] = {}
        for name in names:
            self.say(name, STARTING)

    def say(self, name: str, words: str) -> None:
        """Until more is said this is its trouble; "" where it is well."""
        self._told[name] = lambda: words

    def ask(self, name: str, trouble: Callable[[], str]) -> None:
        """From now on it tells itself."""
        self._told[name] = trouble

    def __getitem__(self, name: str) -> Callable[[], str]:
        return self._told[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)
