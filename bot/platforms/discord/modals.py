"""Forms as Discord shows them, modals, and what is filled into them.

A modal has at most five fields, and no room for errors: what is wrong is told beside a button that opens it again.
Limits are those of https://docs.discord.com/developers/components/reference and
https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal: 45
characters of a title or label, 100 of a hint or an option, 4,000 of what is typed, 10 options to tick, 25 of a list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.news.channel_words import ALL
from bot.news.channels import Place
from bot.news.showing.forms import Field, FormCard
from bot.news.text import key
from bot.platforms.chat_words import cut, line, lines
from bot.platforms.discord.access import PERSON, PLATFORM, SNOWFLAKE
from bot.platforms.discord.buttons import short
from bot.platforms.discord.chat_text import whole
from bot.platforms.discord.words import escaped

QUESTION = "question"
"""The one field of the form in which a question is asked."""

Typed = Mapping[str, tuple[str, ...]]

_FIELDS = 5
_TITLE_CHARS = 45
_HINT_CHARS = 100
_TYPED_CHARS = 4000
_OPTION_CHARS = 100
_TICKED = 10
_LISTED = 25
_SAID = 100  # values of one field that are read; what Discord does not check could hold any number
_TEXT_CHARS = 2000
_ROLE = "ping"  # the field of a form that asks for a role

_ABOUT_FORM = re.compile(r"fb:form:(?P<tag>[0-9a-f]{16}):(?P<name>[a-z]{1,20})")
_ABOUT_QUESTION = re.compile(r"fb:ask:(?P<channel>@?[0-9]{15,20}):(?P<thread>[0-9]{15,20})?")
REOPENS = _ABOUT_FORM.pattern
"""The custom id of a button that opens a form, and that of the form."""

_PARTS = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form that came back says of itself: its name, and the tag of the draft that it was opened with."""

    name: str
    tag: str


def form_id(name: str, tag: str) -> str:
    """The custom id of a form and of the button that opens it; `tag` is that of a draft, 16 hexadecimal digits."""
    return f"fb:form:{tag}:{name}"


def sent_form(custom_id: str) -> Sent | None:
    """None where it is no form of ours."""
    found = _ABOUT_FORM.fullmatch(custom_id)
    return Sent(found["name"], found["tag"]) if found else None


def asked_at(custom_id: str) -> Place | None:
    """Where a question is asked by the form with this custom id; None where it is none of ours."""
    found = _ABOUT_QUESTION.fullmatch(custom_id)
    if found is None or not (SNOWFLAKE.fullmatch(found["channel"]) or PERSON.fullmatch(found["channel"])):
        return None
    return Place(PLATFORM, found["channel"], found["thread"])


def ask_modal(place: Place) -> dict[str, Any]:
    """A form for a question that is asked at that place."""
    about = f"fb:ask:{place.channel}:{place.thread or ''}"
    typed = discord.ui.TextInput[Any](
        style=discord.TextStyle.paragraph, custom_id=QUESTION, min_length=1, max_length=_TYPED_CHARS
    )
    hint = "It is posted with your name, so that others can follow the answer."
    label = discord.ui.Label[Any](text="Your question", description=hint, component=typed)
    return {"custom_id": about, "title": "Ask about this", "components": [label.to_component_dict()]}


def modal(form: FormCard, tag: str, wrong: Collection[str] = ()) -> dict[str, Any]:
    """The form with what is set; `wrong` fields are shown even if they are minor."""
    shown = _shown(form, wrong)
    components: list[Any] = [_as_sent(_label(field)) for field in shown]
    if (words := lines(form.text)) and len(components) < _FIELDS:
        components.insert(0, {"type": 10, "content": escaped(cut(words, _TEXT_CHARS))})
    return {"custom_id": form_id(form.name, tag), "title": _words(form.title, _TITLE_CHARS), "components": components}


def _as_sent(label: discord.ui.Label[Any]) -> dict[str, Any]:
    part: dict[str, Any] = dict(label.to_component_dict())
    for chosen in part["component"].get("default_values", ()):
        chosen["id"] = str(chosen["id"])  # discord.py leaves it a number, which no id is
    return part


def filled_in(form: FormCard, components: object) -> Typed:
    """What came back of the form's fields, each as its values. Of what is no field of it, nothing is taken."""
    fields = {field.name: field for field in form.fields}
    return {name: values_of(fields[name], said) for name, said in _said(components) if name in fields}


def question_in(components: object) -> str:
    """The question that was asked, on one line; "" where there is none."""
    said = dict(_said(components)).get(QUESTION, ())
    return " ".join(" ".join(said).split())


