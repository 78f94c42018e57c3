import json

import pytest
from typer.testing import CliRunner

from bots.__main__ import app
from bots.benches.talk_speed import LONG_REPLIES, REPLIES, open_streaming
from pipeline.config import WriterSpec


def test_the_times_of_a_reply_are_printed_as_json():
    done = CliRunner().invoke(app, ["bench", "talk", "--rounds", "1", "--json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found["tail_s"] > 0
    assert found["total_over_model"] > 1
    assert 8 <= found["reply_s"] <= 13
    assert found["long_reply_s"] > 1.3 * found["reply_s"]
    assert found["long_total_over_model"] > 1


@pytest.mark.parametrize("reply", LONG_REPLIES)
def test_the_long_replies_are_as_long_as_replies_may_be_without_being_cut(reply):
    assert 46 <= len(reply.split()) < WriterSpec().words


async def test_the_server_streams_at_its_pace_and_whole():
    import aiohttp

    async with open_streaming(per_second=2000.0) as server, aiohttp.ClientSession() as session:
        server.reply = REPLIES[0]
        async with session.post(f"{server.base}/chat/completions", json={}) as response:
            lines = [line async for line in response.content]
    chunks = [json.loads(line[6:]) for line in lines if line.startswith(b"data: {")]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert text == REPLIES[0]
    assert server.last_token - server.asked >= (len(chunks) - 1) / 2000.0
