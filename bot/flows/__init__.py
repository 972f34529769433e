"""The two paths: from article to posted brief, and from mention to answer. No vendor, no clock of their own."""
