"""Requests made by schemathesis from the description of our routes, sent to the real server."""

from collections import Counter
from typing import Any

import requests
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from schemathesis import Case
from schemathesis.core.result import Ok

from tests.hostile.routes import describe


def send_all(port: int, app: Flask, each: int, seed: int) -> tuple[Counter[int], list[str]]:
    """How often each status came, and a line for every answer of 500 and above; `each` requests for each operation."""
    statuses: Counter[int] = Counter()
    faults: list[str] = []
    schema = schemathesis.openapi.from_dict(describe(app))
    with requests.Session() as session:
        for found in schema.get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()

            @seeded(seed)
            @settings(max_examples=each, database=None, deadline=None, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy())
            def send(case: Case[Any]) -> None:
                session.cookies.clear()
                given = case.as_transport_kwargs(base_url=f"http://127.0.0.1:{port}")
                response = session.request(**given, allow_redirects=False, timeout=30)
                statuses[response.status_code] += 1
                if response.status_code >= 500:
                    faults.append(f"{response.status_code} {str(given)[:400]}")

            send()
    return statuses, faults
