"""What Discord answers instead of doing a call: an HTTP status, a code of its own, and words (topics/opcodes-and-status-codes)."""

from __future__ import annotations

from typing import Any

CODES: dict[int, tuple[int, str]] = {
    0: (401, "401: Unauthorized"),
    10002: (404, "Unknown Application"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    20016: (429, "This action cannot be performed due to slowmode rate limit"),
    20028: (429, "The write action you are performing on the channel has hit the write rate limit"),
    10087: (404, "Unknown tag"),
    30010: (400, "Maximum number of reactions reached (20)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    30032: (400, "Maximum number of application commands reached (100)"),
    30047: (400, "Maximum number of pinned threads in a forum channel has been reached"),
    40001: (401, "Unauthorized. Provide a valid token and try again"),
    40004: (403, "Send messages has been temporarily disabled"),
    40033: (400, "This message has already been crossposted"),
    40058: (400, "Cannot send a message in a forum channel"),
    40060: (400, "Interaction has already been acknowledged"),
    40067: (400, "A tag is required to create a forum post in this channel"),
    40094: (400, "This interaction has hit the maximum number of follow up messages"),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50014: (401, "Invalid authentication token provided"),
    50024: (403, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50068: (400, "Invalid message type"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160002: (400, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
}


class Refused(Exception):
    """A call that is not done. `code` is Discord's, `errors` the fields an invalid form body complains of."""

    def __init__(
        self,
        code: int,
        message: str = "",
        *,
        errors: dict[str, Any] | None = None,
        status: int = 0,
        retry_after: float = 0.0,
    ) -> None:
        known_status, known_message = CODES.get(code, (400, "Bad Request"))
        self.status = status or known_status
        self.code = code
        self.message = message or known_message
        self.errors = errors
        self.retry_after = retry_after
        super().__init__(f"{self.status} {code} {self.message} {errors or ''}")

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        return body | ({"errors": self.errors} if self.errors else {})


def form_error(path: str, code: str, words: str) -> Refused:
    """50035, with the complaint nested under a dotted path ("components.0.label"), as Discord nests it (reference#error-messages)."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": words}]}
    for name in reversed(path.split(".") if path else []):
        errors = {name: errors}
    return Refused(50035, errors=errors)


def at_most(path: str, value: str, most: int, least: int = 0) -> None:
    """A string of so many characters, else BASE_TYPE_BAD_LENGTH."""
    if not isinstance(value, str):
        raise form_error(path, "STRING_TYPE_CONVERT", "Could not interpret the value as string.")
    if not least <= len(value) <= most:
        words = f"Must be between {least} and {most} in length." if least else f"Must be {most} or fewer in length."
        raise form_error(path, "BASE_TYPE_BAD_LENGTH", words)
