"""The terminal: what it prints, and a real session on a pseudo-terminal."""

import asyncio
import io
import re
import sys
import termios
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.channels import Mention
from bot.news.showing.shown import Also, AnswerCard, Card, CardChange, CardConflict, CardLine, CardSide, NoticeCard
from bot.platforms.screen_text import clean, spell
from bot.platforms.terminal import PLACE, Terminal
from bot.ports import Rejected, Unclear
from tests.platforms.cards import BRIEF, CARDS, DATED, EVIDENCE, HALF, STORY, TRANSLATED, UNSAID, UPDATE

MENTION = Mention("typed", PLACE, "you", "Who said so?")
NOON = datetime(2031, 3, 14, 12, tzinfo=UTC)

SNAPSHOTS = Path(__file__).parent / "snapshots"
ROOT = Path(__file__).parents[2]


class Screen(io.TextIOWrapper):
    """An output in any encoding, that may claim to be a terminal."""

    def __init__(self, encoding: str = "utf-8", tty: bool = False) -> None:
        self.bytes = io.BytesIO()
        self._tty = tty
        super().__init__(self.bytes, encoding=encoding, write_through=True)

    def isatty(self) -> bool:
        return self._tty

    @property
    def shown(self) -> str:
        return self.bytes.getvalue().decode(self.encoding)


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


