"""The fetchers: where articles come from."""
