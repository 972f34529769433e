"""The extractive draft: what of an article a brief is made of."""
