"""JSON that is still being written: the objects of its list that stand there whole. Each character is read once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bot.news.prompting.replies import THOUGHTS, json_value

_OPENING = re.compile(rf"\{{|<({THOUGHTS})>", re.IGNORECASE)
_LONGEST_TAG = len("</reasoning>")
_THOUGHT = re.compile(rf"</?(?:{THOUGHTS})>", re.IGNORECASE)
_MARK = re.compile(r'["{}\[\]]')
_INSIDE = re.compile(r'["\\]')
_CLOSERS = {"{": "}", "[": "]"}


class GrowingJson:
    """The first JSON object with one of these fields in a text that grows, whatever stands around it.

    What it cannot be sure of it leaves to whoever reads the whole text: then it gives nothing more, and `closed` stays
    False.
    """

    def __init__(self, field: str, fields: Collection[str]) -> None:
        """`field` is the one whose list is wanted, `fields` those by which the object is known."""
        self.head: Mapping[str, Any] = {}
        """The fields before the list."""
        self.closed = False
        """The object has come to its end."""
        self._fields = frozenset(fields)
        self._key = re.compile(rf'"{re.escape(field)}"\s*:\s*')
        self._at = 0
        self._thought: re.Pattern[str] | None = None
        self._given_up = self._in_string = self._in_list = self._listed = False
        self._start = self._string = self._item = 0
        self._open: list[str] = []

    def feed(self, text: str) -> Iterator[dict[str, Any]]:
        """The objects of the list that have become whole; `text` is all there is so far."""
        while self._at < len(text) and not (self.closed or self._given_up):
            at = self._at
            if self._in_string:
                self._through_string(text)
            elif self._open:
                self._through_object(text)
            else:
                self._search(text)
            if self._item_ended():
                yield from self._decoded(text[self._item : self._at])
            if self._at == at:
                return  # what comes next is not there yet

    def _search(self, text: str) -> None:
        """To the next opening brace that stands in no thought."""
        if self._thought:
            found = self._thought.search(text, self._at)
            self._thought = None if found else self._thought
        else:
            found = _OPENING.search(text, self._at)
        if found is None:
            self._at = max(self._at, len(text) - _LONGEST_TAG + 1)
        elif found.group() == "{":
            self._start, self._at, self._open = found.start(), found.end(), ["}"]
        else:
            self._at = found.end()
            if not found.group().startswith("</"):
                self._thought = re.compile(rf"</{found[1]}>", re.IGNORECASE)

    def _through_string(self, text: str) -> None:
        found = _INSIDE.search(text, self._at)
        if found is None:
            self._at = len(text)
        elif found.group() == '"':
            self._at, self._in_string = found.end(), False
        else:
            self._at = found.end() + 1  # also where the character after it is not there yet

    def _through_object(self, text: str) -> None:
        found = _MARK.search(text, self._at)
        if found is None:
            self._at = len(text)
            return
        self._at, mark = found.end(), found.group()
        if self._in_list and len(self._open) == 2 and mark not in "}]":
            self._item = found.start()
        if mark == '"':
            self._in_string, self._string = True, found.start()
        elif mark in _CLOSERS:
            if mark == "[" and len(self._open) == 1 and self._key.fullmatch(text, self._string, found.start()):
                self._enter_list(text)
            self._string = found.end()  # no key of another
            self._open.append(_CLOSERS[mark])
        elif self._open.pop() != mark:
            self._given_up = True
        elif not self._open:
            self._leave_object(text)
        elif len(self._open) == 1:
            self._in_list = False

    def _enter_list(self, text: str) -> None:
        head = None if self._listed else json_value(text[self._start : self._string] + '"":0}')
        self._given_up = not isinstance(head, dict) or _THOUGHT.search(text, self._start, self._string) is not None
        self.head = head if isinstance(head, dict) else {}
        self._in_list = self._listed = True

    def _leave_object(self, text: str) -> None:
        found = json_value(text[self._start : self._at])
        self.closed = isinstance(found, dict) and not self._fields.isdisjoint(found)
        self._given_up = self._listed and not self.closed

    def _item_ended(self) -> bool:
        return self._in_list and len(self._open) == 2 and not self._in_string and self._item > self._start

    def _decoded(self, item: str) -> Iterator[dict[str, Any]]:
        found = json_value(item)
        self._item = 0
        if not isinstance(found, dict) or _THOUGHT.search(item):
            self._given_up = True
        else:
            yield found
