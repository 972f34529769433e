"""Finds passages in the archive: an index on disk, derived from the store."""
