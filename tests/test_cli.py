"""The command line as a person or a script meets it: real processes, real files."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests import forked

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
TEXT = (
    "A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.\n\n"
    "“The engine failed twice in an hour,” said captain Ines Okafor. “Everyone is safe.”\n\n"
    "The operator, Selby Lines, said it would refund all tickets."
)


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("FACTBOX")}
    return {**kept, "PYTHONPATH": str(ROOT), "HOME": str(home), "COLUMNS": "80", "PYTHONUTF8": "1"}


class Shell:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *args: str | Path, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        return forked.factbox([*map(str, args)], stdin, self.folder, environment(self.folder) | variables)

    def anew(self, *args: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """As a shell starts it: with pipes, and nothing loaded before."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *map(str, args)],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=environment(self.folder),
            timeout=60,
        )

    def runs(self) -> subprocess.Popen[str]:
        """The bot itself, at work with nobody at its terminal."""
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=self.folder,
            env=environment(self.folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


@pytest.fixture
def factbox(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_seed_article_becomes_a_brief_and_without_a_terminal_the_program_ends(factbox: Shell) -> None:
    done = factbox.anew("brief", SEEDS)
    assert done.returncode == 0, done.stderr
    assert "150" in done.stdout
    assert "175" in done.stdout
    assert "Boris Pistorius" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr.count("\n") == 1, done.stderr


def test_questions_are_answered_under_the_brief(factbox: Shell) -> None:
    path = factbox.write("ferry.txt", TEXT)
    done = factbox("brief", path, "--ask", "How many passengers were on the ferry?", "--ask", "evidence 1", "--no-chat")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("214") >= 3


def test_a_brief_as_json(factbox: Shell) -> None:
    path = factbox.write("ferry.txt", TEXT)
    done = factbox("brief", path, "--json", "--ask", "Who is the captain?")
    brief, answer = rows(done.stdout)
    one = {"id", "headline", "lines", "quotes", "figures", "withheld"}
    assert set(brief) == one | {"story", "update", "voices", "articles", "said_by_others", "conflicts", "changes"}
    assert answer["question"] == "Who is the captain?"
    assert answer["refused"] in (True, False)


def test_a_person_chats_in_a_real_terminal(factbox: Shell) -> None:
    path = factbox.write("ferry.txt", TEXT)
    command = f"{sys.executable} -m bot brief {path}"
    child = pexpect.spawn(
        command,
        cwd=str(factbox.folder),
        env=environment(factbox.folder),
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 90),
    )
    child.expect("ask> ")
    child.sendline("How many passengers were on the ferry?")
    child.expect("214")
    child.expect("ask> ")
    child.sendline("evidence 1")
    child.expect("ran aground")
    child.expect("ask> ")
    child.sendline("quit")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_ctrl_c_at_the_prompt_ends_the_program_quietly(factbox: Shell) -> None:
    path = factbox.write("ferry.txt", TEXT)
    child = pexpect.spawn(
        f"{sys.executable} -m bot brief {path}",
        cwd=str(factbox.folder),
        env=environment(factbox.folder),
        encoding="utf-8",
        timeout=60,
    )
    child.expect("ask> ")
    child.sendintr()
    child.expect(pexpect.EOF)
    assert "Traceback" not in (child.before or "")
    child.close()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", ["empty.txt", "empty"]),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00" * 20, ["picture.txt"]),
        ("table.pdf", b"%PDF-1.7", ["table.pdf"]),
    ],
)
def test_bad_files_are_named_with_the_cause(factbox: Shell, name: str, content: bytes, words: list[str]) -> None:
    done = factbox("brief", factbox.write(name, content))
    assert done.returncode == 1
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_file_beside_a_good_one_loses_nothing(factbox: Shell) -> None:
    factbox.write("news/ferry.txt", TEXT)
    factbox.write("news/broken.txt", b"")
    done = factbox("brief", factbox.folder / "news")
    assert done.returncode == 0
    assert "214" in done.stdout
    assert "broken.txt" in done.stderr


def test_a_missing_path_and_no_path_are_errors(factbox: Shell) -> None:
    missing = factbox("brief", "nowhere")
    assert missing.returncode == 1
    assert "nowhere" in missing.stderr
    assert factbox("brief").returncode == 2


