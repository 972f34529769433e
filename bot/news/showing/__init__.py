"""From proven things to cards: what is shown, before any platform dresses it."""