def values_of(field: Field, said: Sequence[str]) -> tuple[str, ...]:
    """What was typed or chosen as the values of a field: each line of text, each of the choices."""
    if field.kind in ("text", "lines"):
        return tuple(row.strip() for text in said for row in text.splitlines() if row.strip())
    if field.kind == "one":
        return tuple(text.strip() for text in said if text.strip())[:1]
    if len(said) == 1 and key(said[0].strip()) in ALL:
        return ()
    known = {key(word): choice.value for choice in field.choices for word in (choice.label, choice.value)}
    offered = {choice.value for choice in field.choices}
    pieces = [p.strip() for s in said for p in ([s] if s in offered else _PARTS.split(s)) if p.strip()]
    return tuple(dict.fromkeys(known.get(key(piece), piece) for piece in pieces))


def _shown(form: FormCard, wrong: Collection[str]) -> list[Field]:
    """The fields that there is room for, in their order: what is wrong first, then what is not minor."""
    ranked = sorted(form.fields, key=lambda field: (field.name not in wrong, field.minor))
    most = [field for field in ranked if field.name in wrong or not field.minor][:_FIELDS] or ranked[:_FIELDS]
    return [field for field in form.fields if field in most]


def _label(field: Field) -> discord.ui.Label[Any]:
    hint = field.hint
    if _is_typed_list(field) and field.kind == "many":
        hint = f"{hint} Names between commas.".strip()
    described = short(line(hint), _HINT_CHARS) or None
    return discord.ui.Label(text=_words(field.label, _TITLE_CHARS), description=described, component=_component(field))


def _component(field: Field) -> discord.ui.Item[Any]:
    least = 0 if field.optional else 1
    if field.name == _ROLE and field.kind == "text" and all(SNOWFLAKE.fullmatch(value) for value in field.value):
        roles = [discord.SelectDefaultValue.from_role(discord.Object(int(value))) for value in field.value[:1]]
        return discord.ui.RoleSelect(
            custom_id=field.name, min_values=least, max_values=1, required=not field.optional, default_values=roles
        )
    if field.kind in ("text", "lines") or _is_typed_list(field):
        return _typed(field)
    options = _options(field)
    if field.kind == "many" and len(options) <= _TICKED:
        ticked = [discord.CheckboxGroupOption(label=o[1], value=o[0], default=o[2]) for o in options]
        return discord.ui.CheckboxGroup(
            custom_id=field.name, options=ticked, required=not field.optional, min_values=least, max_values=len(ticked)
        )
    if field.kind == "one" and 2 <= len(options) <= _TICKED and not field.optional:
        radios = [discord.RadioGroupOption(label=o[1], value=o[0], default=o[2]) for o in options]
        return discord.ui.RadioGroup(custom_id=field.name, options=radios)
    listed = [discord.SelectOption(label=o[1], value=o[0], default=o[2]) for o in options]
    return discord.ui.Select(
        custom_id=field.name,
        options=listed,
        required=not field.optional,
        min_values=least,
        max_values=1 if field.kind == "one" else len(listed),
    )


def _is_typed_list(field: Field) -> bool:
    """More choices than a list shows, none at all, or one that is too long for it: they are typed."""
    values = {choice.value for choice in field.choices} | set(field.value)
    return not 1 <= len(values) <= _LISTED or any(not 1 <= len(value) <= _OPTION_CHARS for value in values)


def _typed(field: Field) -> discord.ui.TextInput[Any]:
    several = field.kind == "lines" or (field.kind == "many" and len(", ".join(field.value)) > _TITLE_CHARS)
    value = ("\n" if field.kind == "lines" else ", ").join(field.value)
    return discord.ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if several else discord.TextStyle.short,
        default=_whole(value if several else " ".join(value.split())) or None,
        required=not field.optional,
        max_length=_TYPED_CHARS,
    )


def _whole(value: str) -> str:
    """What there is room for, up to the end of a line or an item."""
    if len(value) <= _TYPED_CHARS:
        return value
    kept = value[:_TYPED_CHARS]
    return kept[: max(kept.rfind("\n"), kept.rfind(","))] if "\n" in kept or "," in kept else kept


def _options(field: Field) -> list[tuple[str, str, bool]]:
    """Value, label and whether it is set, of each choice; what is set and none of them comes last."""
    labels = {choice.value: choice.label for choice in reversed(field.choices)}
    offered = dict.fromkeys([*(choice.value for choice in field.choices), *field.value])
    chosen = set(field.value if field.kind == "many" else field.value[:1])
    return [(value, _words(labels.get(value) or value, _OPTION_CHARS), value in chosen) for value in offered]


def _words(text: str, chars: int) -> str:
    """Never empty, which Discord does not take. Labels, titles and options are plain text: nothing in them is read."""
    return short(line(text), chars) or "–"


def _said(components: object) -> Iterator[tuple[str, list[str]]]:
    """Each field by name with what was said in it, whatever came."""
    for each in components if isinstance(components, list) else []:
        held = each.get("component") if isinstance(each, Mapping) else None
        name = held.get("custom_id") if isinstance(held, Mapping) else None
        if not isinstance(held, Mapping) or not isinstance(name, str):
            continue
        value = held.get("values", held.get("value"))
        said = value if isinstance(value, list) else [value]
        yield name, [whole(text[:_TYPED_CHARS]) for text in said[:_SAID] if isinstance(text, str)]
