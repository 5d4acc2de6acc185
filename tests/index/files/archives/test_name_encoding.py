"""Names of files are read in the code page that makes sense of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.files.archives.name_encoding import decode_names

ARCHIVES = {
    "cp437": ["Élan vital.txt", "Über den Fluß.txt", "señor.txt"],
    "cp850": ["Ágnes Bernauer.txt", "Amélie à Paris.txt", "são.txt"],
    "cp1252": ["Café été.txt", "L’été — fin.txt", "Größe.txt"],
    "cp852": ["Żółta łódź.txt", "Příběh.txt"],
    "cp1250": ["Žluťoučký kůň.txt", "Dziewięć.txt"],
    "cp1254": ["İnce Memed.txt", "Çalıkuşu.txt"],
    "cp866": ["Мельник у реки.txt", "Война и мир/Том 1.txt", "Ёжик.fb2"],
    "cp1251": ["Мастер и Маргарита.txt", "глава первая.txt", "весна.txt"],
    "koi8-r": ["Анна Каренина.txt", "Рассказы.txt"],
    "cp737": ["Ζορμπάς.txt", "Η Οδύσσεια.txt"],
    "cp1253": ["Ζορμπάς.txt", "Οδύσσεια.txt"],
    "cp862": ["שלום עולם.txt"],
    "cp1255": ["שלום עולם.txt", "ספר.txt"],
    "cp1256": ["ألف ليلة وليلة.txt", "كتاب.txt"],
    "cp874": ["สี่แผ่นดิน.txt", "แมว.txt"],
    "cp932": ["ソとまち.txt", "吾輩は猫である.txt", "銀河鉄道の夜.txt", "カタカナ.txt"],
    "gbk": ["红楼梦.txt", "第一章 甄士隐梦幻识通灵.txt", "三国演义.txt", "斗破苍穹.txt"],
    "big5": ["紅樓夢.txt", "三國演義.txt", "射鵰英雄傳.txt", "天龍八部.txt"],
    "cp949": ["전지적 독자 시점.txt", "소나기.txt", "나 혼자만 레벨업.txt"],
    "utf-8": ["Café été.txt", "Ёжик.txt", "猫.txt", "𠮷野家.txt", "😀.txt", "plain.txt"],
}


@pytest.mark.parametrize("encoding", ARCHIVES)
def test_the_code_page_of_an_archive_is_found(encoding: str) -> None:
    """From the names alone, in the scripts of most stories."""
    assert decode_names([name.encode(encoding) for name in ARCHIVES[encoding]]) == ARCHIVES[encoding]


def test_every_name_counts_for_itself_where_they_differ() -> None:
    """An archive that was filled on several machines."""
    names = {"Мельник у реки.txt": "cp866", "ソとまち.txt": "cp932", "Élan vital.txt": "cp437", "Café été.txt": "utf-8"}
    assert decode_names([name.encode(encoding) for name, encoding in names.items()]) == list(names)


@given(st.lists(st.binary(max_size=12), max_size=6))
def test_any_bytes_are_a_name(names: list[bytes]) -> None:
    """No bytes fail, and ASCII stays as it is."""
    decoded = decode_names(names)
    assert len(decoded) == len(names)
    assert all(text == name.decode() for name, text in zip(names, decoded, strict=True) if name.isascii())


def test_a_crowd_of_names_is_judged_in_bounded_time() -> None:
    """Names in as many encodings as an archive may have members do not take minutes."""
    started = time.process_time()
    names = [
        f"{number} Мельник".encode("cp866") if number % 2 else f"{number} 小説".encode("cp932")
        for number in range(1_500)
    ]
    assert "1 Мельник" in decode_names(names)
    assert time.process_time() - started < 5
