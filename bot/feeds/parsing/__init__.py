"""Feed documents of every kind to the items they list."""

from bot.feeds.parsing.discovery import FoundFeed, feeds_of_page
from bot.feeds.parsing.feed import read_feed, read_light
from bot.feeds.parsing.links import read_links
from bot.feeds.parsing.opml import Outline, read_opml, write_opml

__all__ = [
    "FoundFeed",
    "Outline",
    "feeds_of_page",
    "read_feed",
    "read_light",
    "read_links",
    "read_opml",
    "write_opml",
]
