"""All that is kept as a picture: the article in seeds/ as each platform shows it."""

from __future__ import annotations

from tests.pictures.browser import Scene
from tests.pictures.discord_scenes import discord_scenes
from tests.pictures.seed import told
from tests.pictures.slack_scenes import slack_scenes


async def kept_scenes() -> dict[str, Scene]:
    """Each picture's name and what is on it."""
    story = await told()
    return {**slack_scenes(story), **discord_scenes(story)}
