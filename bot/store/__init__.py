"""The store: what was read, what was proven and what is owed, in an SQL database. `engine.open_store` opens it."""
