"""Factbox: a self-hosted news-briefing bot that posts nothing its sources do not show."""

__version__ = "0.1.0"
