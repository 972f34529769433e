"""Application commands: what may be registered, and reading it back (interactions/application-commands)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

from tests.fakes.discord.calls import Call, route
from tests.fakes.discord.refusals import Refused, at_most, form_error
from tests.fakes.discord.state import State
from tests.fakes.discord.world import Json

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
LOCALES = set(
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja "
    "zh-TW ko".split()
)
"""reference#locales."""

MOST = {1: 100, 2: 15, 3: 15}
"""Global commands of each type."""

CHARACTERS = 8000
"""Of a command's names, descriptions and values, those of its options and choices too; the longest of the localizations."""

LOCALIZED = ("name_localizations", "description_localizations")


@route("PUT", "/applications/{application}/commands", limit=5, per=20.0)
def overwrite(state: State, call: Call) -> list[Json]:
    """Bulk Overwrite Global Application Commands: those of the same name keep their id."""
    ours(state, call)
    if not isinstance(call.json, list):
        raise form_error("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    for n, one in enumerate(call.json):
        check_command(one, str(n))
        strange = set(one.get("integration_types") or ()) - set(state.integration_types)
        if strange:
            # "as long as any included contexts are already supported on the application-level" (#installation-context)
            words = f"Value must be one of {sorted(state.integration_types)}."
            raise form_error(f"{n}.integration_types", "BASE_TYPE_CHOICES", words)
    kinds = Counter(one.get("type", 1) for one in call.json)
    for kind, count in kinds.items():
        if count > MOST[kind]:
            raise Refused(30032)
    names = Counter((one.get("type", 1), one["name"]) for one in call.json)
    if max(names.values(), default=0) > 1:
        raise form_error("", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    known = {(one["type"], one["name"]): one["id"] for one in state.commands}
    state.commands[:] = [kept(state, one, known.get((one.get("type", 1), one["name"]), "")) for one in call.json]
    return state.commands


@route("GET", "/applications/{application}/commands")
def registered(state: State, call: Call) -> list[Json]:
    """Get Global Application Commands: localizations only where they are asked for."""
    ours(state, call)
    if call.query.get("with_localizations") in ("1", "true", "True"):
        return state.commands
    return [without_localizations(one) for one in state.commands]


def without_localizations(part: Json) -> Json:
    """The same without names and descriptions in other languages."""
    found = {name: value for name, value in part.items() if name not in LOCALIZED}
    for name in ("options", "choices"):
        if name in found:
            found[name] = [without_localizations(one) for one in found[name]]
    return found


def ours(state: State, call: Call) -> None:
    """Only the application's own commands can be seen and set."""
    if call.ids["application"] != state.application:
        raise Refused(20012, "You are not authorized to perform this action on this application", status=403)


def kept(state: State, given: Json, command_id: str) -> Json:
    """A command as Discord gives it back: what is at its default is left out of options, and filled in at the top."""
    contexts = given.get("contexts")
    made: Json = {
        "id": command_id or state.snowflakes.next(),
        "application_id": state.application,
        "version": state.snowflakes.next(),
        "default_member_permissions": given.get("default_member_permissions"),
        "type": given.get("type", 1),
        "name": given["name"],
        "name_localizations": given.get("name_localizations"),
        "description": given.get("description") or "",
        "description_localizations": given.get("description_localizations"),
        "dm_permission": contexts is None or 1 in contexts,
        "contexts": None if contexts is None else sorted(contexts),
        "integration_types": sorted(given.get("integration_types") or [0]),
        "nsfw": bool(given.get("nsfw", False)),
    }
    options = [kept_option(one) for one in given.get("options") or []]
    return made | ({"options": options} if options else {})


def kept_option(given: Json) -> Json:
    """An option as Discord gives it back."""
    found: Json = {name: given[name] for name in ("type", "name", "description")}
    found |= {name: given.get(name) for name in LOCALIZED}
    for name in ("required", "autocomplete", "choices", "channel_types"):
        if given.get(name):
            found[name] = given[name]
    for name in ("min_value", "max_value", "min_length", "max_length"):
        if given.get(name) is not None:
            found[name] = given[name]
    if given["type"] in (SUBCOMMAND, GROUP):
        found["options"] = [kept_option(one) for one in given.get("options") or []]
    return found


def check_command(one: Json, path: str) -> None:
    """One command, with everything in it."""
    kind = one.get("type", 1)
    if kind not in MOST:
        raise form_error(f"{path}.type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}.")
    if kind == 1:
        check_named(one, path)
    else:
        at_most(f"{path}.name", one.get("name", ""), 32, 1)
        if one.get("description") or one.get("options"):
            raise form_error(
                path, "APPLICATION_COMMAND_INVALID_TYPE", "Context menu commands have no description or options"
            )
    for name, known in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        given = one.get(name)
        if given is not None and (not given or set(given) - known or len(set(given)) != len(given)):
            raise form_error(f"{path}.{name}", "BASE_TYPE_CHOICES", f"Value must be one of {sorted(known)}.")
    check_options(one.get("options") or [], path, 0)
    if weight(one) > CHARACTERS:
        words = f"Command exceeds maximum size ({CHARACTERS})"
        raise form_error(path, "APPLICATION_COMMAND_TOO_LARGE", words)


def check_named(part: Json, path: str) -> None:
    """A name and a description, in every language."""
    check_name(part.get("name", ""), f"{path}.name")
    at_most(f"{path}.description", part.get("description") or "", 100, 1)
    for name in LOCALIZED:
        for locale, words in (part.get(name) or {}).items():
            if locale not in LOCALES:
                raise form_error(
                    f"{path}.{name}.{locale}", "ENUM_TYPE_COERCE", f'Value "{locale}" is not a valid enum value.'
                )
            if name == "name_localizations":
                check_name(words, f"{path}.{name}.{locale}")
            else:
                at_most(f"{path}.{name}.{locale}", words, 100, 1)


def check_name(name: str, path: str) -> None:
    """^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$, in lower case where there is one (#application-command-naming)."""
    at_most(path, name, 32, 1)
    fits = all(one in "-_'" or unicodedata.category(one)[0] in "LN" or is_indic(one) for one in name)
    if not fits or name != name.lower():
        words = "String value did not match validation regex."
        raise form_error(path, "APPLICATION_COMMAND_INVALID_NAME", words)


def is_indic(one: str) -> bool:
    """Signs of Devanagari and Thai, which are not letters."""
    return "\u0900" <= one <= "\u097f" or "\u0e00" <= one <= "\u0e7f"


def check_options(options: list[Any], path: str, depth: int) -> None:
    """Up to 25, each name once, the required ones first, subcommands not beside parameters."""
    if len(options) > 25:
        raise form_error(f"{path}.options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    names = [one.get("name") for one in options]
    if len(set(names)) != len(names):
        words = "Option name already exists"
        raise form_error(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", words)
    inner = [one.get("type") in (SUBCOMMAND, GROUP) for one in options]
    if any(inner) and not all(inner):
        words = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        raise form_error(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)
    required = [bool(one.get("required")) for one in options]
    if required != sorted(required, reverse=True):
        words = "Required options must be placed before non-required options"
        raise form_error(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
    for n, one in enumerate(options):
        check_option(one, f"{path}.options.{n}", depth)


def check_option(one: Json, path: str, depth: int) -> None:
    """One option; groups hold subcommands, subcommands parameters."""
    kind = one.get("type")
    if kind not in range(SUBCOMMAND, ATTACHMENT + 1):
        raise form_error(
            f"{path}.type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}."
        )
    check_named(one, path)
    if kind in (SUBCOMMAND, GROUP):
        if depth >= (2 if kind == SUBCOMMAND else 1):
            raise form_error(
                f"{path}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands cannot be nested so deep"
            )
        check_options(one.get("options") or [], path, 1 if kind == GROUP else 2)
        return
    if one.get("options"):
        raise form_error(
            f"{path}.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only sub-commands have options"
        )
    choices = one.get("choices") or []
    if choices and (one.get("autocomplete") or kind not in (STRING, INTEGER, NUMBER)):
        raise form_error(
            f"{path}.choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Choices cannot be used here"
        )
    if len(choices) > 25:
        raise form_error(f"{path}.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for n, choice in enumerate(choices):
        at_most(f"{path}.choices.{n}.name", choice.get("name", ""), 100, 1)
        if isinstance(choice.get("value"), str):
            at_most(f"{path}.choices.{n}.value", choice["value"], 100, 1)
    if not 0 <= one.get("min_length", 0) <= 6000 or not 1 <= one.get("max_length", 1) <= 6000:
        raise form_error(f"{path}.max_length", "NUMBER_TYPE_MAX", "int value should be between 1 and 6000.")


def weight(part: Json) -> int:
    """Characters of a command or option that count towards the limit of all."""
    found = 0
    for name in ("name", "description"):
        given = [part.get(name) or "", *(part.get(f"{name}_localizations") or {}).values()]
        found += max(len(one) for one in given)
    found += len(part["value"]) if isinstance(part.get("value"), str) else 0
    return found + sum(weight(one) for name in ("options", "choices") for one in part.get(name) or [])
