"""Quiet hours and catching up in the settings file."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.checkup import check_all
from bot.news.channels import Quiet
from bot.settings import SettingsError, load


def written(folder: Path, lines: str) -> Path:
    path = folder / "factbox.yaml"
    path.write_text(f"store: sqlite://\nchannels:\n  - terminal: true\n    {lines}", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lines", "quiet", "catch_up"),
    [
        ('quiet: "22:00-07:00"\n    catch_up: skip', Quiet(time(22), time(7)), "skip"),
        ("quiet: 10pm to 7am", Quiet(time(22), time(7)), "latest"),
        ("quiet: off\n    catch_up: no", None, "skip"),  # YAML reads these as false
        ("catch_up: yes", None, "latest"),
        ("length: short", None, "latest"),
    ],
)
def test_quiet_hours_and_catching_up(tmp_path: Path, lines: str, quiet: Quiet | None, catch_up: str) -> None:
    channel = load(written(tmp_path, lines)).channels[0].channel()
    assert (channel.quiet, channel.catch_up) == (quiet, catch_up)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("quiet: at night", "'at night' are no quiet hours: write them such as 22:00-07:00"),
        ('quiet: "07:00-07:00"', "would be quiet all day or not at all"),
        ("quiet: 22", 'in quotation marks: quiet: "22:00-07:00"'),
        ("catch_up: all", "'all' is neither latest nor skip"),
        ("catchup: skip", "did you mean 'catch_up'?"),
    ],
)
def test_what_is_wrong_is_said_with_the_line(tmp_path: Path, lines: str, words: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        load(written(tmp_path, lines))
    assert words in str(wrong.value)
    assert "line 4" in str(wrong.value)


def test_the_check_shows_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_all(written(tmp_path, 'quiet: "22:00-07:00"\n    catch_up: skip'), as_json=False)
    assert (
        "terminal: 08:00, every day, UTC, quiet from 22:00 to 07:00, missed ones left out:" in capsys.readouterr().out
    )
