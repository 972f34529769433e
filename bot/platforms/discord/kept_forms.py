"""What people filled into forms that could not be taken as they were, until they open them again.

Discord's forms show no errors, and what was typed is gone once they close. It is kept here in memory: after a restart
a form opens with what is set.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.news.showing.forms import FormCard
from bot.platforms.newest import Newest

KEPT = 500
"""Drafts that are kept at most, the newest."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form with what a person filled in, fields that it does not show among them; `wrong` are fields by name."""

    person: str
    form: FormCard
    values: Mapping[str, tuple[str, ...]]
    wrong: Collection[str] = ()

    def filled(self) -> FormCard:
        """The form with these values in place of what is set."""
        fields = (replace(field, value=self.values.get(field.name, field.value)) for field in self.form.fields)
        return replace(self.form, fields=tuple(fields))


class Drafts:
    """Each has a tag of 16 hexadecimal digits, which nobody can guess."""

    def __init__(self) -> None:
        self._drafts: Newest[str, Draft] = Newest(KEPT)

    def keep(self, draft: Draft) -> str:
        tag = secrets.token_hex(8)
        self._drafts[tag] = draft
        return tag

    def of(self, tag: str, person: str, form: str) -> Draft | None:
        """The draft, where it is kept, of that form, and theirs."""
        draft = self._drafts.get(tag)
        return draft if draft is not None and (draft.person, draft.form.name) == (person, form) else None
