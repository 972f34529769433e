"""What tells one event from another: an article's telling marks, how rare they are, and how alike two articles are."""
