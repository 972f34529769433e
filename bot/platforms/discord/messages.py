"""Any card as messages for Discord."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.news.channels import UNDRESSED, Dress
from bot.news.showing.shown import AnswerCard, BriefCard, Card, EvidenceCard, NoticeCard, SourcesCard
from bot.platforms.answer_sections import answer_sections, answer_text
from bot.platforms.brief_sections import brief_sections, brief_text
from bot.platforms.chat_words import Run
from bot.platforms.discord.access import SNOWFLAKE
from bot.platforms.discord.buttons import ASK, Action, Component, link_rows, rows_below, short, story_actions
from bot.platforms.discord.embeds import embed_of
from bot.platforms.discord.layout import Body, Said, cited_in, said, texts_of
from bot.platforms.discord.marks import HEAD, tag_of
from bot.platforms.discord.pieces import packed
from bot.platforms.discord.post import Post
from bot.platforms.notice_sections import notice_sections, notice_text
from bot.platforms.proof_marks import Proofs, proofs_of
from bot.platforms.proof_sections import evidence_sections, evidence_text, sources_sections, sources_text

COMPONENTS_V2 = 1 << 15
_TEXT, _SEPARATOR, _CONTAINER = 10, 14, 17
_CALM = 0x4F6D8F
_TITLE_CHARS = 100


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Discord takes it. With `embeds` it is one of the older form, whose `components` are only rows.

    `title` is the name of a thread or post that begins with it: plain, at most 100 characters, never empty. `pings`
    are the roles that it calls.
    """

    components: tuple[Component, ...]
    embeds: tuple[dict[str, Any], ...] = ()
    title: str = ""
    pings: tuple[str, ...] = ()

    def payload(self, *, edited: bool = False) -> dict[str, Any]:
        """The JSON that posts it, without a nonce and without what it replies to. An edit calls nobody again.

        An edit can make a message of the older form one of the newer, and never the other way:
        https://docs.discord.com/developers/components/using-message-components
        """
        called: dict[str, Any] = {"roles": list(self.pings)} if self.pings and not edited else {}
        body: dict[str, Any] = {"components": list(self.components)}
        calls = " ".join(f"<@&{role}>" for role in self.pings)
        if self.embeds:
            body |= {"content": calls, "embeds": list(self.embeds)}
        else:
            top: list[Component] = [{"type": _TEXT, "content": calls}] if calls else []
            body |= {"flags": COMPONENTS_V2, "components": [*top, *body["components"]]}
            body |= {"content": None, "embeds": []} if edited else {}
        return body | {"allowed_mentions": {"parse": [], "replied_user": False, **called}}


def messages_of(card: Card, key: str, dress: Dress = UNDRESSED) -> list[Message]:
    """Never empty: the first is what stands in the place, the others follow it.

    `key` is what they are posted with.
    """
    match card:
        case BriefCard():
            messages = _brief(card, key, dress)
        case AnswerCard():
            proofs = proofs_of(card.sources)
            bodies = packed(answer_sections(card, proofs), proofs, (ASK,)) or [_named(card)]
            messages = [_marked(body, proofs, tag_of(key, n), dress, ASK) for n, body in enumerate(bodies)]
        case EvidenceCard():
            # A way to the sentence that a thumb can hit.
            below = link_rows("Open the article", (*card.source.links, card.source.url))
            messages = _unmarked(packed(evidence_sections(card), Proofs()), dress, below)
        case SourcesCard():
            messages = _unmarked(packed(sources_sections(card), Proofs()), dress)
        case NoticeCard():
            messages = [Message(tuple(_texts(body))) for body in packed(notice_sections(card), Proofs())]
    title = short(_name(card), _TITLE_CHARS)
    return [replace(message, title=title) for message in messages]


def edition_title(card: BriefCard, title: str) -> str:
    """The name of the post that holds a whole edition, which begins with a brief of that title."""
    return short(f"Edition of {card.opens} · {title}", _TITLE_CHARS) if card.opens else title


def _brief(card: BriefCard, key: str, dress: Dress) -> list[Message]:
    proofs = proofs_of(card.sources)
    actions = story_actions(card.followed)
    post = Post(proofs, actions)
    inside = packed(brief_sections(card, post), proofs, (ASK,))
    body = post.body or _named(card)
    head = _marked(body, proofs, tag_of(key, HEAD), dress, *actions, plain=dress.plain)
    if card.opens and SNOWFLAKE.fullmatch(dress.ping):
        head = replace(head, pings=(dress.ping,))
    pieces = enumerate(inside, HEAD + 1)
    return [head, *(_marked(body, proofs, tag_of(key, n), dress, ASK, plain=dress.plain) for n, body in pieces)]


def _marked(body: Body, proofs: Proofs, tag: str, dress: Dress, *actions: Action, plain: bool = False) -> Message:
    """With something to press, by which it is found again: a single action only where there is no evidence."""
    cited = tuple(cited_in(body))
    alone = len(actions) == 1
    rows = rows_below(cited, proofs, tag, () if alone else actions) or rows_below((), proofs, tag, actions)
    if plain:
        return Message(tuple(rows), (embed_of(body, _colour(dress)),))
    return Message((_container([*_texts(body), *rows], dress),))


def _unmarked(bodies: Iterable[Body], dress: Dress, below: Sequence[Component] = ()) -> list[Message]:
    return [Message((_container([*_texts(body), *below], dress),)) for body in bodies]


def _texts(body: Sequence[Said]) -> list[Component]:
    made: list[Component] = []
    for text in texts_of(body):
        made += [{"type": _SEPARATOR, "divider": True, "spacing": 1}] if text.gap == "rule" else []
        made.append({"type": _TEXT, "content": text.words})
    return made


def _container(components: list[Component], dress: Dress) -> Component:
    return {"type": _CONTAINER, "accent_color": _colour(dress), "components": components}


def _colour(dress: Dress) -> int:
    return int(dress.accent.lstrip("#"), 16) if dress.accent else _CALM


def _named(card: Card) -> Body:
    """For a message that has no room for what it is about, or nothing to say."""
    return (said((Run(short(_name(card), _TITLE_CHARS)),), "title"),)


def _name(card: Card) -> str:
    match card:
        case BriefCard():
            return brief_text(replace(card, lead=()))
        case AnswerCard():
            return answer_text(card)
        case EvidenceCard():
            return evidence_text(card)
        case SourcesCard():
            return sources_text(card)
        case NoticeCard():
            return " ".join(notice_text(card).split())
