"""The terminal as a platform: cards are printed, questions are typed at a prompt."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, TextIO

from rich.console import Console

from bot.news.channels import Mention, Place
from bot.news.showing.shown import Card
from bot.platforms.screen_text import clean
from bot.platforms.terminal_cards import draw
from bot.platforms.terminal_growing import Drawn, GrowingAnswer
from bot.platforms.terminal_pen import Look
from bot.ports import MessageId, Rejected, Unclear

PLACE = Place("terminal", "terminal")
PROMPT = "ask> "

_LEAVE = {"quit", "exit", "q"}
_CLEAR_LINE = "\r\x1b[K"
_NO_BRACKETED_PASTE = "\x1b[?2004l"


class Terminal:
    """A `Platform` on two streams. With `interactive`, `mentions` asks at a prompt; without, it ends at once."""

    name = "terminal"
    at_once = 1  # the prompt waits for the answer before it

    def __init__(self, stdin: TextIO, stdout: TextIO, interactive: bool) -> None:
        self._stdin = stdin
        self._stdout = stdout
        self._interactive = interactive
        self._screen = stdout.isatty()
        self._keyboard = self._screen and stdin.isatty()
        self._sent: dict[str, MessageId] = {}
        self._asking = False
        self._ended = False
        self._tty_before: list[Any] | None = None
        # A stray byte from a keyboard must not end the session.
        if hasattr(stdin, "reconfigure"):
            stdin.reconfigure(errors="replace")

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        """Print it. Raises `Rejected` once the output is closed.

        `Unclear` where another process may have printed it: a screen cannot be asked.
        """
        if tried is not None:
            if key not in self._sent:
                raise Unclear("A terminal cannot tell what it has shown before.")
            return self._sent[key]
        self._show(lambda look: draw(card, look))
        return self._noted(key)

    async def along(self, place: Place, first: MessageId) -> Place:
        """As `Platform.along`: the same place."""
        return place

    async def edit(self, card: Card, place: Place, message: MessageId, *, key: str) -> None:
        """Print it anew: what stands on a screen stays. Raises as `send`."""
        self._show(lambda look: draw(card, look))

    async def reading(self, mention: Mention) -> None:
        """The prompt is gone until the answer is there: that is enough."""

    def grow(self, mention: Mention, *, key: str) -> GrowingAnswer:
        """Sentences are printed as they come, and never again; `end` prints the rest, and raises as `send`."""
        return GrowingAnswer(self._show, lambda: self._noted(key))

    async def mentions(self) -> AsyncIterator[Mention]:
        """Each line typed, until quit, exit, q, Ctrl-D or Ctrl-C."""
        while self._interactive and not self._ended:
            line = await self._line()
            if line is None or line.casefold() in _LEAVE:
                self._ended = True
            elif line:
                yield Mention(f"terminal-{uuid.uuid4().hex}", PLACE, "you", line)

    async def hear(self, since: datetime | None = None) -> None:
        """Nothing is to be done: whoever is prompted is heard."""

    async def rest(self) -> None:
        """A terminal is heard by nobody else."""

    async def hush(self) -> None:
        """Ask for no further question."""
        self._ended = True

    async def close(self) -> None:
        """Leave the terminal as it was found."""
        self._ended = True
        self._restore()
        with suppress(OSError, ValueError):
            self._stdout.flush()

    def _show(self, drawn: Drawn, more: bool = False) -> None:
        """Print what is drawn, and an empty line below it unless more of it is to come. Raises `Rejected`."""
        try:
            shown = self._rendered(drawn)
        except (OSError, ValueError) as e:  # rich touches the stream as it draws
            raise Rejected(f"The terminal can no longer be written to: {e}") from None
        below = "" if more else "\n"
        if self._asking and self._keyboard:
            shown = f"{_CLEAR_LINE}{shown}{below}{PROMPT}{_typed_so_far()}"
        self._write(shown if self._asking else shown + below)

    def _noted(self, key: str) -> MessageId:
        self._sent[key] = MessageId(f"terminal-{len(self._sent) + 1}")
        return self._sent[key]

    def _rendered(self, drawn: Drawn) -> str:
        encoding = self._stdout.encoding or "utf-8"
        # rich keeps bold under NO_COLOR; without a colour system it writes no escape code at all.
        console = Console(file=self._stdout, force_terminal=self._screen, highlight=False, emoji=False, markup=False)
        styled = self._screen and not console.no_color and console.color_system is not None
        if not styled:
            console = Console(
                file=self._stdout, force_terminal=False, color_system=None, highlight=False, emoji=False, markup=False
            )
        with console.capture() as capture:
            console.print(drawn(Look(encoding, styled)))
        return "\n".join(line.rstrip(" ") for line in capture.get().split("\n"))

    def _write(self, text: str) -> None:
        try:
            self._stdout.write(text)
            self._stdout.flush()
        except (OSError, ValueError) as e:
            raise Rejected(f"The terminal can no longer be written to: {e}") from None

    async def _line(self) -> str | None:
        """The next line, on one line and without control characters; None at the end of input or on Ctrl-C."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str | None] = loop.create_future()

        def give(line: str | None) -> None:
            if not answer.done():
                answer.set_result(line)

        def read() -> None:
            line = self._read()
            with suppress(RuntimeError):  # the loop has closed: nobody waits any more
                loop.call_soon_threadsafe(give, line)

        self._asking = True
        try:
            with _on_interrupt(lambda: loop.call_soon_threadsafe(give, None)):
                # Not asyncio.to_thread: leaving would wait for a thread that waits for a key.
                threading.Thread(target=read, name="terminal-prompt", daemon=True).start()
                line = await answer
        finally:
            self._asking = False
            if not answer.done() or answer.cancelled() or answer.result() is None:
                self._restore()
                if self._keyboard:
                    self._write("\n")
        return None if line is None else " ".join(clean(line).split())

    def _read(self) -> str | None:
        """One line from the keyboard, with editing and history, or from a pipe. Runs in a thread of its own."""
        try:
            if self._keyboard and self._stdin is sys.stdin and self._stdout is sys.stdout:
                self._remember()
                with suppress(ImportError):
                    import readline  # noqa: F401  (input() edits lines once it is imported)
                return input(PROMPT)
            if self._keyboard:
                self._write(PROMPT)
            return self._stdin.readline() or None
        except (EOFError, OSError, ValueError, Rejected):
            return None

    def _remember(self) -> None:
        if self._tty_before is None:
            with suppress(ImportError, OSError):
                import termios

                self._tty_before = termios.tcgetattr(self._stdin.fileno())

    def _restore(self) -> None:
        """Undo what an unfinished line edit leaves behind: raw keys and bracketed paste."""
        if self._tty_before is not None:
            with suppress(ImportError, OSError, ValueError, Rejected):
                import termios

                termios.tcsetattr(self._stdin.fileno(), termios.TCSADRAIN, self._tty_before)
                self._write(_NO_BRACKETED_PASTE)


def _typed_so_far() -> str:
    readline = sys.modules.get("readline")
    return str(readline.get_line_buffer()) if readline else ""


@contextmanager
def _on_interrupt(act: Any) -> Iterator[None]:
    """Ctrl-C does `act` inside this block, and what it did before after it. Only the main thread may say so."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in (None, signal.SIG_IGN):
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: act())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
