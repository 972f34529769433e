import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.checkup import check_all, write_example
from bot.news.channels import Place
from bot.news.followed import Feed
from bot.news.telling.independence import independent_sources
from bot.owners import owned_outlets
from bot.settings import SettingsError, load, named_at
from bot.sources import feed_id
from tests.make import an_article


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str) -> Path:
    path = Path("factbox.yaml")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("stroe: sqlite://", ["factbox.yaml, line 1", "unknown key 'stroe'", "did you mean 'store'?"]),
        (
            "channels:\n  - terminal: true\n    tmes: ['08:00']",
            ["line 3", "'channels.0.tmes'", "did you mean 'times'?"],
        ),
        ("channels:\n  - terminal: true\n    times: ['8 ish']", ["line 3", "'8 ish' is no time of day such as 08:00"]),
        ("channels:\n  - terminal: true\n    timezone: Europe/Berln", ["line 3", "did you mean 'Europe/Berlin'?"]),
        ("channels:\n  - terminal: true\n    days: moonday", ["line 3", "is no list of days such as mon-fri"]),
        ("store: postgresql://me:se/cr?t@db.test/news", ["password does not belong into this file", "store_file"]),
        ("store: postgresql://me@db.test/news?password=hush", ["password does not belong into this file"]),
        ("model:\n  name: m\n  api_key: abc", ["does not belong into this file", "FACTBOX_MODEL__API_KEY"]),
        ("store: [", ["factbox.yaml: cannot be read"]),
        ("just words", ["holds no settings"]),
    ],
)
def test_a_wrong_file_is_refused_with_file_line_key_and_cure(text: str, words: list[str]) -> None:
    path = written(text)
    with pytest.raises(SettingsError) as refused:
        load(path)
    for word in words:
        assert word in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- fed: https://x.test/rss", ["line 2", "names no folder, feed or page", "'fed'", "did you mean 'feed'?"]),
        ("- feed: https://x.test/rss\n  page: https://x.test", ["line 2", "sets 'feed' and 'page'"]),
        ("- feed: https://x.test/rss\n  outlt: X", ["line 3", "'sources.0.outlt'", "did you mean 'outlet'?"]),
        (
            "- folder: a\n- feed: https://x.test/rss\n  links: a",
            ["line 3", "'links' goes with 'page', not with 'feed'"],
        ),
        ("- folder: a\n  full_text: true", ["line 2", "'full_text' goes with 'feed' or 'page'"]),
        ("- page: https://x.test", ["line 2", "sources.0.links: is missing"]),
        ("- page: https://x.test\n  links: 'h2 a['", ["line 3", "no CSS selector"]),
        ("- feed: ftp://x.test/rss", ["line 2", "no web address such as https://"]),
        ("- feed: https://me:hush@x.test/rss", ["line 2", "no user name or password"]),
        ("- feed: https://x.test/rss\n  new_at_first: 1001", ["line 3", "new_at_first", "1000"]),
        ("- feed: https://x.test/rss\n  topics: sea", ["line 3", "topics is a list: [sea]"]),
        ("- just words", ["line 2", "`feed: ADDRESS`"]),
        ("- outlet: X", ["line 2", "names no folder, feed or page"]),
        ("- feed: https://x.test/rss\n- feed: http://www.x.test/rss", ["https://x.test/rss is named twice"]),
    ],
)
def test_a_wrong_source_is_refused_with_line_and_cure(text: str, words: list[str]) -> None:
    path = written("sources:\n" + text)
    with pytest.raises(SettingsError) as refused:
        load(path)
    for word in words:
        assert word in str(refused.value)
    assert "hush" not in str(refused.value)


def test_sources_are_folders_feeds_and_pages() -> None:
    path = written(
        "sources:\n"
        "  - folder: seeds\n"
        "  - feed: https://x.test/rss?feed=all\n    outlet: X\n    topics: [sea]\n    full_text: false\n"
        "    new_at_first: 0\n"
        "  - page: https://y.test/news\n    links: h2 a\n"
    )
    settings = load(path)
    assert [s.folder for s in settings.folders()] == [Path("seeds")]
    feed, page = settings.feeds()
    assert feed == Feed(feed.id, "https://x.test/rss?feed=all", "X", ("sea",), None, False, 0)
    assert page == Feed(page.id, "https://y.test/news", links="h2 a")
    assert named_at(path, page.id) == "factbox.yaml, line 8"


