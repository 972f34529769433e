"""The buttons under our messages; what they carry holds after a restart."""

from __future__ import annotations

from collections.abc import Iterable

from bot.platforms.proof_marks import Proofs
from bot.platforms.slack.proofs import evidence_choice, label
from bot.platforms.slack.rich import Block


def button(action: str, words: str) -> Block:
    """A button that is known by its action alone."""
    return {"type": "button", "action_id": action, "text": label(words)}


def story_buttons(followed: bool) -> list[Block]:
    """What one can do with a story; a person who follows it can leave it."""
    follow = button("unfollow", "Unfollow") if followed else button("follow", "Follow story")
    return [button("ask", "Ask"), follow, button("sources", "Sources"), button("why", "Why this story")]


def actions(cited: Iterable[tuple[int, str, str]], proofs: Proofs, buttons: Iterable[Block] = ()) -> list[Block]:
    """The row with the evidence first; none where it would be empty."""
    elements = [*evidence_choice(cited, proofs), *buttons]
    return [{"type": "actions", "elements": elements}] if elements else []


def feedback() -> Block:
    """Two thumbs. See https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element"""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": _thumb("Good", "good", "This is good"),
                "negative_button": _thumb("Bad", "bad", "This is bad"),
            }
        ],
    }


def _thumb(words: str, value: str, said: str) -> Block:
    return {"text": label(words), "value": value, "accessibility_label": said}
