"""The walls: what the machine checks, and proof that it does."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BOT = ROOT / "bot"
MODULES = sorted(BOT.rglob("*.py"))
PROVEN = {"Brief", "Answer", "Line", "ProvenQuote", "ProvenFigure", "Conflict", "Change"}
# The gate proves; the store gives back what was proven and saved.
MAY_BUILD_PROVEN = {"news/grounding.py", "store/documents.py"}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "service", "misc"}


def names_called(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    } | {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(BOT)))
def test_a_module_is_short_says_what_it_is_for_and_has_a_name_of_the_field(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "says nothing of what it is for"
    assert len(text.splitlines()) <= 400
    assert not BANNED_NAMES & set(path.stem.split("_"))


def test_only_the_gate_builds_what_may_be_posted() -> None:
    builders = {str(p.relative_to(BOT)) for p in MODULES if names_called(p) & PROVEN}
    assert "news/grounding.py" in builders
    assert builders <= MAY_BUILD_PROVEN


def test_every_room_stands_in_every_contract_of_the_vendors() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    rooms = {f"bot.{p.stem}" for p in BOT.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    for contract in contracts:
        if contract.get("allow_indirect_imports"):
            missing = rooms - set(contract["source_modules"]) - {"bot.__init__", "bot.__main__"}
            homes = 2 if contract["forbidden_modules"] == ["psycopg"] else 1  # the store's and the queue's
            assert len(missing) == homes, (contract["name"], missing)


def test_architecture_names_every_room() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for room in (p.name for p in BOT.iterdir() if (p / "__init__.py").is_file()):
        assert f"{room}/" in page, room


PLANTED = {
    "news/planted.py": ("import httpx\n", "news/ is pure"),
    "news/planted_clock.py": ("import time\n", "news/ is pure"),
    "flows/planted.py": ("from bot.store import sql\n", "Imports point down"),
    "platforms/planted.py": ("import openai\n", "The model's SDK"),
    "models/planted.py": ("from sqlalchemy import select\n", "The database"),
    "store/planted.py": ("import feedparser\n", "Feeds and pages"),
    "web/planted.py": ("import httpx\n", "The web is asked"),
    "feeds/planted.py": ("import slack_bolt\n", "Chat platforms"),
    "queue/planted.py": ("import apscheduler\n", "The scheduler"),
    "store/planted_jobs.py": ("import procrastinate\n", "Jobs are kept"),
    "platforms/planted_driver.py": ("import psycopg\n", "Postgres is spoken"),
    "web/planted_metrics.py": ("import prometheus_client\n", "Metrics are told"),
    "models/planted_index.py": ("import tantivy\n", "The index"),
    "undeclared_room.py": ("x = 1\n", "Imports point down"),
}


def test_planted_imports_are_caught(tmp_path: Path) -> None:
    shutil.copytree(BOT, tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, (line, _) in PLANTED.items():
        (tmp_path / "bot" / name).write_text(f'"""Planted."""\n\n{line}', encoding="utf-8")
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [lint, "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert done.returncode != 0
    broken = [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]
    for name, (_, contract) in PLANTED.items():
        assert any(line.startswith(contract) for line in broken) or contract in done.stdout, name
    # Each planted module is named in the report, not only its contract.
    for name in PLANTED:
        assert Path(name).stem in done.stdout, name


def test_planted_mocks_and_prints_are_caught(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text('"""Planted."""\n\nfrom unittest import mock as patch\n\nprint(patch)\n', encoding="utf-8")
    ruff = Path(sys.executable).parent / "ruff"
    config = ROOT / "pyproject.toml"
    done = subprocess.run(
        [ruff, "check", "--config", config, "--no-cache", planted], capture_output=True, text=True, check=False
    )
    assert "TID251" in done.stdout
    assert "T201" in done.stdout
