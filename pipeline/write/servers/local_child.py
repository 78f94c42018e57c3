"""The process that a local model lives in: its memory, its threads and its crashes stay here.

It reads one line of JSON from stdin, loads the model, and writes one line to stdout: the address of the server that
answers for it on loopback, or why there is none. It ends when stdin closes, in the middle of a reply too.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

AT_ONCE = 2
"""Requests that are answered side by side; others wait."""
_PROMPTS_MB = 64
_ERRORS_ONLY = 1


def load(path: str, mmproj: str, context: int, key: str) -> Any:
    """Load a GGUF file behind llama.cpp's own server, on any free port of loopback; `key` opens it.

    `mmproj` is the file of its projector, empty where it looks at no pictures.

    Raises:
        RuntimeError: It cannot be loaded.
    """
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = path
    if mmproj:
        params.mmproj.path = mmproj
    params.n_ctx = context
    params.n_parallel = AT_ONCE
    params.kv_unified = True
    params.cache_ram_mib = _PROMPTS_MB
    params.verbosity = _ERRORS_ONLY
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    return xllamacpp.Server(params)


def main() -> None:
    """Serve until stdin closes."""
    asked = json.loads(sys.stdin.readline())
    answers = os.fdopen(os.dup(1), "w")
    # Whatever the library prints must not land on the line of the answer.
    os.dup2(2, 1)
    # Who asks may leave while a large model still loads.
    threading.Thread(target=_watch, daemon=True).start()
    try:
        server = load(asked["path"], asked["mmproj"], asked["context"], asked["key"])
    except (RuntimeError, ImportError, OSError) as error:
        answers.write(json.dumps({"error": type(error).__name__}) + "\n")
        answers.close()
        os._exit(1)
    # From here on the library would only repeat what its answers say, into a pipe that nobody reads.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    answers.write(json.dumps({"address": server.listening_address}) + "\n")
    answers.flush()
    threading.Event().wait()


def _watch() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
