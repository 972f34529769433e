"""Invented pages to read."""

from __future__ import annotations

URL = "https://www.alderpost.example.org/harbour/night-ferry?from=front"
PARAGRAPHS = (
    "The night ferry between Alder and Brinmouth will run again from Friday, after four months in which the"
    " harbour's northern quay was closed for repairs.",
    "“People here have planned their weeks around that boat for sixty years,” said Ida Marlow, who chairs the"
    " harbour council, after a meeting that went on for six hours.",
    "The repairs cost 2.4 million crowns, a third more than planned. Divers had found that nine of the quay's"
    " wooden piles were eaten away below the water line.",
    "Two crossings a night are planned at first. The company said that it would decide in May whether a third one"
    " pays, and that fares stay as they were.",
)
BANNER = (
    "We and our 812 partners use cookies and process personal data such as IP addresses, with your consent. You can"
    " accept all cookies or manage settings. Your consent applies to our privacy policy and legitimate interests."
)


def html(body: str, head: str = "", lang: str = "en") -> bytes:
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'.encode()


def article(head: str = "", *, before: str = "", after: str = "", title: str = "Night ferry returns") -> bytes:
    story = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    return html(f"<main><article><h1>{title}</h1>{before}{story}{after}</article></main>", head)


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'
