from bots import config as configuration
from bots.config import Config
from bots.keys import fingerprints
from bots.renewal import compare


def test_limits_are_applied_and_stages_wait_for_a_restart():
    wanted = configuration.parse("[desk]\nuser_per_minute = 3\n[painter]\nsize = 256\n[log]\nlevel = 'debug'")
    change = compare(Config(), wanted)
    assert set(change.applied) == {"desk.user_per_minute", "log.level"}
    assert change.waiting == ("painter.size",)


def test_what_waits_keeps_its_old_value():
    wanted = configuration.parse("[desk]\nuser_per_minute = 3\n[painter]\nsize = 256")
    change = compare(Config(), wanted)
    assert (change.config.desk.user_per_minute, change.config.painter.size) == (3, 512)
    assert compare(change.config, wanted).applied == ()
    assert compare(change.config, wanted).waiting == ("painter.size",)


MINE = "[writer]\nbackend = 'openai'\nproviders = [{ name = '%s', base_url = 'http://127.0.0.1:9/v1', model = 'm' }]"


def test_providers_are_applied_where_the_writer_stays_the_same():
    change = compare(configuration.parse(MINE % "old"), configuration.parse(MINE % "new"))
    assert (change.applied, change.waiting) == (("writer.providers",), ())
    assert change.config.writer.providers[0].name == "new"


def test_providers_wait_with_another_writer():
    change = compare(Config(), configuration.parse(MINE % "new"))
    assert (change.applied, set(change.waiting)) == ((), {"writer.backend", "writer.providers"})


KEYED = MINE.replace("model = 'm'", "model = 'm', api_key_env = 'KEY'") % "old" + "\n[discord]\ntoken_env = 'TOKEN'"


def lying(folder, **secrets):
    for name, secret in secrets.items():
        (folder / name).write_text(secret)
    return {f"{name}_FILE": str(folder / name) for name in secrets}


def test_a_key_that_was_exchanged_in_its_file_is_applied_and_a_token_waits(tmp_path):
    config = configuration.parse(KEYED)
    held = fingerprints(config, lying(tmp_path, KEY="k1", TOKEN="t1"))
    change = compare(config, config, held, fingerprints(config, lying(tmp_path, KEY="k2", TOKEN="t2")))
    assert change.applied == ("writer.providers.old.api_key_env",)
    assert change.waiting == ("discord.token_env",)
    assert change.touches("writer")


def test_what_was_applied_is_not_applied_again_and_what_waits_goes_on_waiting(tmp_path):
    config = configuration.parse(KEYED)
    held = fingerprints(config, lying(tmp_path, KEY="k1", TOKEN="t1"))
    found = fingerprints(config, lying(tmp_path, KEY="k2", TOKEN="t2"))
    again = compare(config, config, compare(config, config, held, found).secrets, found)
    assert (again.applied, again.waiting) == ((), ("discord.token_env",))


def test_a_fingerprint_does_not_hold_its_secret(tmp_path):
    config = configuration.parse(KEYED)
    assert "k1" not in repr(fingerprints(config, lying(tmp_path, KEY="k1", TOKEN="t1")))


def test_a_secret_that_cannot_be_read_is_a_change(tmp_path):
    config = configuration.parse(KEYED)
    held = fingerprints(config, lying(tmp_path, KEY="k1", TOKEN="t1"))
    found = fingerprints(config, {"KEY_FILE": str(tmp_path / "gone"), "TOKEN_FILE": str(tmp_path / "TOKEN")})
    assert compare(config, config, held, found).applied == ("writer.providers.old.api_key_env",)
