"""Language models that write drafts. None is needed: without one the bot takes the articles' own sentences."""
