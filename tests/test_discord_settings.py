"""What an operator sets of Discord: the token, the channels there, and how posts look in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.discord_settings import DiscordSettings
from bot.news.channels import UNDRESSED, Dress, Place
from bot.settings import Settings, SettingsError, load

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GinvEn.ted-by-nobody-at_all-0123456789abcdefg"
ID = "1234567890123456789"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(text: str) -> Settings:
    path = Path("factbox.yaml")
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_the_token_comes_from_the_environment_or_a_file_and_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("token").write_text(f"  {TOKEN}\n")
    of_file = read("discord:\n  token_file: token").discord
    monkeypatch.setenv("FACTBOX_DISCORD__TOKEN", TOKEN)
    of_environment = read("discord:\n  api_url: http://127.0.0.1:9/api/v10/").discord
    assert of_file is not None
    assert of_environment is not None
    assert of_file.access().token == TOKEN
    assert of_file.access().api_url == "https://discord.com/api/v10"
    assert of_environment.access().token == TOKEN
    assert of_environment.access().api_url == "http://127.0.0.1:9/api/v10"
    for shown in (of_file, of_environment, of_file.access(), of_environment.access()):
        assert "ted-by-nobody" not in f"{shown!r} {shown}"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "Discord's token is missing. Copy it at discord.com/developers/applications"),
        (f"Bot {TOKEN}", "Discord's token has “Bot” before it: leave that out"),
        (f"bearer  {TOKEN}", "has “bearer” before it"),
        (f'"{TOKEN}"', "holds a space or quotation marks"),
        (f"{TOKEN} {TOKEN}", "holds a space or quotation marks"),
        (ID, "What is set as Discord's token is the application's ID. Copy the bot's token"),
        ("0" * 63 + "f", "is the application's public key"),
        ("Aa0_-" * 6 + "Zz", "looks like the application's client secret"),
        (f"mfa.{TOKEN}", "is a person's"),
        ("https://discord.com/api/webhooks/1/x", "is an address"),
        ("a.b", "has not the three parts of a token"),
        ("ä.b.c", "has not the three parts of a token"),
    ],
)
def test_what_is_no_bot_token_is_named_and_not_shown(said: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBOX_DISCORD__TOKEN", said)
    discord = read("discord: {}").discord
    assert discord is not None
    with pytest.raises(SettingsError) as refused:
        discord.access()
    assert words in str(refused.value)
    assert "ted-by-nobody" not in str(refused.value)


@examples(max_examples=60)
@given(st.text(max_size=90))
def test_whatever_is_pasted_is_a_token_or_refused_in_words(said: str) -> None:
    try:
        token = DiscordSettings(token=said).access().token  # type: ignore[arg-type]
    except SettingsError:
        return
    assert token == said.strip()
    assert token.count(".") == 2
    assert token.isascii()
    assert token.isprintable()


def test_a_token_file_that_cannot_be_read_is_named() -> None:
    discord = read("discord:\n  token_file: nowhere").discord
    assert discord is not None
    with pytest.raises(SettingsError, match=r"discord\.token_file nowhere cannot be read: No such file or directory$"):
        discord.access()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"discord:\n  token: {TOKEN}", ["Discord's token does not belong into this file", "FACTBOX_DISCORD__TOKEN"]),
        ("discord:\n  tokn_file: x", ["line 2", "did you mean 'token_file'?"]),
        ("discord:\n  operator: anna", ["line 2", "'anna' is no user ID such as", "Developer Mode"]),
        ("discord:\n  operator: true", ["line 2", "True is no user ID such as"]),
        ("discord:\n  api_url: discord.com", ["line 2", "is no address such as https://discord.com/api/v10"]),
        ("channels:\n  - discord: '#news'", ["line 2", "'#news' is no channel ID such as", "Developer Mode"]),
        ("channels:\n  - discord: 123", ["line 2", "'123' is no channel ID"]),
        (f"channels:\n  - discord: {ID}\n    slack: C0000001", ["line 2", "either terminal: true or slack", "discord"]),
        (f"channels:\n  - discord: {ID}\n  - discord: '{ID}'", [f"discord: {ID} is set twice"]),
        (f"channels:\n  - discord: {ID}\n    owner: U0000001", ["line 3", "'U0000001' is no user ID"]),
        (f"channels:\n  - slack: C0000001\n    owner: '{ID}'", ["line 3", f"'{ID}' is no member ID such as U0"]),
        (f"channels:\n  - discord: {ID}\n    accent: reddish", ["line 3", "'reddish' is no colour", "mean 'red'?"]),
        (f"channels:\n  - discord: {ID}\n    accent: #1f6feb", ["line 3", 'quotation marks: accent: "#1f6feb"']),
        (f"channels:\n  - discord: {ID}\n    accent: 123456", ["line 3", 'quotation marks: accent: "#1f6feb"']),
        (f"channels:\n  - discord: {ID}\n    ping: '@everyone'", ["line 3", "everybody at once is never called"]),
        (f"channels:\n  - discord: {ID}\n    posts: article", ["line 3", "'story' or 'edition'"]),
        (f"channels:\n  - discord: {ID}\n    tags: World", ["line 3", "tags is a list: [World]"]),
        (
            "channels:\n  - terminal: true\n    accent: blue",
            ["line 2", "accent can be set of a channel on discord alone"],
        ),
        (
            "channels:\n  - slack: C0000001\n    ping: ''\n    tags: []",
            ["line 2", "ping and tags can be set of a channel on discord alone"],
        ),
    ],
)
def test_what_is_wrong_of_discord_is_refused_with_line_and_cure(said: str, words: list[str]) -> None:
    with pytest.raises(SettingsError) as refused:
        read(said)
    for each in words:
        assert each in str(refused.value)
    assert "ted-by-nobody" not in str(refused.value)


@pytest.mark.parametrize("quote", ["", "'"])
def test_ids_are_taken_as_yaml_reads_them(quote: str) -> None:
    settings = read(
        f"discord:\n  operator: {quote}1234567890123456780{quote}\nchannels:\n  - discord: {quote}{ID}{quote}\n"
        f"    owner: {quote}1234567890123456781{quote}\n    ping: {quote}1234567890123456782{quote}\n"
    )
    channel = settings.channels[0].channel()
    assert (channel.name, channel.place) == (f"discord:{ID}", Place("discord", ID))
    assert (channel.owner, channel.dress) == ("@1234567890123456781", Dress(ping="1234567890123456782"))
    assert settings.operators() == {"discord": "@1234567890123456780"}


def test_how_posts_look_is_as_it_is_set() -> None:
    plain, dressed = read(
        f'channels:\n  - discord: {ID}\n  - discord: 2234567890123456789\n    accent: "1F6FEB"\n    plain: true\n'
        "    ping: '<@&1234567890123456782>'\n    publish: yes\n    posts: edition\n    tags: [World, world, ' Climate ']\n"
    ).channels
    assert plain.channel().dress == UNDRESSED
    assert plain.channel().owner is None
    assert dressed.channel().dress == Dress(
        "#1f6feb", True, "1234567890123456782", True, "edition", ("World", "Climate")
    )


def test_the_environment_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBOX_DISCORD__TOKEN", TOKEN)
    monkeypatch.setenv("FACTBOX_CHANNELS", f'[{{"discord": {ID}}}]')
    settings = load()
    assert settings.discord is not None
    assert settings.discord.access().token == TOKEN
    assert settings.channels[0].channel().place == Place("discord", ID)
