"""Web pages: the article in them, what they say about it, and pages that only look like one."""