def test_a_feed_keeps_its_id_however_its_address_is_spelt() -> None:
    same = {feed_id(url) for url in ("https://x.test/rss", "http://www.x.test/rss/", "https://X.test:443/rss#top")}
    assert len(same) == 1
    assert all(len(name) == 20 for name in same)
    # The query chooses the feed: nothing in it may be taken for a mere way to get there.
    assert (
        len({feed_id(f"https://x.test/rss{query}") for query in ("", "?feed=rss", "?source=web", "?source=app")}) == 4
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("alow: []", ["line 2", "did you mean 'allow'?"]),
        ("allow: [10.0.0.0/33]", ["line 2", "no address or network such as"]),
        ("allow: [10.1.2.3/8]", ["the network is 10.0.0.0/8"]),
        ("allow: 10.0.0.0/8", ["should be a list"]),
        ("listen: here", ["no address to listen at"]),
        ("listen: '127.0.0.1:70000'", ["no address to listen at"]),
        ("public_url: http://x.test", ["no https address"]),
        ('contact: "a@x.test\\r\\nHost: y"', ["no address such as"]),
    ],
)
def test_wrong_web_settings_are_refused(text: str, words: list[str]) -> None:
    with pytest.raises(SettingsError) as refused:
        load(written(f"web:\n  {text}"))
    for word in words:
        assert word in str(refused.value)


def test_web_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBOX_WEB__ALLOW", '["192.168.1.20", "fd00::/8"]')
    web = load(written("web:\n  listen: '[::1]:8080'\n  public_url: https://x.test/\n  contact: news@x.test")).web
    assert web.listen_at() == ("::1", 8080)
    assert (web.public_url, web.contact, web.allow) == ("https://x.test", "news@x.test", ("192.168.1.20", "fd00::/8"))
    monkeypatch.setenv("FACTBOX_WEB__ALOW", "[]")
    with pytest.raises(SettingsError, match="did you mean 'FACTBOX_WEB__ALLOW'"):
        load()


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written("store: sqlite:///a.db\nmodel:\n  name: one\n  timeout: 5")
    monkeypatch.setenv("FACTBOX_MODEL__NAME", "two")
    settings = load(path)
    assert settings.model is not None
    assert (settings.store, settings.model.name, settings.model.timeout) == ("sqlite:///a.db", "two", 5)


@pytest.mark.parametrize(
    ("store", "index", "folder"),
    [
        ("sqlite:///data/news.db", None, Path("data/news.db.index")),
        ("sqlite:////var/lib/news.db?timeout=2", None, Path("/var/lib/news.db.index")),
        ("sqlite:///data/news.db", "found/here", Path("found/here")),
        ("sqlite://", None, None),
        ("sqlite://", "found/here", None),
        ("sqlite:///:memory:", None, None),
    ],
)
def test_the_index_lies_beside_the_store_or_where_it_is_set(store: str, index: str | None, folder: Path | None) -> None:
    settings = load(written(f"store: '{store}'" + (f"\nindex: {index}" if index else "")))
    assert settings.index_path() == folder


def test_turns_are_kept_for_a_month_or_as_long_as_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().keeping() == timedelta(days=30)
    assert load(written("retention: 1")).keeping() == timedelta(days=1)
    monkeypatch.setenv("FACTBOX_RETENTION", "3650")
    assert load(written("retention: 1")).keeping() == timedelta(days=3650)


@pytest.mark.parametrize("said", ["0", "3651", "-1", "1.5", "30 days", "true", "", "[30]", "٣", "9" * 4000])
def test_a_time_that_nothing_can_be_kept_for_is_refused(said: str) -> None:
    with pytest.raises(SettingsError, match=r"line 1: retention: .* is no number of days from 1 to 3650"):
        load(written(f"retention: {said}"))


