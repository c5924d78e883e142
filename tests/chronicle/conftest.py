import pytest
from lakes import lakes

from communique import Tables


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of the small corpus of `lakes`."""
    return lakes(tmp_path_factory.mktemp("lakes"))
