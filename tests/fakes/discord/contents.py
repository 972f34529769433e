"""What a message is made of, classic or components V2, checked as a whole."""

from __future__ import annotations

from tests.fakes.discord.components import check_classic, check_v2
from tests.fakes.discord.embeds import check_embeds
from tests.fakes.discord.refusals import Refused, at_most, form_error
from tests.fakes.discord.world import Json

V2 = 1 << 15
CLASSIC = (0, 19, 20, 23)
"""Types of messages that somebody wrote: default, reply, answers of commands."""

CONTENT = 2000


def checked(body: Json, flags: int) -> Json:
    """The content, embeds and components of a body, as Discord keeps them.

    With the V2 flag there is nothing but components (components/reference#legacy-message-component-behavior).
    """
    content = body.get("content") or ""
    embeds = body.get("embeds") or []
    components = body.get("components") or []
    if flags & V2:
        for name, given in (
            ("content", content),
            ("embeds", embeds),
            ("poll", body.get("poll")),
            ("stickers", body.get("sticker_ids")),
        ):
            if given:
                words = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                raise form_error(name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
        if not components:
            raise Refused(50006)
        return {"content": "", "embeds": [], "components": check_v2(components)}
    at_most("content", content, CONTENT)
    content = content.strip()
    kept = check_embeds(embeds)
    if not content and not kept and not components:
        raise Refused(50006)
    return {"content": content, "embeds": kept, "components": check_classic(components)}