def test_an_index_without_a_folder_of_its_own_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"line 1: index: '\.' names no folder of its own such as data/index"):
        load(written("index: ''"))


def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBOX_STOER", "sqlite://")
    with pytest.raises(SettingsError, match="unknown variable FACTBOX_STOER: did you mean 'FACTBOX_STORE'"):
        load()


def test_a_key_comes_from_the_environment_or_a_file_and_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("key").write_text("sk-from-a-file\n", encoding="utf-8")
    monkeypatch.setenv("FACTBOX_MODEL__NAME", "m")
    monkeypatch.setenv("FACTBOX_MODEL__API_KEY_FILE", "key")
    from_file = load()
    assert from_file.model is not None
    key = from_file.model.key()
    assert key is not None
    assert key.get_secret_value() == "sk-from-a-file"
    monkeypatch.delenv("FACTBOX_MODEL__API_KEY_FILE")
    monkeypatch.setenv("FACTBOX_MODEL__API_KEY", "sk-from-the-environment")
    assert "sk-" not in repr(load())


def test_a_missing_key_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBOX_MODEL__NAME", "m")
    monkeypatch.setenv("FACTBOX_MODEL__API_KEY_FILE", "nowhere")
    settings = load()
    assert settings.model is not None
    with pytest.raises(SettingsError, match="nowhere"):
        settings.model.key()


def test_a_named_file_that_is_missing_is_an_error_and_none_at_all_is_not() -> None:
    with pytest.raises(SettingsError, match="no such file"):
        load(Path("elsewhere.yaml"))
    assert load().sources == ()


def test_what_init_writes_is_the_example_in_config_and_can_be_used() -> None:
    write_example(Path("new/factbox.yaml"))
    written_text = Path("new/factbox.yaml").read_text(encoding="utf-8")
    example = Path(__file__).parent.parent / "config" / "factbox.example.yaml"
    assert written_text == example.read_text(encoding="utf-8")
    settings = load(Path("new/factbox.yaml"))
    assert settings.channels[0].channel().zone == "UTC"
    with pytest.raises(FileExistsError):
        write_example(Path("new/factbox.yaml"))


def test_every_setting_is_in_the_example_and_what_it_comments_out_can_be_used() -> None:
    from bot.discord_settings import DiscordSettings
    from bot.settings import ChannelSettings, ModelSettings, Settings
    from bot.slack_settings import SlackSettings
    from bot.sources import KINDS, WebSettings

    example = (Path(__file__).parent.parent / "config" / "factbox.example.yaml").read_text(encoding="utf-8")
    parts = (Settings, *KINDS.values(), WebSettings, ChannelSettings, ModelSettings, SlackSettings, DiscordSettings)
    for part in parts:
        for name in set(part.model_fields) - {"api_key", *SlackSettings.SECRETS, *DiscordSettings.SECRETS}:
            assert f"{name}:" in example, name
    whole = re.sub(r"^( *)# (?= *(?:- )?[a-z_]+:(?: |$))", r"\1", example, flags=re.MULTILINE)
    settings = load(written(whole))
    assert len(settings.feeds()) == 2
    assert settings.web.listen_at() is not None
    assert settings.model is not None
    assert [server.base_url for server in settings.model.fallback] == ["http://localhost:8000/v1"]
    assert settings.channels[0].channel().language == "de"
    assert settings.channels[1].channel().place == Place("slack", "C0123456789")
    assert settings.slack is not None
    assert settings.slack.operator == "U0123456789"
    assert settings.channels[2].channel().owner == "@1234567890123456780"
    assert settings.operators() == {"slack": "U0123456789", "discord": "@1234567890123456782"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("channels:\n  - slack: '#news'", ["line 2", "'#news' is no channel ID such as C0123456789"]),
        ("channels:\n  - slack: C0000001\n    terminal: true", ["line 2", "either terminal: true or slack"]),
        ("channels:\n  - times: ['08:00']", ["line 2", "either terminal: true or slack"]),
        ("channels:\n  - slack: C0000001\n  - slack: C0000001", ["slack: C0000001 is set twice"]),
        ("channels:\n  - slack: C0000001\n    owner: anna", ["line 3", "'anna' is no member ID"]),
        ("slack:\n  bot_token: xoxb-1", ["bot_token does not belong into this file", "FACTBOX_SLACK__BOT_TOKEN"]),
        ("slack:\n  signing_secrets_file: x", ["line 2", "did you mean 'signing_secret_file'?"]),
        ("slack:\n  follow_ups: always", ["line 2", "'mention' or 'open'"]),
        ("slack:\n  api_url: slack.example.org", ["line 2", "is no address such as https://slack.com/api/"]),
    ],
)
def test_what_is_wrong_of_slack_is_refused_with_line_and_cure(said: str, words: list[str]) -> None:
    with pytest.raises(SettingsError) as refused:
        load(written(said))
    for each in words:
        assert each in str(refused.value)


