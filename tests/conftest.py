"""Fixtures over the real parts: the sample documents, indexed once a session with the default model."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from indexer.build import index
from service.app import create_app
from service.ask import Service
from service.config import Settings
from service.wiring import build_service
from tests.cluster.fixtures import (
    elastic_group,
    elastic_home,
    elastic_link,
    elastic_node,
    group_link,
    postgres_server,
    servers_folder,
)

__all__ = [
    "elastic_group",
    "elastic_home",
    "elastic_link",
    "elastic_node",
    "group_link",
    "postgres_server",
    "servers_folder",
]

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = Path("corpus/documents")  # as a person would name it, from the root of the repository


@pytest.fixture(scope="session", autouse=True)
def _at_the_root(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Sample paths are relative to the root, wherever pytest was started."""
    import os  # noqa: PLC0415

    os.chdir(ROOT)


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample documents indexed; read only."""
    data = tmp_path_factory.mktemp("samples") / "data"
    index([SAMPLES], data)
    return data


@pytest.fixture(scope="session")
def sample_settings(sample_data: Path) -> Settings:
    return Settings(data=sample_data)


@pytest.fixture(scope="session")
def sample_service(sample_settings: Settings) -> Service:
    return build_service(sample_settings)


@pytest.fixture(scope="session")
def sample_app(sample_settings: Settings, sample_service: Service) -> Flask:
    return create_app(sample_settings, sample_service)


@pytest.fixture
def own_samples(tmp_path: Path) -> Path:
    """A copy of the sample documents that a test may change."""
    return Path(shutil.copytree(SAMPLES, tmp_path / "documents"))
