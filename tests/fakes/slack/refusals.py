"""How Slack says no."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """`ok: false` with a code of Slack's, and what the answer says besides."""

    def __init__(self, error: str, *, status: int = 200, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.more = more

    def body(self) -> dict[str, Any]:
        """What is sent back."""
        return {"ok": False, "error": self.error, **self.more}


def invalid_blocks(words: list[str], error: str = "invalid_blocks") -> Refused:
    """Blocks Slack would not take, with its words on where."""
    return Refused(error, response_metadata={"messages": [f"[ERROR] {word}" for word in words]}, errors=words)
