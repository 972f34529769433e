"""What the commands say of themselves, in the languages that we speak; their names stay English, as in our own words.

Discord shows each person the words of their own language: at most 100 characters of each description.
https://docs.discord.com/developers/interactions/application-commands#localization
"""

from __future__ import annotations

from typing import Any

from discord import Locale, app_commands

BRIEF = "News briefs with their proof: set them up, and ask about them"
NOW = "What is new, at once"
SUBSCRIBE = "Have briefs come here, or change all that is set"
UNSUBSCRIBE = "No more briefs here"
SOURCES = "Which outlets are told here, and new feeds"
TOPICS = "What comes first here, and what never"
TIMES = "When briefs come here"
QUIET = "Hours in which nothing new comes here"
LOOK = "How posts look here, whom they call, and how they stand in a forum"
PAUSE = "No briefs for a while"
RESUME = "Briefs again after a pause"
WHY = "Why an article was told here, or was not"
ASK = "Ask about anything in the articles"
HELP = "What I can do"

THE_SOURCES = "Outlets or sites, with commas between them; “all” for all"
THE_FEED = "Address of a feed to add, such as https://example.org/feed.xml; it is read for all channels"
THE_TOPICS = "Topics, with commas between them; a minus for none of it: world, climate, -sport"
THE_TIMES = "Times of day, such as 08:00 or 8am, 5:30pm"
THE_DAYS = "Days, such as daily, weekdays or mon, wed, fri"
THE_ZONE = "Time zone: a city, a region or what a clock shows"
THE_QUIET = "Quiet hours, such as 22:00-07:00; one edition comes when they end; “off” for none"
THE_CATCH_UP = "What becomes of editions that could not come in time"
THE_LENGTH = "How much an edition tells"
THE_LANGUAGE = "Language that points are translated into"
THE_ACCENT = "Colour, such as blue or #1f6feb; “none” for none"
THE_PLAIN = "Whether posts have the plain form that older clients show, too"
THE_PING = "The role that each edition calls"
THE_PUBLISH = "In an announcement channel: whether channels that follow it get the posts as well"
THE_POSTS = "In a forum: what gets a post of its own"
THE_TAGS = "In a forum: tags of the posts, with commas between them; “none” for none"
THE_ADDRESS = "Address of the article"
THE_QUESTION = "Your question; it is posted here with your name"

