"""Web pages: the article in them, what they say about it, and pages that only look like one."""

from bot.feeds.pages.page import page_of as page_of
from bot.feeds.pages.page import read_page as read_page
from bot.feeds.pages.page import warm as warm
