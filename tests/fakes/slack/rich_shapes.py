"""What rich_text blocks may hold ("Rich text block")."""

from __future__ import annotations

from tests.fakes.slack.shapes import address, define, flag, having, listing, one_of, string, typed, whole

STYLE = having(dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
MENTION_STYLE = having(
    dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight", "unlink", "underline"), flag)
)

INLINE = ("text", "link", "emoji", "user", "usergroup", "channel", "team", "broadcast", "date", "color")
MANY = 10_000
"""No number of elements is documented; the size of the whole message is what limits them."""

define("text", {"text": string(), "style": STYLE}, ("text",))
define("link", {"url": address(), "text": string(), "unsafe": flag, "style": STYLE}, ("url",))
define("emoji", {"name": string(), "unicode": string(), "skin_tone": whole(1, 6), "style": STYLE}, ("name",))
define("user", {"user_id": string(), "style": MENTION_STYLE}, ("user_id",))
define("usergroup", {"usergroup_id": string(), "style": MENTION_STYLE}, ("usergroup_id",))
define("channel", {"channel_id": string(), "style": MENTION_STYLE}, ("channel_id",))
define("team", {"team_id": string(), "style": MENTION_STYLE}, ("team_id",))
define("broadcast", {"range": one_of("here", "channel", "everyone"), "style": STYLE}, ("range",))
define(
    "date",
    {"timestamp": whole(0, 2**40), "format": string(), "url": address(), "fallback": string(), "style": STYLE},
    ("timestamp", "format"),
)
define("color", {"value": string()}, ("value",))

# An empty section is what Slack's own clients write for an empty list item.
define("rich_text_section", {"elements": listing(typed(*INLINE), MANY, 0)}, ("elements",))
define(
    "rich_text_list",
    {
        "style": one_of("bullet", "ordered"),
        "elements": listing(typed("rich_text_section"), MANY),
        "indent": whole(0, 8),
        "offset": whole(0, 10**6),
        "border": whole(0, 1),
    },
    ("style", "elements"),
)
define("rich_text_quote", {"elements": listing(typed(*INLINE), MANY), "border": whole(0, 1)}, ("elements",))
define(
    "rich_text_preformatted",
    {"elements": listing(typed("text", "link"), MANY), "border": whole(0, 1), "language": string()},
    ("elements",),
)
define(
    "rich_text",
    {
        "elements": listing(
            typed("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"), MANY
        ),
        "block_id": string(255),
    },
    ("elements",),
)