def test_an_article_without_quotes_or_figures_still_makes_a_brief(factbox: Shell) -> None:
    path = factbox.write(
        "calm.txt", "The old lighthouse of Port Selby was painted white again. Visitors may climb it in summer."
    )
    done = factbox("brief", path)
    assert done.returncode == 0
    assert "painted white" in done.stdout


def test_another_language_makes_a_brief_of_its_own_sentences(factbox: Shell) -> None:
    path = factbox.write(
        "faehre.txt",
        "Eine Fähre mit 214 Menschen lief am Montag auf Grund. „Alle sind sicher“, sagte Kapitän Jens Ohm.",
    )
    done = factbox("brief", path)
    assert done.returncode == 0
    assert "214" in done.stdout


def test_facts_reads_lines_and_writes_lines_in_their_order(factbox: Shell) -> None:
    lines = [{"id": n, "text": f"{TEXT} Number {n + 300} came later."} for n in range(40)]
    done = factbox.anew("facts", "--jobs", "2", stdin="\n".join(map(json.dumps, lines)))
    out = rows(done.stdout)
    assert [r["id"] for r in out] == list(range(40))
    quote = out[0]["quotes"][0]  # type: ignore[index]
    assert set(quote) == {"text", "start", "end", "speaker", "mention", "role", "venue"}
    assert TEXT[quote["start"] : quote["end"]] == quote["text"]


def test_a_bad_line_is_named_and_the_others_are_done(factbox: Shell) -> None:
    stdin = "\n".join(['{"id": 1, "text": "It rained."}', "{broken", '{"id": 3}', '{"id": 4, "text": "It stopped."}'])
    done = factbox("facts", stdin=stdin)
    assert done.returncode == 1
    assert [r["id"] for r in rows(done.stdout)] == [1, 4]
    assert "standard input, line 2" in done.stderr
    assert "standard input, line 3: article 3: no 'text'" in done.stderr


def test_ask_answers_over_its_articles_with_citations_and_passages(factbox: Shell) -> None:
    articles = factbox.write("articles.jsonl", json.dumps({"id": "f", "text": TEXT, "title": "Ferry"}))
    asked = {"id": "q", "question": "How many passengers were on the ferry?", "article_ids": ["f"]}
    questions = factbox.write("questions.jsonl", json.dumps(asked))
    answer = rows(factbox("ask", "--articles", articles, "--questions", questions).stdout)[0]
    assert set(answer) == {"id", "answer", "refused", "reason", "citations", "passages"}
    assert "214" in str(answer["answer"])
    citation = answer["citations"][0]  # type: ignore[index]
    assert "214" in TEXT[citation["start"] : citation["end"]]
    assert answer["passages"]


def test_brief_each_writes_one_brief_an_article(factbox: Shell) -> None:
    lines = "\n".join(json.dumps({"id": n, "text": TEXT, "title": "Ferry"}) for n in range(3))
    done = factbox("brief", "--articles", "-", "--each", "--json", stdin=lines)
    out = rows(done.stdout)
    assert [r["id"] for r in out] == [0, 1, 2]
    for line in out[0]["lines"]:  # type: ignore[attr-defined]
        assert line["kind"] in ("lead", "point", "claim")
        assert all(TEXT[e["start"] : e["end"]] for e in line["evidence"])


ITEMS = [
    ("Ferry runs aground", "ferry", "It hit a &lt;b onclick='x()'&gt;rock&lt;/b&gt;."),
    ("Lock closed", "lock", "For good."),
]
FEED = (
    '<rss version="2.0"><channel><title>Harbour Post</title>'
    + "".join(
        f"<item><title>{t}</title><link>https://harbour.test/{n}</link><guid>{n}</guid><description>{d}</description>"
        f'<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><enclosure url="https://harbour.test/{n}.mp3" type="audio/mpeg" length="9"/></item>'
        for t, n, d in ITEMS
    )
    + "</channel></rss>"
)
PAGE = (
    '<html lang="en"><head><title>Ferry runs aground</title><meta property="og:site_name" content="Harbour Post">'
    "</head><body><article><h1>Ferry runs aground</h1>"
    + "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n") * 2)
    + "</article></body></html>"
)


