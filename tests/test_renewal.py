from bots import config as configuration
from bots.config import Config
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
