"""Lines of a TOML document: where each table and key stands."""

import tomllib

import pytest

from antq_extract.packfile import Problem, read
from antq_extract.tomllines import line_numbers


@pytest.mark.parametrize(
    ("document", "lines"),
    [
        ("", {}),
        ("\n\na = 1\nb = 'x'\n", {("a",): 3, ("b",): 4}),
        # arrays of tables, one inside the other, and a table of the last one
        (
            "[[rule]]\nid = 'x'\n[[rule.match]]\ntext = 't'\n[[rule.match]]\ntext = 'u'\n[[rule]]\n"
            "[[rule.match]]\ntext = 'v'\n[rule.emit]\nn = 'int'\n",
            {
                ("rule", 0): 1, ("rule", 0, "id"): 2,
                ("rule", 0, "match", 0): 3, ("rule", 0, "match", 0, "text"): 4,
                ("rule", 0, "match", 1): 5, ("rule", 0, "match", 1, "text"): 6,
                ("rule", 1): 7, ("rule", 1, "match", 0): 8, ("rule", 1, "match", 0, "text"): 9,
                ("rule", 1, "emit"): 10, ("rule", 1, "emit", "n"): 11,
            },
        ),
        # headers and keys inside multi-line strings are none
        (
            "a = '''\n[[rule]]\nb = 1\n'''\n[t]\nc = \"\"\"\n[x]\n d = 2 \"\"\"\ne = 1\n",
            {("a",): 1, ("t",): 5, ("t", "c"): 6, ("t", "e"): 9},
        ),
        ('a = """x""""\nb = ""\n[t]\nc = """y"""""\nd = 1\n', {("a",): 1, ("b",): 2, ("t",): 3, ("t", "c"): 4, ("t", "d"): 5}),
        # nor are those in strings and comments
        (
            "# [fake]\n#a = 1\na = 'b = 2' # c = 3\nd = \"x \\\" # [e]\"\n  [t]\n\tf = ']'\ng = '#'\n",
            {("a",): 3, ("d",): 4, ("t",): 5, ("t", "f"): 6, ("t", "g"): 7},
        ),
        # inline tables have their keys; tables in a list have none
        (
            'a = { b = 1, c = { d = 2, "e f" = 3 }, g = [ { h = 1 }, 2 ], i = 4 }\nj = 1\n',
            {("a",): 1, ("a", "b"): 1, ("a", "c"): 1, ("a", "c", "d"): 1, ("a", "c", "e f"): 1, ("a", "g"): 1,
             ("a", "i"): 1, ("j",): 2},
        ),
        (
            "a = [\n  'x', # ] comment\n  'y = 1',\n  [1, 2],\n  [3]\n]\nb = 1\n[t] # c\nc = [{ d = 1 },\n { e = 2 }]\nf = 1\n",
            {("a",): 1, ("b",): 7, ("t",): 8, ("t", "c"): 9, ("t", "f"): 11},
        ),
        # quoted and dotted keys and headers
        (
            '"a.b" = 1\n[extend]\n"x.y" = ["a"]\n\'z\' = 1\na . b = 3\n[ t . "u.v" ]\n"ý" = 1\n',
            {("a.b",): 1, ("extend",): 2, ("extend", "x.y"): 3, ("extend", "z"): 4, ("extend", "a", "b"): 5,
             ("t", "u.v"): 6, ("t", "u.v", "ý"): 7},
        ),
        ("[kind.fields.a]\nc = 1\n[kind.fields.b]\nc = 2\n", {("kind", "fields", "a"): 1, ("kind", "fields", "a", "c"): 2,
         ("kind", "fields", "b"): 3, ("kind", "fields", "b", "c"): 4}),
    ],
)  # fmt: skip
def test_lines(document, lines):
    tomllib.loads(document)
    assert dict(line_numbers(document)) == lines


def test_three_escaped_quotes_do_not_end_a_multi_line_string():
    document = 'a = """x \\""" y\n[fake]\n"""\nb = 1\n[t]\nc = 2\n'
    assert tomllib.loads(document) == {"a": 'x """ y\n[fake]\n', "b": 1, "t": {"c": 2}}
    assert dict(line_numbers(document)) == {("a",): 1, ("b",): 4, ("t",): 5, ("t", "c"): 6}


def test_line_ends_of_windows():
    document = "a = 1\r\n[t]\r\nb = 2\r\n[[r]]\r\nc = 3\r\n"
    assert dict(line_numbers(document)) == {("a",): 1, ("t",): 2, ("t", "b"): 3, ("r", 0): 4, ("r", 0, "c"): 5}


def test_a_message_names_the_line_in_a_file_with_line_ends_of_windows(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes(b'format = 1\r\n[pack]\r\nid = "own"\r\nversion = "1"\r\nauthor = "x"\r\n')
    message = "unknown key pack.author; there are fact, group, id, off, uses, version"
    assert read(path, "own.toml") == [Problem("own.toml:5", "", message)]
