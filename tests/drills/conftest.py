"""Houses of their own for the drills: copies of one made once a run."""

import pytest

from tests.drills import telling
from tests.drills.house import Model


@pytest.fixture(autouse=True, scope="session")
def _heard(pytestconfig):
    """Let what drills tell be read while they run."""
    keeper = pytestconfig.pluginmanager.getplugin("capturemanager")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "past_the_capture", keeper.global_and_fixture_disabled)
        yield


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    """The house that others are copies of: migrated, with the demonstration."""
    made = Model(tmp_path_factory.mktemp("model"))
    yield made
    made.close()


@pytest.fixture
def house(model, tmp_path):
    """A house with the demonstration; its processes end with the drill."""
    with model.copy(tmp_path) as made:
        yield made
