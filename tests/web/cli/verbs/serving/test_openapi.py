"""`fabula openapi`"""

from __future__ import annotations

import json

from flask.testing import FlaskClient

from ...conftest import Command


def test_it_prints_what_a_server_answers(fabula_command: Command, client: FlaskClient) -> None:
    """The same document as /openapi.json, without a library."""
    result = fabula_command("openapi")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == client.get("/openapi.json").json
