"""Which outlets have one owner: a YAML file, `Owner: [outlet or host, …]`, so that they count as one source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.news.addresses import canonical, host_of
from bot.news.text import key
from bot.sources import SettingsError

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_EXAMPLE = "`Owner: [Outlet, outlet.example.org]`"


def owned_outlets(path: Path) -> dict[str, str]:
    """The owner of each outlet and host. Raises `SettingsError` with file and line where the file cannot be used."""
    try:
        document = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    owners: dict[str, str] = {}
    lines: dict[str, int] = {}
    for owner, outlet, line in _entries(document, path):
        name = host_of(canonical(outlet)) if _HOST.fullmatch(outlet) else outlet
        known = key(name)
        if known in lines and owners[known] != owner:
            other = f"{owners[known]!r} (line {lines[known]})"
            raise SettingsError(f"{path}, line {line}: {outlet!r} has two owners, {owner!r} and {other}: leave one")
        owners[known], lines[known] = owner, line
    return owners


def _entries(document: yaml.Node | None, path: Path) -> Iterator[tuple[str, str, int]]:
    """Owner, outlet and line of each entry."""
    if document is None:
        return
    if not isinstance(document, yaml.MappingNode):
        raise SettingsError(f"{path}, line {_line(document)}: should be lines such as {_EXAMPLE}")
    for owner, outlets in document.value:
        if not isinstance(owner, yaml.ScalarNode) or not isinstance(outlets, yaml.SequenceNode):
            raise SettingsError(f"{path}, line {_line(owner)}: an owner has a list of outlets: {_EXAMPLE}")
        for outlet in outlets.value:
            if not isinstance(outlet, yaml.ScalarNode) or not outlet.value.strip():
                raise SettingsError(f"{path}, line {_line(outlet)}: an outlet is a name or a host: {_EXAMPLE}")
            if "/" in outlet.value:
                raise SettingsError(
                    f"{path}, line {_line(outlet)}: {outlet.value!r}: write the host alone, outlet.example"
                )
            yield owner.value.strip(), outlet.value.strip(), _line(outlet)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
