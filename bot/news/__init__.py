"""Nouns and rules: what an article says, what may be posted. No clock, disk, network, async or vendor."""
