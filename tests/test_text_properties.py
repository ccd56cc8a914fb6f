import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from antq_extract.layout import paragraphs
from antq_extract.normalize import fold, normalize
from antq_extract.sentences import sentences, split
from antq_extract.tokens import source_tokens, tokenize

ABBREVIATIONS = ["TP.", "PGS.", "PGS.TS.", "TP.HCM", "T.Ư", "Q.", "v.v."]
LETTERS = "aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵbcdđghklmnpqrstvx"
HIDDEN = "\u200b\u200d\ufeff\u00ad\u2060"
VIETNAMESE = st.text(LETTERS + LETTERS.upper() + "0123456789" + ".,;:!?…/-–%&\"'“”’()" + " \n\u00a0\t", max_size=60)
ODD = st.text(LETTERS[:30] + "AQuQo" + "\u0300\u0301\u0323\u0302\u031b" + HIDDEN + " \t\r\n\u2028.1\u0958\u1112\u1161\u11ab\ufb2c", max_size=30)  # fmt: skip
WORDS = st.lists(st.sampled_from(["TP.", "PGS.TS.", "Lò", "dân", "1.", "8/2", "Q.", "A", ".", "…", "!", '"', " ", "\n", "-", "v.v.", "a.vn"])).map("".join)  # fmt: skip
ENDS = st.lists(st.sampled_from([
    ". ", "! ", "… ", "... ", ".", "?", ". ", " ", "\n", "TP.", "TP", "ca.", "cao", "(s).", "v.v...", "IV.", "2020.", "12.", "8/2.", "%.",
    ").", '".', "“", "- ", "• ", "Ông", "bà", "A", "độ.Thái", "a@b.vn", "http://a.vn/b.", "H'Mông", "ª", "²", "ʼ", "\u0301",
])).map("".join)  # fmt: skip
ANY = st.one_of(st.text(max_size=60), VIETNAMESE, ODD, WORDS)


@given(ANY)
@example("\ud800\u0301")
def test_tokens_rebuild_the_source(source):
    text = normalize(source)
    tokens = tokenize(text, ABBREVIATIONS)
    assert [0, *(token.end for token in tokens)] == [*(token.start for token in tokens), len(text.clean)]
    ranges = list(source_tokens(text, tokens))
    assert "".join(source[start:end] for start, end, _ in ranges) == source
    assert all(start < end for start, end, _ in ranges)


@given(ANY)
def test_source_ranges_are_real_and_in_order(source):
    text = normalize(source)
    assert len(text.folded) == len(text.clean)
    previous = (0, 0)
    for position in range(len(text.clean)):
        start, end = text.to_source(position, position + 1)
        assert 0 <= start < end <= len(source)
        assert start >= previous[1] or (start, end) == previous
        previous = (start, end)


@given(ANY)
def test_clean_is_clean(source):
    clean = normalize(source).clean
    assert unicodedata.is_normalized("NFC", clean)
    assert {char for char in clean if char.isspace()} <= {" ", "\n"}
    assert "  " not in clean
    again = normalize(clean)
    assert (again.clean, again.starts, again.ends) == (clean, None, None)


@given(VIETNAMESE)
def test_composed_and_decomposed_agree(source):
    composed = normalize(unicodedata.normalize("NFC", source))
    decomposed = normalize(unicodedata.normalize("NFD", source))
    assert (decomposed.clean, decomposed.folded) == (composed.clean, composed.folded)


@given(VIETNAMESE, st.sampled_from(HIDDEN), st.integers(0, 60))
def test_hidden_characters_change_nothing(source, hidden, place):
    assert normalize(source[:place] + hidden + source[place:]).folded == normalize(source).folded


@given(ANY)
def test_fold_keeps_positions_and_is_idempotent(text):
    folded = fold(unicodedata.normalize("NFC", text))
    assert len(folded) == len(unicodedata.normalize("NFC", text))
    assert fold(folded) == folded


@given(ANY)
def test_sentences_partition_paragraphs(source):
    text, spans = paragraphs(normalize(source))
    assert [text.clean[start:end] for start, end in spans] == [text.clean[start:end].strip() for start, end in spans]
    tokens = tokenize(text, ABBREVIATIONS)
    found = sentences(text, tokens, spans)
    assert split(text, ABBREVIATIONS, spans) == found
    cuts = {token.start for token in tokens} | {token.end for token in tokens}
    for paragraph in spans:
        inside = [s for s in found if paragraph.start <= s.start < paragraph.end]
        assert (inside[0].start, inside[-1].end) == paragraph
        for sentence, following in zip(inside, [*inside[1:], None], strict=True):
            assert sentence.start < sentence.end
            assert {*sentence} <= cuts
            if following:
                assert text.clean[sentence.end : following.start].strip() == ""
    assert all(any(p.start <= s.start and s.end <= p.end for p in spans) for s in found)
    covered = "".join(text.clean[start:end] for start, end in found)
    assert "".join(covered.split()) == "".join(text.clean.split())


@given(st.one_of(ENDS, ANY), st.sampled_from([(), ABBREVIATIONS, ["TP.", "ca", "cao"], ["(s).", "TP."], ["v.v..."]]))
def test_splitting_without_tokens_is_splitting_by_tokens(source, abbreviations):
    text, spans = paragraphs(normalize(source))
    assert split(text, abbreviations, spans) == sentences(text, tokenize(text, abbreviations), spans)
