"""Discord: the bot, its posts and what people do with them."""