# German, French, Spanish.
_WORDS = {
    BRIEF: (
        "Nachrichten mit Belegen: einrichten und dazu fragen",
        "L’actualité avec ses preuves : la régler et poser des questions",
        "Noticias con sus pruebas: configurarlas y preguntar por ellas",
    ),
    NOW: ("Was es Neues gibt, sofort", "Ce qu’il y a de nouveau, tout de suite", "Lo nuevo, ahora mismo"),
    SUBSCRIBE: (
        "Briefs hierher bestellen oder alle Einstellungen ändern",
        "Recevoir les briefs ici, ou changer tous les réglages",
        "Recibir los resúmenes aquí, o cambiar todos los ajustes",
    ),
    UNSUBSCRIBE: ("Keine Briefs mehr hier", "Plus de briefs ici", "No más resúmenes aquí"),
    SOURCES: (
        "Welche Medien hier erzählt werden, und neue Feeds",
        "Quels médias sont repris ici, et nouveaux flux",
        "Qué medios se cuentan aquí, y nuevos canales de noticias",
    ),
    TOPICS: (
        "Was hier zuerst kommt und was nie",
        "Ce qui vient d’abord ici, et ce qui ne vient jamais",
        "Qué va primero aquí, y qué no aparece nunca",
    ),
    TIMES: ("Wann Briefs hierher kommen", "Quand les briefs arrivent ici", "Cuándo llegan los resúmenes aquí"),
    QUIET: (
        "Stunden, in denen hier nichts Neues kommt",
        "Heures pendant lesquelles rien de nouveau n’arrive ici",
        "Horas en las que aquí no llega nada nuevo",
    ),
    LOOK: (
        "Wie Beiträge hier aussehen, wen sie rufen und wie sie im Forum stehen",
        "L’apparence des messages ici, qui ils appellent, et leur forme dans un forum",
        "Cómo se ven los mensajes aquí, a quién avisan y cómo van en un foro",
    ),
    PAUSE: ("Eine Weile keine Briefs", "Pas de briefs pendant un temps", "Sin resúmenes por un tiempo"),
    RESUME: ("Nach einer Pause wieder Briefs", "Reprendre les briefs après une pause", "Reanudar los resúmenes"),
    WHY: (
        "Warum ein Artikel hier erzählt wurde oder nicht",
        "Pourquoi un article a été repris ici, ou pas",
        "Por qué un artículo se contó aquí, o no",
    ),
    ASK: (
        "Etwas zu den Artikeln fragen",
        "Poser une question sur les articles",
        "Preguntar algo sobre los artículos",
    ),
    HELP: ("Was ich kann", "Ce que je sais faire", "Lo que sé hacer"),
    THE_SOURCES: (
        "Medien oder Seiten, mit Kommas getrennt; „all“ für alle",
        "Médias ou sites, séparés par des virgules ; « all » pour tous",
        "Medios o sitios, separados por comas; «all» para todos",
    ),
    THE_FEED: (
        "Adresse eines neuen Feeds, etwa https://example.org/feed.xml; er wird für alle Kanäle gelesen",
        "Adresse d’un flux à ajouter (https://example.org/feed.xml), lu pour tous les salons",
        "Dirección de una fuente nueva (https://example.org/feed.xml); se lee para todos los canales",
    ),
    THE_TOPICS: (
        "Themen, mit Kommas getrennt; mit Minus: nichts davon (world, climate, -sport)",
        "Sujets, séparés par des virgules ; avec un moins, jamais : world, climate, -sport",
        "Temas, separados por comas; con un menos, nada de eso: world, climate, -sport",
    ),
    THE_TIMES: (
        "Uhrzeiten, etwa 08:00 oder 8:00, 17:30",
        "Heures, comme 08:00 ou 8:00, 17:30",
        "Horas, como 08:00 o 8:00, 17:30",
    ),
    THE_DAYS: (
        "Tage: daily (täglich), weekdays (werktags) oder mon, wed, fri",
        "Jours : daily (tous), weekdays (en semaine) ou mon, wed, fri",
        "Días: daily (todos), weekdays (laborables) o mon, wed, fri",
    ),
    THE_ZONE: (
        "Zeitzone: eine Stadt, eine Region oder was die Uhr zeigt",
        "Fuseau horaire : une ville, une région ou ce que montre l’horloge",
        "Zona horaria: una ciudad, una región o lo que muestra el reloj",
    ),
    THE_QUIET: (
        "Ruhige Stunden, etwa 22:00-07:00; danach kommt eine Ausgabe; „off“ für keine",
        "Heures calmes, comme 22:00-07:00 ; une édition vient ensuite ; « off » pour aucune",
        "Horas de silencio, como 22:00-07:00; después llega una edición; «off» para ninguna",
    ),
    THE_CATCH_UP: (
        "Was aus Ausgaben wird, die nicht rechtzeitig kommen konnten",
        "Ce que deviennent les éditions qui n’ont pas pu venir à temps",
        "Qué pasa con las ediciones que no pudieron llegar a tiempo",
    ),
    THE_LENGTH: ("Wie viel eine Ausgabe erzählt", "Ce que raconte une édition", "Cuánto cuenta una edición"),
    THE_LANGUAGE: (
        "Sprache, in die übersetzt wird",
        "Langue dans laquelle les points sont traduits",
        "Idioma al que se traducen los puntos",
    ),
    THE_ACCENT: (
        "Farbe, etwa blue oder #1f6feb; „none“ für keine",
        "Couleur, comme blue ou #1f6feb ; « none » pour aucune",
        "Color, como blue o #1f6feb; «none» para ninguno",
    ),
    THE_PLAIN: (
        "Ob Beiträge die schlichte Form haben, die auch ältere Programme zeigen",
        "Si les messages ont la forme simple que les anciens clients montrent aussi",
        "Si los mensajes llevan la forma simple que muestran también los clientes antiguos",
    ),
    THE_PING: (
        "Die Rolle, die jede Ausgabe ruft",
        "Le rôle que chaque édition appelle",
        "El rol al que avisa cada edición",
    ),
    THE_PUBLISH: (
        "Im Ankündigungskanal: ob auch Kanäle, die ihm folgen, die Beiträge bekommen",
        "Dans un salon d’annonces : si les salons qui le suivent reçoivent aussi les messages",
        "En un canal de anuncios: si los canales que lo siguen reciben también los mensajes",
    ),
    THE_POSTS: (
        "Im Forum: was einen eigenen Beitrag bekommt",
        "Dans un forum : ce qui a son propre post",
        "En un foro: qué tiene su propia publicación",
    ),
    THE_TAGS: (
        "Im Forum: Tags der Beiträge, mit Kommas getrennt; „none“ für keine",
        "Dans un forum : tags des posts, séparés par des virgules ; « none » pour aucun",
        "En un foro: etiquetas de las publicaciones, separadas por comas; «none» para ninguna",
    ),
    THE_ADDRESS: ("Adresse des Artikels", "Adresse de l’article", "Dirección del artículo"),
    THE_QUESTION: (
        "Deine Frage; sie wird hier mit deinem Namen gestellt",
        "Ta question ; elle est posée ici à ton nom",
        "Tu pregunta; se publica aquí con tu nombre",
    ),
}
_AT = {Locale.german: 0, Locale.french: 1, Locale.spain_spanish: 2, Locale.latin_american_spanish: 2}


class Words(app_commands.Translator):
    """Gives discord.py the words of each language."""

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """None, which leaves the English, for every other language and for names."""
        words = _WORDS.get(string.message)
        return words[_AT[locale]] if words is not None and locale in _AT else None


def languages() -> dict[str, tuple[str, ...]]:
    """Each description in English with what it is in the others."""
    return dict(_WORDS)


def said(description: str) -> Any:
    """A description that is translated."""
    return app_commands.locale_str(description)
