"""The platforms: where cards are shown and questions heard."""
