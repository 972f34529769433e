from pathlib import Path

import pytest

from bot.checkup import write_example
from bot.settings import SettingsError, load


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
        ("channels:\n  - terminal: true\n    times: ['8 am']", ["line 3", "'8 am' is no time of day such as 08:00"]),
        ("channels:\n  - terminal: true\n    timezone: Europe/Berln", ["line 3", "did you mean 'Europe/Berlin'?"]),
        ("channels:\n  - terminal: true\n    days: moonday", ["line 3", "is no list of days such as mon-fri"]),
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


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written("store: sqlite:///a.db\nmodel:\n  name: one\n  timeout: 5")
    monkeypatch.setenv("FACTBOX_MODEL__NAME", "two")
    settings = load(path)
    assert settings.model is not None
    assert (settings.store, settings.model.name, settings.model.timeout) == ("sqlite:///a.db", "two", 5)


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


def test_every_setting_is_in_the_example() -> None:
    from bot.settings import ChannelSettings, FolderSource, ModelSettings, Settings

    example = (Path(__file__).parent.parent / "config" / "factbox.example.yaml").read_text(encoding="utf-8")
    for part in (Settings, FolderSource, ChannelSettings, ModelSettings):
        for name in set(part.model_fields) - {"api_key"}:
            assert f"{name}:" in example, name
