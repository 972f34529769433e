"""SIGTERM in the middle of work: what was heard is answered, what is being sent is finished, nothing more is begun."""

from __future__ import annotations

import time
from pathlib import Path

from tests.fakes.slack import FakeSlack
from tests.platforms.slack.test_run import ANNA, ARTICLE, NEWS, SETTINGS, running

_QUESTIONS = 4  # in one thread: answered one after the other
_CHANNELS = 10


def folder_of(tmp_path: Path, settings: str) -> Path:
    for name in ("seeds", "config"):
        (tmp_path / name).mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "config" / "factbox.yaml").write_text(settings, encoding="utf-8")
    return tmp_path


async def test_what_was_heard_before_it_stops_is_answered_whole(tmp_path: Path) -> None:
    async with FakeSlack(clock=time.time) as slack:
        slack.person(ANNA, admin=True)
        slack.channel(NEWS, "news", members=(ANNA,))
        async with running(folder_of(tmp_path, SETTINGS.format(url=slack.api_url)), slack):
            await slack.until(lambda: slack.messages(NEWS), 30)
            brief = slack.messages(NEWS)[0]["ts"]
            for _ in range(_QUESTIONS):
                await slack.says(
                    ANNA, NEWS, f"<@{slack.bot_user}> how many passengers were on the ferry?", thread=brief
                )
        answers = [m for m in slack.messages(NEWS, brief) if "reply" in str(m.get("metadata"))]
        assert len(answers) == _QUESTIONS
        assert not any(message.get("streaming") for message in slack.messages(NEWS, brief))


async def test_of_a_morning_no_more_is_begun_and_the_rest_comes_after_the_restart(tmp_path: Path) -> None:
    names = [f"C0N{n}" for n in range(_CHANNELS)]
    async with FakeSlack(clock=time.time) as slack:

        def posted() -> int:
            return sum(len(slack.messages(name)) for name in names)

        slack.person(ANNA, admin=True)
        for name in names:
            slack.channel(name)
        channels = ", ".join(f'{{slack: {name}, times: ["00:00"]}}' for name in names)
        others = SETTINGS.format(url=slack.api_url).rpartition("channels:")[0]
        folder = folder_of(tmp_path, f"{others}channels: [{channels}]\n")
        async with running(folder, slack):
            await slack.until(lambda: posted() >= 2, 30)
        assert posted() < _CHANNELS
        async with running(folder, slack):
            await slack.until(lambda: posted() == _CHANNELS, 30)
        assert [len(slack.messages(name)) for name in names] == [1] * _CHANNELS