async def show(card: Card, screen: Screen) -> str:
    await Terminal(io.StringIO(), screen, interactive=False).send(card, PLACE, key="k")
    return screen.shown


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", CARDS)
async def test_cards_look_as_they_did(name: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert await show(CARDS[name], Screen()) == (SNAPSHOTS / f"{name}-{width}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [20, 60, 120])
@pytest.mark.parametrize("name", CARDS)
async def test_nothing_is_wider_than_the_screen_or_a_page(
    name: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(len, (await show(CARDS[name], Screen())).splitlines())) <= min(width, 100)


async def test_colour_only_where_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[1m" in await show(BRIEF, Screen(tty=True))
    assert "\x1b" not in await show(BRIEF, Screen(tty=False))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in await show(BRIEF, Screen(tty=True))
    assert "»It will cost" in await show(EVIDENCE, Screen(tty=True))


async def test_marks_and_addresses_open_the_page_at_their_sentence() -> None:
    shown = await show(STORY, Screen(tty=True))
    links = re.findall(r"\x1b]8;[^;]*;([^\x1b]*)\x1b\\([^\x1b]*)", re.sub(r"\x1b\[[0-9;]*m", "", shown))
    opened = {words: link for link, words in links if link}
    first, second = STORY.sources[:2]
    assert opened["[3]"] == first.links[1]
    assert opened["[4]"] == second.links[1]
    assert opened[first.url] == first.links[0]
    assert "[5]" not in opened  # its source has no address
    assert "#:~:text=" not in await show(STORY, Screen(tty=False))


async def test_a_story_says_who_backs_it_and_who_says_otherwise() -> None:
    shown = await show(STORY, Screen())
    update = await show(UPDATE, Screen())
    assert "3 independent sources: Harbour News + Harbour TV (one owner)" in shown
    assert "brigade said. [1] +2 outlets [2] [5]" in shown
    assert re.search(r"people injured +12  Harbour News · the fire brigade \[3]", shown)
    assert re.search(r"│ +15  Example Wire · the hospital \[4] \+1 outlet \[5]", shown)
    assert "│  Update · Two traders" in update
    assert "• 61 families driven from their homes, was 40 · the town hall [7] [6]" in update
    assert "translated by us: We will not stand by" in await show(TRANSLATED, Screen())


async def test_what_matters_stands_out_and_nothing_else() -> None:
    shown = await show(UPDATE, Screen(tty=True))
    assert "\x1b[1;36m2\x1b[0m dead, was 0" in shown
    assert "\x1b[1;32mUpdate\x1b[0m\x1b[2m · \x1b[0m\x1b[1mTwo traders" in shown
    assert "\x1b[32m +2 outlets\x1b[0m" in shown


async def test_of_many_who_say_the_same_a_few_are_numbered() -> None:
    line = CardLine("The hall burned down.", (1,), Also(6, (2, 3, 4, 5, 6, 7)))
    assert "[1] +6 outlets [2] [3] [4]…" in await show(replace(BRIEF, lead=(line,)), Screen())


async def test_a_dated_list_shows_each_day_once_and_a_year_where_it_changes() -> None:
    shown = await show(DATED, Screen())
    days = [line[2:13].strip() for line in shown.splitlines()]
    assert [day for day in days if day[:1].isdigit() and "." not in day] == ["4 Mar 2031", "6 Mar", "28 Jan 2032"]
    assert "  no date      The court heard both sides. [4]" in shown


async def test_sides_stand_in_one_row_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    row = "12 · Harbour News · the fire brigade [3]   15 · Example Wire · the hospital [4] +1 outlet [5]"
    assert f"Sources disagree · people injured\n  {row}\n" in await show(HALF, Screen())
    monkeypatch.setenv("COLUMNS", "60")
    assert re.search(r"people injured +12  Harbour News", await show(HALF, Screen()))


async def test_a_refusal_says_where_the_nearest_sentences_stand() -> None:
    shown = await show(UNSAID, Screen())
    assert re.search(r"Tickets cost £12\. \[2]\n +The Alder Post · 2 May 2031 · Night ferry returns", shown)
    assert shown.count("The Alder Post") == 1
    assert "Coast Radio · 31 Dec 2030 · Council votes" in shown
    assert "3. Example Wire · Ferries of the coast [10]" in shown


def growing(card: AnswerCard) -> list[AnswerCard]:
    """The card as it is while its sentences come in, one by one."""
    return [replace(card, lines=card.lines[:n], refusal="", conflicts=()) for n in range(1, len(card.lines) + 1)]


@pytest.mark.parametrize("unshown", [0, 1, 3, 4])
@pytest.mark.parametrize("card", [HALF, DATED, UNSAID, replace(DATED, sources=())])
async def test_an_answer_grows_into_what_would_have_been_sent(card: AnswerCard, unshown: int) -> None:
    screen = Screen()
    terminal = Terminal(io.StringIO(), screen, interactive=False)
    message = terminal.grow(MENTION, key="k")
    assert screen.shown == ""
    before = ""
    for part in growing(card)[: max(0, len(card.lines) - unshown)]:
        await message.show(part)
        await message.show(part)
        assert screen.shown.startswith(before)
        assert " ".join(part.lines[-1].text.split()[-2:]) in screen.shown[len(before) :]
        before = screen.shown
    assert "Harbour News" not in before
    sent = await message.end(card)
    assert screen.shown == await show(card, Screen())
    assert await terminal.send(NoticeCard("again"), PLACE, key="k", tried=NOON) == sent


async def test_what_is_printed_is_not_printed_again() -> None:
    screen = Screen()
    message = Terminal(io.StringIO(), screen, interactive=False).grow(MENTION, key="k")
    first, second = HALF.lines
    # Who else says it, and a sentence before it, are known only later.
    await message.show(replace(HALF, lines=(replace(first, also=Also()),), refusal="", conflicts=()))
    await message.end(replace(HALF, lines=(second, first)))
    assert screen.shown.count("twelve people") == screen.shown.count("in hospital") == 1
    assert re.search(
        r"hurt in [\s\S]+ \[3]\n  Two of them are in hospital\. \[6]\n\n  also: \[3] \+2 outlets", screen.shown
    )


class Typing(io.StringIO):
    """A keyboard at which somebody waits before typing; `asked` is set once the prompt stands there."""

    def __init__(self) -> None:
        super().__init__("quit\n")
        self.asked = asyncio.Event()
        self.typed = threading.Event()
        self._loop = asyncio.get_running_loop()

    def isatty(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        self._loop.call_soon_threadsafe(self.asked.set)
        self.typed.wait(10)
        return super().readline()


async def test_a_growing_answer_leaves_a_waiting_prompt_in_its_place() -> None:
    screen, keyboard = Screen(tty=True), Typing()
    terminal = Terminal(keyboard, screen, interactive=True)

    async def heard() -> list[str]:
        return [mention.text async for mention in terminal.mentions()]

    asked = asyncio.create_task(heard())
    await keyboard.asked.wait()
    message = terminal.grow(MENTION, key="k")
    for part in growing(HALF):
        await message.show(part)
    await message.end(HALF)
    keyboard.typed.set()
    assert await asked == []
    shown = re.sub(r" +\n", "\n", re.sub(r"\x1b(?:\[[0-9;]*m|]8;[^\x1b]*\x1b\\)", "", screen.shown))
    assert shown.startswith("ask> \r\x1b[K  The fire brigade")
    assert "hospital. [6]\nask> \r\x1b[K\n  The sources do not show" in shown
    assert shown.count("ask> ") == 4
    assert "\n\nask> " in shown


async def test_an_answer_that_grows_into_a_closed_output_is_rejected_at_its_end() -> None:
    screen = Screen()
    message = Terminal(io.StringIO(), screen, interactive=False).grow(MENTION, key="k")
    screen.close()
    await message.show(HALF)
    with pytest.raises(Rejected):
        await message.end(HALF)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "koi8-r"])
@pytest.mark.parametrize("name", CARDS)
async def test_other_encodings_do_not_crash(name: str, encoding: str) -> None:
    shown = await show(CARDS[name], Screen(encoding))
    assert not set(shown) & set("╭│╰")
    assert len({len(line) for line in shown.splitlines() if line.startswith(("|", "+"))}) <= 1


async def test_ascii_spells_typography() -> None:
    shown = await show(NoticeCard("“Škoda” – café… Київ"), Screen("ascii"))
    assert shown.strip() == '"Skoda" - cafe... ????'


HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b31mred\x1b]8;;x\x1b\\ \u202eevil\u2066 [bold]b[/bold] :smile: \ud800\0\x1b end"


@pytest.mark.parametrize("tty", [True, False])
async def test_hostile_text_cannot_drive_the_terminal(tty: bool) -> None:
    line = CardLine(HOSTILE)
    source = replace(BRIEF.sources[0], url=HOSTILE, links=(f"https://x.test/#:~:text={HOSTILE}",) * 8)
    told = CardChange(HOSTILE, HOSTILE, HOSTILE, 1, HOSTILE)
    sides = CardConflict(HOSTILE, (CardSide(HOSTILE, HOSTILE, HOSTILE, 1),))
    card = replace(
        BRIEF, headline=HOSTILE, lead=(line,), backing=HOSTILE, changes=(told,), conflicts=(sides,), sources=(source,)
    )
    answer = AnswerCard((line, replace(line, day="2031-03-04")), HOSTILE, (line,), (source,), (sides,))
    shown = await show(card, Screen(tty=tty)) + await show(answer, Screen(tty=tty))
    assert shown.count("[bold]b[/bold] :smile:") >= 14
    assert "red evil" in shown
    for bad in ("\x1b[2J", "\x1b]0", "\x9b", "\u202e", "\u2066", "\0", "title"):
        assert bad not in shown


async def test_endless_words_and_other_scripts() -> None:
    card = replace(BRIEF, headline="x" * 10_000, lead=(CardLine("שלום עולם مرحبا 政府は発表した"),))
    shown = await show(card, Screen())
    assert shown.count("x") >= 10_000
    assert "שלום עולם" in shown
    assert max(map(len, shown.splitlines())) <= 80


@given(st.text())
def test_clean_leaves_no_control_character(text: str) -> None:
    shown = clean(text)
    assert not any(c != "\n" and (c < " " or "\x7f" <= c <= "\x9f" or c in "\u202e\u2066\ud800") for c in shown)
    spell(shown, "ascii").encode("ascii")


async def test_only_what_this_process_sent_is_known() -> None:
    terminal = Terminal(io.StringIO(), Screen(), interactive=False)
    sent = await terminal.send(NoticeCard("hello"), PLACE, key="k")
    assert await terminal.send(NoticeCard("again"), PLACE, key="k", tried=NOON) == sent
    with pytest.raises(Unclear):
        await terminal.send(NoticeCard("again"), PLACE, key="other", tried=NOON)


async def test_a_closed_output_is_said() -> None:
    screen = Screen()
    terminal = Terminal(io.StringIO(), screen, interactive=False)
    screen.close()
    with pytest.raises(Rejected):
        await terminal.send(NoticeCard("hello"), PLACE, key="k")


async def test_lines_of_a_pipe_are_mentions() -> None:
    terminal = Terminal(io.StringIO("one\n\n  two\x1b[2J \nquit\nthree\n"), Screen(), interactive=True)
    heard = [mention async for mention in terminal.mentions()]
    assert [m.text for m in heard] == ["one", "two"]
    assert heard[0].event != heard[1].event
    assert heard[0].author == "you"
    assert heard[0].place == PLACE


async def test_without_a_person_nobody_asks() -> None:
    terminal = Terminal(io.StringIO("one\n"), Screen(), interactive=False)
    assert [m async for m in terminal.mentions()] == []


@pytest.fixture
def session() -> pexpect.spawn:
    child = pexpect.spawn(
        sys.executable, ["-m", "tests.platforms.terminal_driver"], cwd=str(ROOT), encoding="utf-8", timeout=10
    )
    child.expect_exact("ask> ")
    return child


def test_a_session_on_a_real_terminal(session: pexpect.spawn) -> None:
    session.sendline("how many boatx\x7fs?")
    session.expect_exact("heard <how many boats?> 1")
    session.expect_exact("ask> ")
    session.sendline("\x1b[A")  # the arrow up brings the last line back
    session.expect_exact("heard <how many boats?> 2")
    session.expect_exact("ask> ")
    session.sendline("quit")
    session.expect_exact("ended")
    session.expect(pexpect.EOF)
    session.close()
    assert session.exitstatus == 0


@pytest.mark.parametrize("typed", ["", "half a que"])
@pytest.mark.parametrize("leave", ["\x03", "\x04"])
def test_leaving_by_key_is_clean(session: pexpect.spawn, leave: str, typed: str) -> None:
    if typed and leave == "\x04":
        typed += "\x15"  # Ctrl-D leaves only on an empty line
    session.send(typed)
    session.expect_exact(typed[:4])
    session.send(leave)
    session.expect_exact("ended")
    assert termios.tcgetattr(session.fileno())[3] & (termios.ECHO | termios.ICANON) == termios.ECHO | termios.ICANON
    session.expect(pexpect.EOF)
    assert "Traceback" not in session.before
    session.close()
    assert session.exitstatus == 0
