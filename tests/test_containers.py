"""The compose file and the Dockerfile: valid, consistent with the code, and their command really serves."""

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

from service.config import Settings
from tests.cluster.node import VERSION, free_port
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return loaded


def last_stage() -> str:
    return (ROOT / "Dockerfile").read_text("utf-8").rpartition("\nFROM ")[2]


def command() -> list[str]:
    found = re.search(r"^CMD (\[.*?\])", last_stage().replace("\\\n", ""), re.MULTILINE)
    assert found is not None
    arguments: list[str] = json.loads(found[1])
    return arguments


def test_the_compose_file_fits_the_published_schema() -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*checker, str(COMPOSE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_setting_in_the_compose_file_is_one_of_ours(compose: dict[str, Any]) -> None:
    known = {f"VANKIEN_{name.upper()}" for name in Settings.model_fields}
    for name, service in compose["services"].items():
        given = {key for key in service.get("environment", {}) if key.startswith("VANKIEN_")}
        assert given <= known, name


def test_services_wait_until_what_they_need_is_healthy(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        for needed, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "test" in services[needed]["healthcheck"], f"{name} waits for {needed}"
    assert {"elasticsearch", "postgres"} <= services["vankien"]["depends_on"].keys()


def test_volumes_secrets_and_mounted_files_exist(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= compose["secrets"].keys()
        for mount in service.get("volumes", ()):
            source = mount.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).exists(), source
            elif not source.startswith("$"):
                assert source in compose["volumes"], source
    assert "/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_no_password_stands_in_the_compose_file(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for key, value in service.get("environment", {}).items():
            if "PASSWORD" in key or "API_KEY" in key:
                assert str(value).startswith("/run/secrets/"), key


def test_the_service_is_locked_down_and_elasticsearch_secured(compose: dict[str, Any]) -> None:
    for name in ("vankien", "indexer"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["environment"]["VANKIEN_ELASTIC_URL"].startswith("https://")
    elastic = compose["services"]["elasticsearch"]
    assert elastic["environment"]["xpack.security.enabled"] == "true"
    assert elastic["environment"]["xpack.security.http.ssl.enabled"] == "true"
    assert "ports" not in elastic
    assert elastic["image"].endswith(f":{VERSION}")  # what the tests run against


def test_the_image_is_small_and_not_root() -> None:
    stage = last_stage()
    assert re.search(r"^USER (?!0|root)\S+", stage, re.MULTILINE)
    assert "HEALTHCHECK" in stage
    pinned = (ROOT / "requirements-cluster.txt").read_text("utf-8")
    names = {line.split("==")[0] for line in pinned.splitlines() if "==" in line}
    assert {"elasticsearch", "psycopg", "alembic", "gunicorn"} <= names
    assert not {"torch", "sentence-transformers", "pytest"} & names
    assert "ARG WITH_TORCH=false" in (ROOT / "Dockerfile").read_text("utf-8")


def test_what_the_image_needs_passes_the_ignore_file() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_through = {line[1:] for line in lines if line.startswith("!")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages | {"templates", "pyproject.toml", "requirements-cluster.txt", "README.md"} <= let_through


def test_the_containers_command_serves_the_page(sample_data: Path, tmp_path: Path) -> None:
    arguments = command()
    port = free_port()
    arguments[arguments.index("--bind") + 1] = f"127.0.0.1:{port}"
    if sys.platform != "linux":
        arguments[arguments.index("--worker-tmp-dir") + 1] = str(tmp_path)
    environment = {"VANKIEN_DATA": str(sample_data.resolve()), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *arguments[1:]],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: _status(f"{url}/readyz") == 200, process)
        assert _status(f"{url}/hoi?q=" + "a" * 9_000) == 200
    finally:
        children = psutil.Process(process.pid).children()
        process.terminate()
        process.wait(20)
        psutil.wait_procs(children, timeout=20)


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return int(reply.status)
    except OSError as error:
        return int(getattr(error, "code", 0))
