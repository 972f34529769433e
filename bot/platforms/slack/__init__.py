"""Slack as a platform: cards in Block Kit, posted once; what people say and press there, heard by Bolt."""
