"""A running bot as machines see it: scraped by Prometheus' own parser, probed while things die."""

import asyncio
import json
import signal
import socket
import sqlite3
import sys
import urllib.error
import urllib.request
from asyncio.subprocess import PIPE

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.fakes.model_server import Manner, serving
from tests.fakes.telegram_server import TOKEN, Refusal, person, telegram_server
from tests.test_run import ROOT, config, process

SECRET_WORDS = "the quick brown visitor"


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def get(port, path):
    """Status and text; 0 where nobody answers."""

    def ask():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    return await asyncio.to_thread(ask)


async def until(port, path, status):
    async with asyncio.timeout(60):
        while (found := await get(port, path))[0] != status:  # noqa: ASYNC110 - another process tells nobody
            await asyncio.sleep(0.02)
    return json.loads(found[1]) if found[1] else {}


async def samples(port):
    families = text_string_to_metric_families((await get(port, "/metrics"))[1])
    return {(s.name, *sorted(s.labels.values())): s.value for family in families for s in family.samples}


async def counted(port, *key):
    """Every sample, once one of them is counted."""
    async with asyncio.timeout(60):
        while not (found := await samples(port)).get(key):  # noqa: ASYNC110 - another process tells nobody
            await asyncio.sleep(0.02)
    return found


def settings(folder, server, port, *lines):
    return config(
        folder,
        f"[telegram]\ntoken_env = 'TELEGRAM_TOKEN'\nbase_url = '{server.base}'",
        f"[metrics]\nport = {port}",
        "[log]\nformat = 'json'\nlevel = 'debug'",
        *lines,
    )


async def test_prometheus_reads_what_a_reply_took(tmp_path, port):
    async with telegram_server() as server, process(settings(tmp_path, server, port)):
        await until(port, "/readyz", 200)
        await server.say("/summon a grumpy teapot")
        await server.until("sendVideoNote", seconds=60)
        found = await counted(port, "summon_jobs_total", "", "Summon", "done")
    assert found[("summon_stage_seconds_count", "paint")] == 1
    assert found[("summon_platform_connected", "telegram")] == 1
    assert found[("summon_ready",)] == 1
    assert found[("summon_queue_jobs", "waiting")] == 0
    assert found[("summon_disk_free_bytes",)] > 0


async def test_tokens_are_counted_by_provider(tmp_path, port):
    usage = {"prompt_tokens": 300, "completion_tokens": 20, "total_tokens": 320}
    async with serving(Manner(usage=usage)) as model, telegram_server() as server:
        mine = f"providers = [{{ name = 'mine', base_url = '{model.base}', model = 'm' }}]"
        async with process(settings(tmp_path, server, port, "[writer]\nbackend = 'openai'", mine)):
            await server.say("/summon a grumpy teapot")
            await server.until("sendVideoNote", seconds=60)
            found = await counted(port, "summon_model_tokens_total", "mine", "read")
    asked = found[("summon_model_tokens_total", "mine", "read")] / 300
    assert found[("summon_model_tokens_total", "mine", "written")] / 20 == asked == len(model.asked)


async def test_providers_are_exchanged_and_broken_ones_leave_the_old(tmp_path, port):
    async with serving(Manner()) as old, serving(Manner()) as new, telegram_server() as server:
        mine = f"providers = [{{ name = 'mine', base_url = '{old.base}', model = 'm' }}]"
        path = settings(tmp_path, server, port, "[writer]\nbackend = 'openai'", mine)
        good = path.read_text()
        async with process(path) as child:
            await until(port, "/readyz", 200)
            path.write_text(good.replace("model = 'm'", "model = 'm', api_key_env = 'NO_SUCH_KEY'"))
            child.send_signal(signal.SIGHUP)
            await counted(port, "summon_settings_reloads_total", "refused")
            await server.say("/summon a grumpy teapot")
            await server.until("sendVideoNote", seconds=60)
            before = len(old.asked)
            path.write_text(good.replace(old.base, new.base))
            child.send_signal(signal.SIGHUP)
            await counted(port, "summon_settings_reloads_total", "applied")
            await server.say("/summon a shy lamp")
            await server.until("sendVideoNote", 2, seconds=60)
    assert before > 0
    assert (len(old.asked), len(new.asked) > 0) == (before, True)


