"""A real local model with eyes: a llama and a projector of random weights behind llama.cpp's own server."""

import base64
import io
from contextlib import aclosing, asynccontextmanager, suppress

import pytest
from PIL import Image
from pydantic import ValidationError

from bots import config as configuration
from bots.inspection import inspect
from pipeline.backends import open_backend
from pipeline.config import Provider, WriterSpec
from pipeline.errors import ConfigInvalid, PipelineError, StageFailed
from pipeline.lanes import open_lanes
from pipeline.pictures import small
from pipeline.spending import open_tab
from pipeline.types import Line
from pipeline.write.servers.chat_server import Server
from pipeline.write.servers.local_file import check
from pipeline.write.servers.providers import open_servers
from tests.fakes import tiny_gguf
from tests.test_openai_chat import somebody

pytest.importorskip("xllamacpp")
ASKED = [{"role": "system", "content": "You are a teapot."}, {"role": "user", "content": "Ada: What is this?"}]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    return tiny_gguf.write(folder / "tiny.gguf"), tiny_gguf.write_eyes(folder / "mmproj-tiny.gguf")


def local(model, eyes="", **settings):
    given = {"name": "here", "local": str(model), "mmproj": str(eyes), "timeout_s": 60, "retries": 0}
    return Provider(**given | settings)


@asynccontextmanager
async def running(*files, **settings):
    async with open_servers([local(*files, **settings)], {}) as (server,):
        yield server


def picture(color):
    target = io.BytesIO()
    Image.new("RGB", (300, 200), color).save(target, "PNG")
    return small(target.getvalue())


async def counted(server, *pictures):
    """How many tokens the server counted in the question."""
    with open_tab() as tab:
        # Random words seldom end by themselves, and now and then there are none: nothing is counted then.
        for _ in range(10):
            async with aclosing(server.stream(ASKED, 4, pictures=pictures)) as stream:
                with suppress(StageFailed):
                    async for _ in stream:
                        pass
            if tab.spent:
                break
    assert not any(spent.estimated for spent in tab.spent)
    return tab.spent[-1].read_tokens


async def first_words(server, color):
    """What the model writes of a picture when it has to choose the likeliest signs."""
    url = f"data:image/jpeg;base64,{base64.b64encode(picture(color)).decode()}"
    parts = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": url}}]
    answer = await (await server.connect()).chat.completions.create(
        model="local", messages=[{"role": "user", "content": parts}], max_tokens=12, temperature=0, logprobs=True
    )
    return [(token.token, round(token.logprob, 3)) for token in answer.choices[0].logprobs.content]


async def test_pictures_become_tokens_of_the_question(files):
    async with running(*files) as server:
        none = await counted(server)
        one = await counted(server, picture("red"))
        three = await counted(server, picture("red"), picture("red"), picture("red"))
    assert none < one
    assert three - one == 2 * tiny_gguf.PICTURE_TOKENS
    assert not server.learned.blind


async def test_what_is_in_the_picture_reaches_the_model(files):
    async with running(*files) as server:
        red, again, blue = [await first_words(server, color) for color in ("red", "red", "blue")]
    assert red == again != blue


async def test_a_reply_to_a_picture_comes_of_it(files):
    spec = WriterSpec(backend="openai", providers=(local(*files),), words=8, timeout_s=60)
    said = Line("Ada", "What is this?", 1.0, pictures=(picture("red"),))
    async with open_lanes(1) as lanes, open_backend("writer", spec, lanes) as writer:
        with open_tab() as tab:
            pieces = [piece async for piece in writer.reply(await somebody(), [], said)]
    assert "".join(pieces).strip()
    assert tab.spent[0].provider == "here"


@asynccontextmanager
async def elsewhere(server):
    """The running model as a server that somebody wrongly believes to see."""
    client = await server.connect()

    async def connect():
        return client

    settings = {"name": "there", "base_url": str(client.base_url), "model": "local", "vision": True, "retries": 0}
    yield Server(Provider(**settings), connect)


async def test_llama_without_eyes_refuses_a_picture_and_is_asked_without(files):
    async with running(files[0]) as server, elsewhere(server) as wrong:
        assert await counted(wrong, picture("red")) > 0
        assert wrong.learned.blind


async def test_a_picture_that_llama_cannot_read_ends_in_an_answer_without_it(files):
    async with running(*files) as server:
        assert await counted(server, b"no picture") > 0


async def test_pictures_that_do_not_fit_this_time_are_shown_again_the_next(files, caplog):
    caplog.set_level("INFO")
    async with running(*files, context=512) as server, elsewhere(server) as seeing:
        without = await counted(seeing, *[picture("red")] * 100)
        assert "model asked in another form" in caplog.messages
        assert not seeing.learned.blind
        assert await counted(seeing, picture("red")) < without


async def test_a_local_model_without_a_projector_is_told_that_it_cannot_see(files):
    async with running(files[0]) as server:
        none, one = await counted(server), await counted(server, picture("red"))
    assert one - none > 100


WRONG = {
    "missing": (None, "cannot be read"),
    "no GGUF": (b"PK\x03\x04" + bytes(500), "no GGUF"),
    "empty": (b"", "no GGUF"),
    "a model": ("model", "no projector"),
    "cut": ("cut", "cannot be loaded"),
    "of another model": ("other", "mismatch between text model"),
}


def spoilt(folder, files, content):
    path = folder / "eyes.gguf"
    if content == "other":
        return tiny_gguf.write_eyes(path, width=48)
    made = {"model": files[0].read_bytes(), "cut": files[1].read_bytes()[:9000], None: None}.get(content, content)
    if made is not None:
        path.write_bytes(made)
    return path


@pytest.mark.parametrize(("content", "sentence"), WRONG.values(), ids=WRONG)
async def test_a_file_that_is_no_projector_is_one_clear_sentence(tmp_path, files, content, sentence):
    with pytest.raises(PipelineError, match=sentence) as caught:
        async with running(files[0], spoilt(tmp_path, files, content)):
            pass
    assert "\n" not in str(caught.value)
    assert "here" in str(caught.value)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", "model"])
def test_the_check_tells_what_is_wrong_without_loading_anything(tmp_path, files, content):
    eyes = spoilt(tmp_path, files, content)
    lines = f"[writer]\nbackend = 'openai'\nproviders = [{{ name = 'here', local = '{files[0]}', mmproj = '{eyes}' }}]"
    (row,) = [found for found in inspect(configuration.parse(lines), None) if found.part == "writer.here"]
    assert not row.fine
    assert str(eyes) in row.to_do


def test_the_check_tells_that_a_model_can_see(files):
    model, eyes = files
    lines = f"[writer]\nbackend = 'openai'\nproviders = [{{ name = 'here', local = '{model}', mmproj = '{eyes}' }}]"
    (row,) = [found for found in inspect(configuration.parse(lines), None) if found.part == "writer.here"]
    assert (row.fine, str(eyes) in row.what) == (True, True)


def test_a_projector_is_no_model(files):
    with pytest.raises(ConfigInvalid, match="name it as mmproj"):
        check(local(files[1]))


@pytest.mark.parametrize(
    "settings",
    [
        {"base_url": "http://x/v1", "model": "m", "mmproj": "eyes.gguf"},
        {"local": "m.gguf", "vision": True},
    ],
)
def test_eyes_belong_to_a_local_model(settings):
    with pytest.raises(ValidationError, match="mmproj"):
        Provider(name="p", **settings)
