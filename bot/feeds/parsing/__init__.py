"""Feed documents of every kind to the items they list."""