def test_slack_s_tokens_come_from_the_environment_or_files_and_are_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "app"
    file.write_text("xapp-of-the-file\n")
    monkeypatch.setenv("FACTBOX_SLACK__BOT_TOKEN", "xoxb-of-the-environment")
    slack = load(written(f"slack:\n  app_token_file: {file}\n  api_url: http://127.0.0.1:9/api")).slack
    assert slack is not None
    access = slack.access()
    assert (access.bot_token, access.app_token) == ("xoxb-of-the-environment", "xapp-of-the-file")
    assert access.api_url == "http://127.0.0.1:9/api/"
    assert "xoxb" not in f"{slack!r} {access!r}"
    assert "xapp" not in f"{slack!r} {access!r}"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "bot token is missing"),
        ({"BOT_TOKEN": "xoxb-1"}, "Slack cannot reach us"),
        ({"BOT_TOKEN": "xapp-1", "APP_TOKEN": "xapp-1"}, "bot token should begin with xoxb-"),
        ({"BOT_TOKEN": "xoxb-1", "APP_TOKEN": "xapp-1\nxapp-2"}, "app token holds characters that no token has"),
        ({"BOT_TOKEN": "xoxb-1", "SIGNING_SECRET_FILE": "nowhere"}, "signing_secret_file nowhere cannot be read"),
    ],
)
def test_a_token_that_cannot_be_used_is_named(
    environment: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"FACTBOX_SLACK__{name}", value)
    slack = load(written("slack:\n  follow_ups: open")).slack
    assert slack is not None
    with pytest.raises(SettingsError, match=words):
        slack.access()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("articles: 12", ["line 3: channels.0.articles: is now `stories`"]),
        ("stories: 0", ["line 3", "channels.0.stories", "greater than or equal to 1"]),
        ("storys: 3", ["line 3", "did you mean 'stories'?"]),
        ("length: epic", ["line 3", "channels.0.length", "'short', 'normal' or 'long'"]),
        ("topics: harbours", ["line 3", "topics is a list: [harbours]"]),
        ('topics: [world, "-"]', ["line 3", "'-' is no topic such as world"]),
        ('topics: [sport, "-sport"]', ["line 3", "'sport' is both wanted and not wanted"]),
        ("language: elvish", ["line 3", "'elvish' is no language tag such as en, de or pt-BR"]),
        ("language: no", ["line 3", 'language: "no"']),
    ],
)
def test_a_wrong_channel_is_refused_with_line_and_cure(said: str, words: list[str]) -> None:
    with pytest.raises(SettingsError) as refused:
        load(written(f"channels:\n  - terminal: true\n    {said}"))
    for word in words:
        assert word in str(refused.value)