async def test_a_key_that_was_exchanged_in_its_file_is_shown_to_the_server(tmp_path, port, monkeypatch):
    key = tmp_path / "key"
    key.write_text("first")
    monkeypatch.setenv("MODEL_KEY_FILE", str(key))
    async with serving(Manner()) as model, telegram_server() as server:
        mine = f"providers = [{{ name = 'mine', base_url = '{model.base}', model = 'm', api_key_env = 'MODEL_KEY' }}]"
        async with process(settings(tmp_path, server, port, "[writer]\nbackend = 'openai'", mine)) as child:
            await until(port, "/readyz", 200)
            await server.say("/summon a grumpy teapot")
            await server.until("sendVideoNote", seconds=60)
            key.write_text("second")
            child.send_signal(signal.SIGHUP)
            await counted(port, "summon_settings_reloads_total", "applied")
            await server.say("/summon a shy lamp")
            await server.until("sendVideoNote", 2, seconds=60)
    shown = list(dict.fromkeys(asked.headers["Authorization"] for asked in model.asked))
    assert shown == ["Bearer first", "Bearer second"]


async def test_a_platform_that_dies_and_comes_back_is_told(tmp_path, port):
    async with telegram_server() as server, process(settings(tmp_path, server, port)):
        await until(port, "/readyz", 200)
        server.refusals["getUpdates"].extend([Refusal(502, "Bad Gateway")] * 100)
        await server.say("hello")
        assert (await until(port, "/readyz", 503))["checks"]["telegram"] == "not connected"
        assert (await get(port, "/healthz"))[0] == 200
        server.refusals["getUpdates"].clear()
        await until(port, "/readyz", 200)


async def test_a_store_that_cannot_be_written_is_told(tmp_path, port):
    async with telegram_server() as server, process(settings(tmp_path, server, port)):
        await until(port, "/healthz", 200)
        await until(port, "/readyz", 200)
        holder = sqlite3.connect(tmp_path / "summon.sqlite", isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        assert (await until(port, "/healthz", 503))["checks"]["store"] == "not written in time"
        holder.execute("ROLLBACK")
        holder.close()
        await until(port, "/healthz", 200)


async def test_settings_are_read_again_and_a_broken_file_leaves_the_old_ones(tmp_path, port):
    async with telegram_server() as server:
        path = settings(tmp_path, server, port)
        good = path.read_text()
        async with process(path) as child:
            await until(port, "/readyz", 200)
            path.write_text(good.replace("grace_s = 1.0", "grace_s = 1.0\nwaiting = 7"))
            child.send_signal(signal.SIGHUP)
            await counted(port, "summon_settings_reloads_total", "applied")
            path.write_text("[desk")
            child.send_signal(signal.SIGHUP)
            await counted(port, "summon_settings_reloads_total", "refused")
            assert (await get(port, "/readyz"))[0] == 200


async def test_logs_hold_no_words_tokens_or_people(tmp_path, port, capfd):
    user, group = 70_123_456_789, -100_987_654_321
    async with telegram_server() as server, process(settings(tmp_path, server, port)):
        await until(port, "/readyz", 200)
        asker = {"user": person(user, "Adalbertine"), "chat": {"id": group, "type": "group", "title": "Gardeners"}}
        await server.say(f"/summon a teapot of {SECRET_WORDS}", **asker)
        await server.until("sendVideoNote", seconds=60)
    said = capfd.readouterr().err
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert any(line["message"] == "job ended" and line["job"] for line in lines)
    private = (SECRET_WORDS, "visitor", TOKEN, TOKEN.split(":")[1], str(user), str(-group), "Adalbertine", "Gardeners")
    assert not [word for word in private if word in said]


async def test_a_probe_tells_by_its_exit_code(tmp_path, port):
    async def probe(*more):
        command = [sys.executable, "-m", "bots", "probe", "--metrics", f"127.0.0.1:{port}", *more]
        child = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE, cwd=ROOT)
        said, complained = await child.communicate()
        return child.returncode, json.loads(said or b"{}").get("status"), complained.decode().count("\n")

    assert await probe() == (1, None, 1)
    async with telegram_server() as server, process(settings(tmp_path, server, port)):
        await until(port, "/readyz", 200)
        assert await probe() == (0, "ok", 0)
        assert await probe("--ready") == (0, "ok", 0)
        server.refusals["getUpdates"].extend([Refusal(502, "Bad Gateway")] * 100)
        await server.say("hello")
        await until(port, "/readyz", 503)
        assert (await probe())[0] == 0
        code, status, _ = await probe("--ready")
        assert (code, status != "ok") == (1, True)
        server.refusals["getUpdates"].clear()
    assert await probe() == (1, None, 1)