def test_feeds_parse_writes_the_items_as_lines(factbox: Shell) -> None:
    path = factbox.write("rss.xml", FEED)
    done = factbox("feeds", "parse", path)
    assert done.returncode == 0, done.stderr
    ferry, lock = rows(done.stdout)
    assert set(ferry) == {"title", "link", "id", "published", "updated", "author", "summary", "enclosures"}
    assert (ferry["title"], ferry["link"], ferry["id"]) == ("Ferry runs aground", "https://harbour.test/ferry", "ferry")
    assert ferry["published"] == "2026-03-02T08:00:00+00:00"
    assert ferry["summary"] == "It hit a <b>rock</b>."
    assert ferry["enclosures"] == [{"url": "https://harbour.test/ferry.mp3", "type": "audio/mpeg", "length": 9}]
    assert lock["title"] == "Lock closed"
    assert factbox.anew("feeds", "parse", "-", stdin=FEED).stdout == done.stdout


def test_what_is_no_feed_is_named_and_the_others_are_done(factbox: Shell) -> None:
    good = factbox.write("rss.xml", FEED)
    done = factbox("feeds", "parse", factbox.write("page.html", PAGE), "nowhere.xml", good)
    assert done.returncode == 1
    assert len(rows(done.stdout)) == 2
    assert "page.html: is a web page, not a feed" in done.stderr
    assert "nowhere.xml: cannot be read" in done.stderr
    assert "An address begins with https://" in done.stderr
    assert "Traceback" not in done.stderr


def test_extract_writes_the_article_of_a_page(factbox: Shell) -> None:
    page = factbox.write("page.html", PAGE)
    done = factbox("extract", page, "--url", "https://harbour.test/ferry")
    assert done.returncode == 0, done.stderr
    [row] = rows(done.stdout)
    assert {"text", "title", "byline", "published", "language", "outlet", "kind"} <= set(row)
    assert (row["kind"], row["url"], row["title"]) == ("full", "https://harbour.test/ferry", "Ferry runs aground")
    assert "214 passengers" in str(row["text"])


def test_a_page_without_an_article_has_a_row_and_a_reason(factbox: Shell) -> None:
    empty = factbox.write("empty.html", "<html><head><title>Nothing</title></head><body></body></html>")
    page = factbox.write("page.html", PAGE)
    done = factbox("extract", empty, page, "missing.html")
    assert done.returncode == 1
    assert [(r["source"], bool(r["text"])) for r in rows(done.stdout)] == [(str(empty), False), (str(page), True)]
    assert "empty.html: " in done.stderr
    assert "missing.html: cannot be read" in done.stderr


def test_the_settings_say_who_may_be_asked(factbox: Shell) -> None:
    done = factbox("feeds", "parse", "http://127.0.0.1/rss")
    assert done.returncode == 1
    assert "web.allow" in done.stderr


def test_what_is_asked_once_is_not_promised_another_try(factbox: Shell) -> None:
    allowed = factbox.write("factbox.yaml", "web:\n  allow: [127.0.0.1]\n")
    done = factbox("feeds", "parse", "http://127.0.0.1:9/rss", "--config", allowed)
    assert done.returncode == 1
    assert "refuses connections" in done.stderr
    assert "again later" not in done.stderr


def test_feeds_without_a_feed_say_how_to_add_one(factbox: Shell) -> None:
    done = factbox("feeds")
    assert done.returncode == 0, done.stderr
    assert "factbox feeds add" in done.stdout
    assert factbox("feeds", "test", "x.test", "--links", "h2 a[").returncode == 2
    assert factbox("feeds", "--json", "list").returncode == 2


def test_check_looks_at_feeds_and_at_how_we_meet_the_web(factbox: Shell) -> None:
    factbox.write(
        "config/factbox.yaml",
        "sources:\n  - feed: http://10.0.0.1/rss\n  - feed: https://harbour.test/rss\n"
        "  - page: https://town.test/\n    links: h2 a\nweb:\n  public_url: https://factbox.test\n",
    )
    done = factbox("check", "--json")
    assert done.returncode == 1
    found = {(r["what"], r["state"]): str(r["words"]) for r in rows(done.stdout)}
    assert "10.0.0.1" in found["feed", "error"]
    assert found["feed", "ok"] == "https://harbour.test/rss"
    assert "no outlet" in found["page", "note"]
    assert "https://factbox.test" in found["web", "error"]
    assert "whom to turn to" in found["web", "note"]


