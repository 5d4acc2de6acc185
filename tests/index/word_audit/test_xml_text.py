"""The text nodes of a document, by expat."""

from __future__ import annotations

import pytest

from fabula.index.word_audit.xml_text import xml_text, xml_texts

BOMB = b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a><p>kept &y;</p></a>'


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("<a><p>She <i>lit</i></p><p>the l<b/>amp</p></a>", "She lit the lamp"),
        ("<a><w:t xmlns:w='w'>Wo</w:t><w:t xmlns:w='w'>rd</w:t></a>", "Word"),
        ("<a><p>lamp<note><note-citation>1</note-citation><p>Lit.</p></note>s</p></a>", "lamp 1 Lit. s"),
        ("<a><binary><p>no</p> no</binary><p>yes</p>after</a>", "yes after"),
        ("<?xml version='1.0' encoding='windows-1251'?><p>Она</p>", "Она"),
        ("<a><p>open &nbsp; entity</p>", "open entity"),
    ],
)
def test_words(document: str, words: str) -> None:
    """Elements that end a word part it; what is not well-formed is read as HTML is."""
    data = document.encode("cp1251" if "1251" in document else "utf-8")
    assert xml_text(data, without=("binary",)).split() == words.split()


def test_entities_are_not_expanded() -> None:
    """A document that declares some is read as HTML is."""
    assert xml_text(BOMB).split()[-2:] == ["kept", "&y;"]


def test_broken_documents_hide_the_same_elements() -> None:
    """Of what is no XML, the hidden elements go, too; it is given in each encoding that it may have."""
    broken = "<?xml version='1.0'?><body><l:binary>aGk=</l:binary><p>Соль & перец</p> <binary>aGk".encode("cp1251")
    assert ["Соль", "&", "перец"] in [text.split() for text in xml_texts(broken, without=("binary",))]
