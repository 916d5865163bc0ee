"""JSON in all its shapes, and lines of it that are none."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tracuu.index.reading.limits import LIMITS

ONE = {"tiêu đề": "Gió chướng", "Nội dung": "Gió về trên sông Tiền."}
TWO = {"id": "hai", "title": "Nước nổi", "text": "Nước tràn đồng."}
TITLES = ["Gió chướng", "Nước nổi"]


def dump(value: object, **options: object) -> str:
    return json.dumps(value, ensure_ascii=False, **options)


@pytest.mark.parametrize(
    "content",
    [
        dump([ONE, TWO]),
        dump([ONE, TWO], indent=2),
        dump({"articles": [ONE, TWO], "count": 2}),
        dump({"status": "ok", "items": [ONE, TWO]}, indent=1),
        f"{dump(ONE)}\n{dump(TWO)}",
        f"\ufeff{dump(ONE)}\r\n\r\n{dump(TWO)}\r\n",
        f" [ {dump(ONE)} , {dump(TWO)} ] ",
    ],
)
def test_shapes_of_a_json_file(write, read, content):
    outcome = read(write("n/tin.json", content).parent)
    assert [article.title for article in outcome.articles] == TITLES
    assert [article.id for article in outcome.articles] == ["n/tin.json#1", "hai"]
    assert outcome.problems == outcome.errors == []


@pytest.mark.parametrize("content", [dump(ONE), dump(ONE, indent=2), dump(ONE) + "\n\n"])
def test_one_object_is_one_article(write, read, content):
    article = read(write("n/tin.json", content).parent).article
    assert (article.id, article.title, article.body) == ("n/tin.json", "Gió chướng", "Gió về trên sông Tiền.")


def test_an_article_may_have_a_field_called_items(write, read):
    assert read(write("a.json", dump({**ONE, "items": [1, 2]}))).article.metadata == {"items": [1, 2]}


def test_json_lines_after_a_first_line_longer_than_the_sample(write, read):
    long = {"title": "Dài", "body": "chữ " * 40_000}
    outcome = read(write("a.json", f"{dump(long)}\nhỏng\n{dump(TWO)}"))
    assert [article.title for article in outcome.articles] == ["Dài", "Nước nổi"]
    assert outcome.of_kind("article")[0].where.endswith("a.json:2")


def test_utf16(write, read):
    for name, content in {"a.json": dump(ONE), "b.jsonl": f"{dump(ONE)}\n{dump(TWO)}\n"}.items():
        outcome = read(write(name, content.encode("utf-16")))
        assert outcome.articles[0].title == "Gió chướng"
        assert outcome.problems[0].reason == "not UTF-8: read as utf-16-le"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ("12", "not an object"),
        ("null", "not an object"),
        ("{}", "no title and no body; found no field"),
        ('{"views": 3}', "no title and no body; found 'views'"),
        ('{"title": "", "body": "  "}', "no title and no body"),
        ('{"title": 3, "body": "x"}', "'title' must be text, not a number"),
        ('{"title": "x", "Body": ["y"]}', "'Body' must be text, not a list"),
        ('{"title": "x", "sapo": {}, "id": {"a": 1}}', "'id' must be text or a number, not an object"),
        ('{"title": "x", "id": true}', "'id' must be text or a number, not true or false"),
        ("[" * 100_000, "nested too deeply"),
        ('{"title": ' + "9" * 5000 + "}", "JSON"),
        ('{"title": "x\\', "not JSON"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_goes_on(write, read, line, reason):
    path = write("a.jsonl", f"{dump(ONE)}\n{line}\n\n{dump({'title': 'Nước nổi'})}\n")
    outcome = read(path)
    assert [(a.title, a.id) for a in outcome.articles] == [
        ("Gió chướng", "a.jsonl#1"),
        ("Nước nổi", "a.jsonl#3"),
    ]
    (problem,) = outcome.problems
    assert (problem.kind, problem.where) == ("article", f"{path}:2")
    if not line.startswith('{"title": 9'):  # only newer versions of Python bound the digits of a number
        assert reason in problem.reason


def test_an_oversized_line_is_skipped_without_being_held(write, read):
    lines = [dump(ONE), dump({"title": "x" * 3_000_000}), dump(TWO)]
    path = write("a.jsonl", "\n".join(lines))
    outcome = read(path, limits=replace(LIMITS, line_bytes=1000))
    assert [article.title for article in outcome.articles] == TITLES
    assert [(p.where, p.reason) for p in outcome.problems] == [
        (f"{path}:2", "the line is longer than 1,000 bytes; split it")
    ]


def test_an_article_longer_than_the_limit(write, read):
    path = write("a.jsonl", f"{dump({'body': 'x' * 50})}\n{dump(TWO)}")
    outcome = read(path, limits=replace(LIMITS, article_chars=49))
    assert [article.title for article in outcome.articles] == ["Nước nổi"]
    assert outcome.problems[0].reason == "the article is too long: 50 characters, at most 49"


def test_lines_in_other_encodings_are_noted_one_by_one(write, read, to_cp1258):
    # The head of the file decides how it is read as a whole, so the head is long, and in UTF-8.
    head = dump({"title": "Mở đầu", "body": "đổi mới từng ngày " * 5000}).encode()
    broken = dump(TWO).encode().replace("đ".encode(), b"\xff")
    path = write("a.jsonl", b"\n".join([head, dump(ONE).encode(), to_cp1258(dump(TWO)), broken]))
    outcome = read(path)
    assert [article.title for article in outcome.articles[1:]] == ["Gió chướng", "Nước nổi", "Nước nổi"]
    assert [(p.where, p.reason) for p in outcome.problems] == [
        (f"{path}:3", "not UTF-8: read as cp1258"),
        (f"{path}:4", "not clean UTF-8: invalid bytes in 1 places were replaced by U+FFFD"),
    ]


def test_a_whole_file_in_cp1258(write, read, to_cp1258):
    outcome = read(write("a.jsonl", to_cp1258(f"{dump(ONE)}\n{dump(TWO)}\n")))
    assert [article.title for article in outcome.articles] == TITLES
    assert [p.reason for p in outcome.problems] == ["not UTF-8: read as cp1258"]


@pytest.mark.parametrize(
    ("content", "titles", "message"),
    [
        (f"[{dump(ONE)}, {dump(TWO)}", TITLES, "not JSON from here on"),
        (f"[{dump(ONE)} {dump(TWO)}]", ["Gió chướng"], "Expecting ',' delimiter"),
        (f"[{dump(ONE)}] thừa", ["Gió chướng"], "Extra data"),
        (f"[{dump(ONE)}, " + "[" * 100_000, ["Gió chướng"], "nested too deeply"),
        ('{"title": "x"', [], "is not JSON"),
        ("thường", [], "is not JSON"),
        ("3", [], "holds no article"),
        ("{" * 2, [], "is not JSON"),
    ],
)
def test_articles_before_a_mistake_are_not_lost(write, read, content, titles, message):
    outcome = read(write("a.json", content))
    assert [article.title for article in outcome.articles] == titles
    assert message in outcome.error and "a.json" in outcome.error


def test_files_that_were_joined(write, read):
    part = f"\ufeff{dump(ONE)}\n".encode()
    outcome = read(write("a.jsonl", part + part))
    assert [article.id for article in outcome.articles] == ["a.jsonl#1", "a.jsonl#2"]


def test_utf16_with_a_broken_pair(write, read):
    data = dump({"title": "A!B"}).encode("utf-16")
    outcome = read(write("a.jsonl", data.replace(b"!\0", b"\0\xd8")))
    assert outcome.article.title.startswith("A\ufffd")
    assert outcome.problems[-1].reason.endswith("invalid bytes in 1 places were replaced by U+FFFD")


def test_items_of_a_list_that_are_no_articles(write, read):
    path = write("a.json", dump([1, ONE, {}, TWO]))
    outcome = read(path)
    assert [article.id for article in outcome.articles] == ["a.json#2", "hai"]
    assert [(p.kind, p.where) for p in outcome.problems] == [
        ("article", f"{path}#1"),
        ("article", f"{path}#3"),
    ]


def test_an_object_that_is_no_article(write, read):
    path = write("a.json", '{"views": 1}')
    assert [(p.kind, p.where) for p in read(path).problems] == [("article", str(path))]


def test_an_empty_list_holds_nothing(write, read):
    outcome = read(write("a.json", "[ ]"))
    assert outcome.articles == outcome.errors == outcome.problems == []


def test_a_json_value_too_long_to_be_held(write, read):
    path = write("a.json", dump([ONE] * 10))
    assert "more than 50 bytes; write it as JSON Lines" in read(path, limits=replace(LIMITS, json_bytes=50)).error


def test_halves_of_characters_are_replaced(write, read):
    outcome = read(write("a.jsonl", '{"title": "A\\ud83d", "body": "\\ud83d\\ude00", "k\\udc00": ["\\udfff"], "n": 1}'))
    assert (outcome.article.title, outcome.article.body) == ("A\ufffd", "😀")
    assert outcome.article.metadata == {"k\ufffd": ["\ufffd"], "n": 1}
    assert "lone surrogates" in outcome.reasons()


@pytest.mark.parametrize("content", ["", "\n \r\n", "\ufeff"])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_empty_files(write, read, name, content):
    assert f"{name} is empty" in read(write(name, content)).error


def test_numbers_of_too_many_digits(write, read):
    digits = "1" * 4301
    outcome = read(write("a.jsonl", f'{{"title": "A", "n": {digits}}}\n{{"title": "B", "n": {digits[1:]}}}\n'))
    assert [article.title for article in outcome.articles] == ["B"]
    assert outcome.of_kind("article")[0].reason == "not JSON: a number of more than 4,300 digits"
    path = write("a.json", f'[{{"title": "B"}}, {{"title": "A", "n": {digits}}}]')
    reason = "a number of more than 4,300 digits; the articles before that were read"
    assert read(path).error == f"{path} is not JSON from here on: {reason}"


def test_numbers_that_no_record_can_hold(write, read):
    article = read(write("a.jsonl", '{"title": "A", "x": NaN, "y": [-Infinity, 1e999, 1.5]}\n')).article
    assert article.metadata == {"y": ["-Infinity", "1e999", 1.5]}