def test_check_says_what_this_copy_is_for_and_where_its_page_is(factbox: Shell) -> None:
    factbox.write("config/factbox.yaml", "web:\n  status: 127.0.0.1:8081\nrole: worker\n")
    done = factbox("check", "--json")
    found = {r["what"]: r for r in rows(done.stdout)}
    assert "http://127.0.0.1:8081/" in str(found["status"]["words"])
    assert (done.returncode, found["role"]["state"]) == (1, "error"), "nobody would post what it writes"


def test_an_unknown_setting_is_refused_with_the_nearest_name(factbox: Shell) -> None:
    factbox.write("config/factbox.yaml", "chanels:\n  - terminal: true\n")
    done = factbox("check")
    assert done.returncode == 1
    assert "did you mean 'channels'?" in done.stdout


def test_init_then_check_is_well(factbox: Shell) -> None:
    assert factbox("init").returncode == 0
    factbox.write("seeds/a.txt", TEXT)
    checked = factbox("check", "--json")
    assert checked.returncode == 0, checked.stdout
    assert {r["state"] for r in rows(checked.stdout)} == {"ok"}
    again = factbox("init")
    assert again.returncode == 1
    assert "exists already" in again.stderr


def test_a_key_is_never_shown(factbox: Shell) -> None:
    factbox.write("config/factbox.yaml", "model:\n  name: m\n  base_url: http://127.0.0.1:9/v1\n")
    for command in (["check"], ["brief", factbox.write("ferry.txt", TEXT)]):
        done = factbox(*command, FACTBOX_MODEL__API_KEY="sk-very-secret-key")
        assert done.returncode == 0, done.stderr
        assert "very-secret" not in done.stdout + done.stderr


def test_a_corrupt_database_is_named_and_left_as_it_is(factbox: Shell) -> None:
    factbox.write("seeds/a.txt", TEXT)
    factbox("init")
    database = factbox.write("data/factbox.db", b"this is no database at all" * 50)
    before = database.read_bytes()
    for command in ("check", "run"):
        done = factbox(command)
        assert done.returncode == 1
        assert "factbox.db" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
    assert database.read_bytes() == before


def test_run_posts_the_due_edition_once_and_stops_on_sigterm(factbox: Shell) -> None:
    factbox.write("seeds/a.txt", TEXT)
    factbox("init")
    for turn in range(2):
        bot = factbox.runs()
        assert bot.stderr is not None
        seen = ""
        for line in bot.stderr:
            seen += line
            if '"running"' in line:
                break
        bot.send_signal(signal.SIGTERM)
        out, err = bot.communicate(timeout=60)
        assert bot.returncode == 0, seen + err
        assert ("214" in out) == (turn == 0)


