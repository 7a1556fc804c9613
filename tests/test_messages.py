"""Every message has its Chinese, and the compiled catalogues are those of the written ones."""

from __future__ import annotations

import re

import pytest
from catalogue import FOLDER, SOURCES, compiled, extracted, messages, missing, written


@pytest.mark.parametrize("domain", SOURCES)
def test_every_message_is_translated(domain):
    known = {message.id for message in written(domain) if message.id}
    wanted = {message.id for message in extracted(domain) if message.id}
    if domain == "drafter":
        assert wanted == known, "run make locale"
    assert missing(written(domain)) == []


@pytest.mark.parametrize("domain", SOURCES)
def test_the_compiled_catalogue_is_fresh(domain):
    shipped = messages((FOLDER / f"{domain}.mo").read_bytes())
    assert shipped == messages(compiled(written(domain))), "run make locale"
    assert len(shipped) > 20


def holes(text):
    return sorted(re.findall(r"\{[^{}]*\}|%\(\w+\)s", text.replace("{{", "").replace("}}", "")))


@pytest.mark.parametrize("domain", SOURCES)
def test_translations_keep_the_holes(domain):
    for message in written(domain):
        if message.id and message.string:
            one = message.id if isinstance(message.id, str) else message.id[1]
            for text in [message.string] if isinstance(message.string, str) else message.string:
                assert holes(text) == holes(one), message.id


def test_chinese_is_said_in_chinese():
    for message in written("drafter"):
        if message.id and "%(prog)s" not in str(message.id):
            assert re.search("[\u4e00-\u9fff]", str(message.string)), message.id
