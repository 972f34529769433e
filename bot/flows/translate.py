"""Have a brief translated where its channel speaks another language; without a model it stays as it is."""

from __future__ import annotations

from bot.flows.drafting import LIMIT, asked_twice
from bot.news.prompting.translations import to_translate, translated, translation_request, translations_of
from bot.news.types import Brief, Sources
from bot.ports import Model, Spending


async def translate(
    brief: Brief, sources: Sources, language: str | None, model: Model | None, limit: float = LIMIT
) -> tuple[Brief, tuple[Spending, ...]]:
    """The brief with translations of its lines and quotations, as far as they pass their gate, and what that cost."""
    texts = to_translate(brief, sources, language) if language and model else {}
    if not texts or model is None or language is None:
        return brief, ()
    found, spent = await asked_twice(model, translation_request(texts, language), translations_of, limit)
    return (brief if found is None else translated(brief, found, language)), spent