def test_a_server_that_never_answers_does_not_hold_up_the_end(factbox: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        feed = f"http://127.0.0.1:{silent.getsockname()[1]}/feed"
        factbox.write(
            "config/factbox.yaml",
            f"sources: [{{feed: '{feed}'}}]\nweb: {{allow: [127.0.0.1]}}\nchannels: [{{terminal: true}}]\n",
        )
        bot = factbox.runs()
        asked, _ = silent.accept()
        with asked:
            bot.send_signal(signal.SIGTERM)
            _, err = bot.communicate(timeout=60)
    assert bot.returncode == 0, err
    assert '"stopped"' in err
    assert "step_cut_off" not in err


def test_run_in_a_terminal_shows_the_brief_and_not_the_log(factbox: Shell) -> None:
    factbox.write("seeds/a.txt", TEXT)
    factbox("init")
    bot = pexpect.spawn(
        sys.executable, ["-m", "bot", "run"], cwd=str(factbox.folder), env=environment(factbox.folder),
        encoding="utf-8", timeout=60, dimensions=(40, 80),
    )  # fmt: skip
    bot.expect("ask> ")
    shown = bot.before or ""
    assert "Reading the sources" in shown
    assert "214" in shown
    bot.sendline("quit")
    bot.expect(pexpect.EOF)
    bot.close()
    assert bot.exitstatus == 0
    assert "[info" not in shown + (bot.before or "")


def test_help_is_quick_to_find_and_has_examples(factbox: Shell) -> None:
    overall = factbox.anew("--help").stdout
    for command in ("brief", "run", "check", "init", "facts", "ask", "extract", "feeds"):
        assert command in overall
        assert "Example" in factbox(command, "--help").stdout
    shown = factbox("feeds", "parse", "--help").stdout.splitlines()
    assert "    curl -s ADDRESS | factbox feeds parse - --url ADDRESS" in shown  # whole, to be copied


def test_who_said_so_is_answered_from_the_answer_before(factbox: Shell) -> None:
    done = factbox(
        "brief", SEEDS, "--json", "--ask", "How many drones were launched overnight?", "--ask", "Who said so?"
    )
    _, first, second = rows(done.stdout)
    assert "150" in str(first["answer"])
    assert "Zelensky" in str(second["answer"])


def test_a_question_of_something_else_is_not_answered_with_the_words_of_the_one_before(factbox: Shell) -> None:
    done = factbox("brief", SEEDS, "--json", "--ask", "What did Pistorius say?", "--ask", "Is it raining?")
    assert rows(done.stdout)[2]["refused"] is True


def test_two_articles_of_one_id_are_refused_with_both_lines(factbox: Shell) -> None:
    twice = json.dumps({"id": "a", "text": TEXT}) + "\n" + json.dumps({"id": "a", "text": TEXT})
    done = factbox("ask", "--articles", factbox.write("twice.jsonl", twice), "--questions", "-")
    assert done.returncode == 1
    assert "line 2: the id 'a' was taken by" in done.stderr


@pytest.mark.parametrize(
    "line", [b"[" * 100_000, b'{"id": ' + b"9" * 5000 + b"}", '{"id": 1, "text": "é"}'.encode("latin-1")]
)
def test_a_line_the_parser_cannot_take_costs_no_other_line(factbox: Shell, line: bytes) -> None:
    good = json.dumps({"id": 1, "text": TEXT}).encode()
    path = factbox.write("rows.jsonl", b"\n".join([good] * 9 + [line] + [good] * 9))
    done = factbox("facts", path, "--jobs", "2")
    assert done.returncode == 1
    assert len(rows(done.stdout)) == 18
    assert "line 10" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dead_model_is_said_and_the_article_speaks(factbox: Shell) -> None:
    model = {"FACTBOX_MODEL__NAME": "m", "FACTBOX_MODEL__BASE_URL": "http://127.0.0.1:9/v1"}
    done = factbox("brief", factbox.write("ferry.txt", TEXT), **model)
    assert done.returncode == 0
    assert "214" in done.stdout
    assert "127.0.0.1" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_an_output_that_takes_nothing_is_an_error(factbox: Shell) -> None:
    path = factbox.write("ferry.txt", TEXT)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "brief", str(path)],
            cwd=factbox.folder,
            env=environment(factbox.folder),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_verify_says_whether_a_source_supports_a_claim(factbox: Shell) -> None:
    claims = [
        ("a", "A ferry with 214 passengers ran aground off Port Selby."),
        ("b", "A ferry with 900 passengers sank."),
    ]
    lines = "".join(json.dumps({"id": key, "source": TEXT, "claim": claim}) + "\n" for key, claim in claims)
    done = factbox("verify", stdin=lines + '{"id": "c"}\n')
    assert done.returncode == 1
    assert "claim c: no 'source' or no 'claim'" in done.stderr
    good, bad = rows(done.stdout)
    assert (good["id"], good["supported"]) == ("a", True)
    assert (bad["id"], bad["supported"]) == ("b", False)
    assert bad["reason"]


def test_stories_puts_copies_together_and_others_apart(factbox: Shell) -> None:
    other = "The town council of Marl voted to close the mill bridge for six weeks of repairs from Monday."
    told = [("a", TEXT), ("b", TEXT), ("c", other), ("a", other)]
    articles = "".join(
        json.dumps({"id": key, "text": text, "title": text[:40], "published": "2026-03-02"}) + "\n"
        for key, text in told
    )
    first, copy, apart, again = rows(factbox("stories", stdin=articles + '{"id": "d", "title": "Fog"}\n').stdout)[:4]
    assert (copy["story"], copy["copy_of"]) == (first["story"], "a")
    assert apart["story"] != first["story"]
    assert again == first
    assert "no 'text'" in factbox("stories", stdin='{"id": "e"}\n').stderr
