"""A text in pieces: cut wherever a fact begins or ends, nothing lost, each piece with the facts that cover it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antq_extract.document import Span
from antq_extract.marked import Piece, paragraphs, pieces


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("một", ["một"]),
        ("một\n", ["một\n"]),
        ("một\nhai", ["một\n", "hai"]),
        ("một\n\n \t\nhai\n\n", ["một\n\n \t\n", "hai\n\n"]),
        ("một\r\n\r\nhai\rba", ["một\r\n\r\n", "hai\r", "ba"]),
        ("\n\nmột", ["\n\n", "một"]),
    ],
)
def test_paragraphs(source, expected):
    assert [source[slice(*span)] for span in paragraphs(source)] == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], [(0, 10, ())]),
        ([(2, 4)], [(0, 2, ()), (2, 4, (0,)), (4, 10, ())]),
        ([(0, 10), (2, 4)], [(0, 2, (0,)), (2, 4, (1, 0)), (4, 10, (0,))]),  # one in another
        ([(1, 5), (3, 9)], [(0, 1, ()), (1, 3, (0,)), (3, 5, (0, 1)), (5, 9, (1,)), (9, 10, ())]),  # overlapping
        ([(1, 3), (3, 5)], [(0, 1, ()), (1, 3, (0,)), (3, 5, (1,)), (5, 10, ())]),  # side by side
        ([(1, 3), (1, 3)], [(0, 1, ()), (1, 3, (0, 1)), (3, 10, ())]),  # at one place
        ([(1, 8), (1, 3), (2, 3)], [(0, 1, ()), (1, 2, (1, 0)), (2, 3, (2, 1, 0)), (3, 8, (0,)), (8, 10, ())]),
    ],
)
def test_pieces(places, expected):
    assert list(pieces([Span(*place) for place in places], [0, 10])) == [Piece(*piece) for piece in expected]


def test_a_piece_ends_with_its_paragraph():
    assert list(pieces([Span(2, 8)], [0, 5, 10])) == [(0, 2, ()), (2, 5, (0,)), (5, 8, (0,)), (8, 10, ())]


def test_a_text_without_anything_has_no_pieces():
    assert list(pieces([], [0])) == []


@given(
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 10)), max_size=8),
    st.sets(st.integers(1, 39), max_size=4),
)
def test_pieces_join_and_are_covered_by_what_holds_them(drawn, inner):
    places = [Span(start, start + length) for start, length in drawn]
    found = list(pieces(places, [0, *inner, 40]))
    assert [piece.start for piece in found] == [0, *(piece.end for piece in found[:-1])]
    assert found[-1].end == 40
    assert inner <= {piece.end for piece in found}
    for piece in found:
        held = {n for n, place in enumerate(places) if place.start < piece.end and piece.start < place.end}
        assert set(piece.covers) == held
        assert all(places[n].holds(Span(piece.start, piece.end)) for n in held)
        lengths = [places[n].end - places[n].start for n in piece.covers]
        assert lengths == sorted(lengths)
