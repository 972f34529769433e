"""Have a brief translated where its channel speaks another language, or an answer where somebody asks for it."""

from __future__ import annotations

from bot.flows.drafting import LIMIT, LIMIT_IN_CHAT, asked_twice
from bot.news.prompting.translations import Said, to_translate, translated, translation_request, translations_of
from bot.news.types import Answer, Brief, Sources
from bot.ports import Model, Spending


async def translate(
    brief: Brief, sources: Sources, language: str | None, model: Model | None, limit: float = LIMIT
) -> tuple[Brief, tuple[Spending, ...]]:
    """The brief with translations of its lines and quotations, as far as they pass their gate, and what that cost.

    Without a language or a model it stays as it is.
    """
    return await _translated(brief, sources, language, model, limit) if language and model else (brief, ())


async def translate_answer(
    answer: Answer, sources: Sources, language: str, model: Model, limit: float = LIMIT_IN_CHAT
) -> tuple[Answer, tuple[Spending, ...]]:
    """The answer with translations of its lines, as far as they pass their gate, and what that cost."""
    return await _translated(answer, sources, language, model, limit)


async def _translated(
    said: Said, sources: Sources, language: str, model: Model, limit: float
) -> tuple[Said, tuple[Spending, ...]]:
    texts = to_translate(said, sources, language)
    if not texts:
        return said, ()
    found, spent = await asked_twice(model, translation_request(texts, language), translations_of, limit)
    return (said if found is None else translated(said, found, language)), spent
