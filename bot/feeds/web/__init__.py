"""The open web: one careful client, and which addresses it may connect to."""
