"""Many copies of the bot on one Postgres: killed, frozen, cut off, and every edition is posted once."""