def test_what_a_channel_holds() -> None:
    said = "channels:\n  - terminal: true\n    topics: [world, -sport, world]\n    length: long\n    language: pt-br\n"
    (channel,) = load(written(said)).channels
    noun = channel.channel()
    assert (noun.topics, noun.length, noun.language) == (("world", "-sport"), "long", "pt-BR")
    assert noun.stories is None, "as many as the length has"
    assert load(written(f"{said}    stories: 4")).channels[0].channel().stories == 4


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("price_in: -1\n  price_out: 1", ["line 3", "model.price_in", "greater than or equal to 0"]),
        ("price_in: .inf\n  price_out: 1", ["line 3", "model.price_in", "finite"]),
        ("price_in: 1", ["line 1", "set price_in and price_out together"]),
        ("fallback: two", ["line 3", "model.fallback: should be a list"]),
        ("fallback:\n    - base_url: http://x.test", ["line 4", "model.fallback.0.name: is missing"]),
        ("fallback:\n    - name: two\n      timeot: 3", ["line 5", "did you mean 'timeout'?"]),
        ("fallback:\n    - name: two\n      api_key: sk-hush", ["does not belong into this file"]),
    ],
)
def test_a_wrong_model_is_refused_with_line_and_cure(said: str, words: list[str]) -> None:
    with pytest.raises(SettingsError) as refused:
        load(written(f"model:\n  name: one\n  {said}"))
    for word in words:
        assert word in str(refused.value)
    assert "hush" not in str(refused.value)


def test_fallbacks_have_servers_and_keys_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("key").write_text("sk-two\n", encoding="utf-8")
    path = written("model:\n  name: one\n  fallback:\n    - name: two\n      api_key_file: key\n      timeout: 9\n")
    monkeypatch.setenv("FACTBOX_MODEL__API_KEY", "sk-one")
    model = load(path).model
    assert model is not None
    (second,) = model.fallback
    keys = [key.get_secret_value() if key else None for key in (model.key(), second.key())]
    assert (keys, second.timeout, second.base_url) == (["sk-one", "sk-two"], 9, None)
    monkeypatch.setenv("FACTBOX_MODEL__FALLBACK", '[{"name": "three"}]')
    instead = load(path).model
    assert instead is not None
    assert [(server.name, server.key()) for server in instead.fallback] == [("three", None)]


OWNERS = """
Alder Group: [Alder Post, www.alderpost.example]
Quay & Sons:
  - News.Quay.example   # a host
  - Le Quai Libéré
"""


def test_outlets_of_one_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mine.yaml").write_text(OWNERS, encoding="utf-8")
    articles = [
        replace(an_article("x", key, outlet=outlet), url=url)
        for key, outlet, url in (
            ("1", "ALDER POST", None),
            ("2", None, "https://www.alderpost.example/a"),
            ("3", "Le Quai libéré", None),
            ("4", None, "https://sport.news.quay.example/b"),
            ("5", "Coast Radio", "https://quay.example/c"),
        )
    ]
    owned = load(written("owners: mine.yaml")).owned()
    assert len(independent_sources(articles, {}, owned)) == 3
    assert len(independent_sources(articles, {}, load(written("")).owned())) == 5


