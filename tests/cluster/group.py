"""Three real nodes that form one cluster."""

import json
import urllib.request
from pathlib import Path

from tests.cluster.node import Node
from tests.waiting import until

NAMES = ("a", "b", "c")


class Group:
    """A cluster of three nodes on this machine."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.nodes = [Node(home, folder / name, name) for name in NAMES]
        settings = {
            "cluster.name": folder.name,
            "cluster.initial_master_nodes": ",".join(NAMES),
            "discovery.type": "",
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{node.transport_port}" for node in self.nodes),
            "action.auto_create_index": "false",
        }
        for node in self.nodes:
            node.settings = settings

    @property
    def urls(self) -> str:
        return ",".join(node.url for node in self.nodes)

    def start(self) -> "Group":
        for node in self.nodes:
            node.start(wait=False)
        for node in self.nodes:
            node.wait()
        self.wait_until_green()
        return self

    def wait_until_green(self) -> None:
        until(self._is_green)

    def _is_green(self) -> bool:
        for node in self.nodes:
            try:
                with urllib.request.urlopen(f"{node.url}/_cluster/health", timeout=5) as reply:
                    health = json.load(reply)
            except OSError:
                return False
            if (health["status"], health["number_of_nodes"]) != ("green", len(self.nodes)):
                return False
        return True

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()
