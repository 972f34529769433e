"""Messages in a plainer form for a Slack that does not take the richer one: its oldest blocks only, then text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.platforms.chat_words import Run
from bot.platforms.slack.buttons import button
from bot.platforms.slack.pieces import Message, fits
from bot.platforms.slack.rich import Block
from bot.platforms.slack.rows import text_of
from bot.platforms.slack.words import escaped, mrkdwn

_OLD = frozenset(("section", "context", "divider", "actions"))
_SECTION_CHARS = 2900
_RUN_CHARS = 500  # escaped they are five times as many at most
_QUOTE, _BULLET = "&gt; ", "• "


def simpler(message: Message) -> Message | None:
    """The same in a plainer form; None where there is none. No word is lost, at last the buttons are."""
    if not message.blocks:
        return None
    if any(block["type"] not in _OLD for block in message.blocks):
        old = replace(message, blocks=tuple(_old(message.blocks)))
        if fits(old.blocks):
            return old
    return Message((), "\n\n".join(filter(None, map(_written, message.blocks))) or message.text)


def _old(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        match block["type"]:
            case "rich_text" | "header":
                yield from ({"type": "section", "text": text_of(part)} for part in _joined(_rows(block), "\n"))
            case "context_actions":
                yield {"type": "actions", "elements": [b for e in block["elements"] for b in _thumbs(e)]}
            case _:
                yield block


def _thumbs(element: Block) -> Iterator[Block]:
    """An action may stand in a block once: what follows its name tells the two apart."""
    for name in ("positive_button", "negative_button"):
        thumb = element[name]
        yield button(f"{element['action_id']}_{thumb['value']}", thumb["text"]["text"]) | {"value": thumb["value"]}


def _written(block: Block) -> str:
    """What is read of a block, as mrkdwn."""
    match block["type"]:
        case "rich_text" | "header":
            return "\n".join(_rows(block))
        case "section":
            return "\n".join(text["text"] for text in (*block.get("fields", ()), *filter(None, [block.get("text")])))
        case "context":
            return "\n".join(text["text"] for text in block["elements"])
        case _:
            return ""


def _rows(block: Block) -> Iterator[str]:
    """The rows of a header or of a rich_text block, none longer than a section may be."""
    if block["type"] == "header":
        yield from _parts((Run(block["text"]["text"], bold=True),))
        return
    for element in block["elements"]:
        kind = element["type"]
        for row in element["elements"] if kind == "rich_text_list" else (element,):
            for at, part in enumerate(_parts([_run(e) for e in row["elements"]])):
                if kind == "rich_text_quote":
                    yield "\n".join(_QUOTE + words for words in part.split("\n"))
                else:
                    yield (_BULLET if kind == "rich_text_list" and not at else "") + part


def _run(element: Block) -> Run:
    style = element.get("style", {})
    return Run(element["text"], style.get("bold", False), style.get("italic", False), element.get("url"))


def _parts(runs: Sequence[Run]) -> list[str]:
    whole = mrkdwn(runs)
    return [whole] if len(whole) <= _SECTION_CHARS // 2 else _joined(_short(runs), "")


def _short(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        link = mrkdwn((run,)) if run.url else ""
        if 0 < len(link) <= _SECTION_CHARS:
            yield link
        else:
            starts = range(0, len(run.text), _RUN_CHARS)
            yield from (escaped(run.text[at : at + _RUN_CHARS]) for at in starts)


def _joined(rows: Iterable[str], gap: str) -> list[str]:
    """As few texts as hold the rows, none longer than a section may be."""
    texts: list[str] = []
    for row in rows:
        if texts and len(texts[-1]) + len(gap) + len(row) <= _SECTION_CHARS:
            texts[-1] += gap + row
        else:
            texts.append(row)
    return texts
