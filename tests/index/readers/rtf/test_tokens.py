"""Rich text is split into tokens."""

from __future__ import annotations

from fabula.index.readers.rtf.tokens import Token, TokenKind, tokens


def test_tokens_of_every_kind() -> None:
    """Groups, control words with and without a number, symbols, bytes and text; line ends are nothing."""
    assert list(tokens("{\\b0 so\r\n\\'e9\\~\\par}")) == [
        Token(TokenKind.OPEN),
        Token(TokenKind.WORD, "b", 0),
        Token(TokenKind.TEXT, "so"),
        Token(TokenKind.BYTE, "", 0xE9),
        Token(TokenKind.WORD, "~"),
        Token(TokenKind.WORD, "par"),
        Token(TokenKind.CLOSE),
    ]


def test_binary_data_is_skipped() -> None:
    """The number of \\bin says how many bytes follow."""
    assert list(tokens("\\bin3 }}}a")) == [Token(TokenKind.TEXT, "a")]
