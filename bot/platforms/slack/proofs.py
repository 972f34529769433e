"""The menu of evidence: a choice for each number, which shows its sentence."""

from __future__ import annotations

from collections.abc import Iterable

from bot.platforms.chat_words import cut
from bot.platforms.evidence_words import evidence_words
from bot.platforms.proof_marks import Proofs
from bot.platforms.slack.rich import Block

_OPTION_CHARS, _OPTION_VALUE_CHARS, _MOST_OPTIONS = 75, 150, 100
_MOST_BUTTONS = 2


def evidence_choice(cited: Iterable[tuple[int, str, str]], proofs: Proofs) -> list[Block]:
    """A button "Evidence [4]" for each of one or two numbers, else a menu of them in their order.

    None where there is nothing to show. Of several buttons in a block each wants an action id of its own. See
    https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select
    """
    said = evidence_words(cited, proofs, _OPTION_VALUE_CHARS)
    if len(said) <= _MOST_BUTTONS:
        return [
            {
                "type": "button",
                "action_id": f"evidence:{mark}",
                "text": label(f"Evidence [{mark}]"),
                "value": proofs.pointers[mark],
            }
            for mark in said
        ]
    options = [
        {"text": label(cut(f"[{mark}] {said[mark]}".rstrip(), _OPTION_CHARS)), "value": proofs.pointers[mark]}
        for mark in list(said)[:_MOST_OPTIONS]
    ]
    return [{"type": "static_select", "action_id": "evidence", "placeholder": label("Evidence"), "options": options}]


def label(text: str) -> Block:
    """A text object whose words are literal."""
    return {"type": "plain_text", "text": text, "emoji": False}