def test_owners_beside_the_settings_are_found_and_others_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("config").mkdir()
    Path("config/owners.yaml").write_text("A: [a.example]", encoding="utf-8")
    Path("mine.yaml").write_text("B: [b.example]", encoding="utf-8")
    assert load().owned() == {"a.example": "A"}
    Path("config/factbox.yaml").write_text("store: 'sqlite://'", encoding="utf-8")
    assert load().owned() == {"a.example": "A"}
    assert load(written("")).owned() == {}
    Path("config/factbox.yaml").write_text("owners: mine.yaml", encoding="utf-8")
    assert load().owned() == {"b.example": "B"}
    monkeypatch.setenv("FACTBOX_OWNERS", "config/owners.yaml")
    assert load().owned() == {"a.example": "A"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A: [x.example]\nB:\n  - x.example", ["line 3", "'x.example' has two owners, 'B' and 'A' (line 1)"]),
        ("A: [Post]\nB: [POST]", ["line 2", "two owners"]),
        ("A: Alder Post", ["line 1", "an owner has a list of outlets", "`Owner: [Outlet"]),
        ("A:\n  - [x]", ["line 2", "an outlet is a name or a host"]),
        ("A:\n  - ''", ["line 2", "an outlet is a name or a host"]),
        ("A: [https://x.example]", ["line 1", "write the host alone"]),
        ("- A", ["line 1", "should be lines such as"]),
        ("A: [", ["cannot be read"]),
    ],
)
def test_wrong_owners_are_refused_with_file_and_line(text: str, words: list[str]) -> None:
    Path("owners.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load(written("store: 'sqlite://'")).owned()
    for word in ["owners.yaml", *words]:
        assert word in str(refused.value)


def test_owners_that_are_named_and_missing_are_an_error() -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.yaml: cannot be read"):
        load(written("owners: nowhere.yaml")).owned()


def test_the_owners_in_config_can_be_used() -> None:
    owned = owned_outlets(Path(__file__).parent.parent / "config" / "owners.yaml")
    assert len(set(owned.values())) >= 25
    assert min(Counter(owned.values()).values()) >= 4


def test_check_shows_channels_owners_and_models(capsys: pytest.CaptureFixture[str]) -> None:
    Path("owners.yaml").write_text("A: [a.example, b.example]", encoding="utf-8")
    text = "channels:\n  - terminal: true\n    topics: [sea, -sport]\n    length: short\n    language: de\n"
    check_all(written(text), as_json=False)
    told = capsys.readouterr().out
    assert "all sources; sea first, no sport; up to 3 short stories" in told
    assert "language de: without a model nothing is translated" in told
    assert "owners.yaml: 1 owner of 2 outlets and hosts" in told
    model = (
        "model:\n  name: one\n  base_url: http://x.test\n  price_in: 0.15\n  price_out: 2\n  fallback: [{name: two}]\n"
    )
    assert check_all(written(model), as_json=False) == 1
    told = capsys.readouterr().out
    assert "one at http://x.test, key not set, 0.15 in and 2 out a million tokens" in told
    assert "ERROR  fallback   two at api.openai.com needs a key" in told


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("FACTBOX_WEB__ALLOW", "10.0.0.0/8", "FACTBOX_WEB__ALLOW='[\"192.168.1.20\"]'"),
        ("FACTBOX_SOURCES", "news", "FACTBOX_SOURCES='[{"),
        ("FACTBOX_CHANNELS", "", "FACTBOX_CHANNELS='[{"),
        ("FACTBOX_MODEL__FALLBACK", "two", "FACTBOX_MODEL__FALLBACK='[{"),
        ("FACTBOX_WEB", "yes", "FACTBOX_WEB='{"),
        ("FACTBOX_MODEL", "qwen", "model: should have keys of its own"),
    ],
)
def test_a_list_of_the_environment_that_is_no_json_is_shown_how(
    name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=re.escape(words)) as told:
        load()
    assert "EnvSettingsSource" not in str(told.value)


def test_the_environment_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBOX_WEB__ALLOW", '["10.0.0.0/8"]')
    monkeypatch.setenv("FACTBOX_WEB__CONTACT", "news@example.org")
    monkeypatch.setenv("FACTBOX_SOURCES", '[{"feed": "https://example.org/rss"}]')
    said = load()
    assert (said.web.allow, said.web.contact) == (("10.0.0.0/8",), "news@example.org")
    assert [feed.url for feed in said.feeds()] == ["https://example.org/rss"]


_DOUBLED = "a: &a [x, x]\n" + "".join(
    f"{two}: &{two} [*{one}, *{one}, *{one}]\n" for one, two in pairwise("abcdefghijklmn")
)


@pytest.mark.parametrize(
    "text", [_DOUBLED, "sources: &a [*a]", "model: &m\n  name: x\n  fallback: [*m]", "sources: " + "[" * 4000]
)
def test_a_file_that_holds_itself_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"factbox\.yaml: cannot be read"):
        load(written(text))


def test_an_alias_may_stand_for_a_list() -> None:
    assert load(written("sources: &here []\nchannels: *here")).channels == ()


def test_owners_nested_without_end_are_refused() -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        owned_outlets(written("[" * 4000))
