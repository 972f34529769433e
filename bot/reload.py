"""The settings read again while the bot runs: channels, sources and owners change at once, the rest with a restart."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.app import now
from bot.app.running import Opened, fetchers_of
from bot.ports import Unavailable
from bot.settings import Settings, SettingsError

_AT_ONCE = {"channels", "sources", "owners"}

log = structlog.get_logger()


class Reload:
    """Called it reads the settings by `load` and changes what can be changed; with an error in them nothing."""

    def __init__(self, settings: Settings, load: Callable[[], Settings], opened: Opened) -> None:
        self._settings, self._load, self._opened = settings, load, opened

    async def __call__(self) -> None:
        try:
            new = self._load()
            owned, channels = new.owned(), [s.channel() for s in new.channels]
            await self._opened.web.feeds.follow(new.feeds(), "file", now())
        except (SettingsError, Unavailable) as error:
            log.error("settings_not_changed", why=str(error))
            return
        self._opened.chat.channels.settle(channels)
        self._opened.app.fetchers.clear()
        self._opened.app.fetchers.update(fetchers_of(new))
        self._opened.owners.clear()
        self._opened.owners.update(owned)
        changed = sorted(name for name in type(new).model_fields if getattr(new, name) != getattr(self._settings, name))
        later = [name for name in changed if name not in _AT_ONCE]
        log.info("settings_changed", changed=changed)
        if later:
            log.warning("settings_need_a_restart", of=later)
        self._settings = new.model_copy(update={name: getattr(self._settings, name) for name in later})
