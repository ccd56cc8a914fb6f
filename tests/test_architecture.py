"""The way of the data is one straight line: which module may import which is a table, and the table is held."""

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import antq_extract

SOURCES = {path.stem: path for path in sorted(Path(antq_extract.__file__).parent.glob("*.py"))}

# Module: what it may import, first of this package, then of others (the standard library is free).
ALLOWED = {
    "__init__": ("", ""),
    "__main__": ("cli", ""),
    "errors": ("", ""),
    "document": ("", ""),
    "edtf": ("", ""),
    "records": ("", "pydantic"),
    # from bytes to articles
    "listing": ("errors", ""),
    "containers": ("", "backports compression warcio"),
    "fonts": ("", "regex"),
    "decoding": ("errors fonts", ""),
    "publication": ("errors", "dateparser"),
    "silence": ("", ""),
    "pagemeta": ("document edtf", "trafilatura"),
    "webpages": ("decoding document errors fonts pagemeta silence", "lxml trafilatura"),
    "office": ("errors fonts silence", "docx pypdf"),
    "forms": ("decoding document errors fonts office publication webpages", ""),
    "intake": ("containers document errors forms listing", ""),
    # text
    "normalize": ("document", "regex"),
    "layout": ("document normalize", "regex"),
    "tokens": ("document normalize", "regex"),
    "sentences": ("document tokens", "regex"),
    "numbers": ("", ""),
    # rule packs, from the file to the rule book
    "tomllines": ("", ""),
    "packfolders": ("", ""),
    "problems": ("errors", ""),
    "packfile": ("problems tomllines", "pydantic"),
    "converters": ("edtf normalize numbers", ""),
    "kinds": ("converters errors records", "pydantic"),
    "vocabulary": ("converters kinds normalize packfile", ""),
    "brought": ("converters kinds packfile vocabulary", ""),
    "engine": ("document", "pcre2"),
    "translation": ("engine", ""),
    "rules": ("converters engine errors kinds packfile problems thawing translation", "regex"),
    "building": ("converters kinds normalize packfile problems rules thawing vocabulary", "regex"),
    "prefilter": ("converters document kinds rules", "ahocorasick_rs"),
    "thawing": ("", "regex"),
    "gazetteer": ("converters", ""),
    "rulebook": ("converters gazetteer kinds packfile rules thawing", "regex"),
    "packs": ("brought building errors kinds packfile packfolders problems rulebook rules thawing vocabulary", ""),
    "bookform": ("converters engine gazetteer kinds packfile rulebook rules thawing vocabulary", ""),
    "bookcache": ("__init__ bookform packfolders packs rulebook", "regex"),
    # matches and facts
    "profiling": ("", ""),
    "matching": ("document engine kinds prefilter profiling rules", "regex"),
    "facts": ("document records", ""),
    "wordlists": ("rulebook", "regex"),
    "expressions": ("document edtf", "regex"),
    "datewords": ("rulebook wordlists", "regex"),
    "events": ("datewords document facts records", "regex"),
    "dates": ("converters datewords document edtf events expressions facts rulebook records", ""),
    "ratios": ("document facts rulebook records wordlists", ""),
    "pieces": ("converters document rulebook wordlists", ""),
    "conferrals": ("converters pieces", ""),
    "awards": ("conferrals converters document facts rulebook pieces records", "regex"),
    "titles": ("converters normalize rulebook wordlists", "regex"),
    "links": ("converters document rulebook wordlists", "regex"),
    "offices": ("converters document links rulebook records titles", ""),
    "officials": ("converters document facts links offices rulebook records titles", ""),
    "places": ("converters document facts gazetteer records rulebook wordlists", "regex"),
    "papers": ("converters gazetteer places rulebook", "regex"),
    "setting": ("document gazetteer papers places rulebook", ""),
    "whereabouts": ("converters document gazetteer places records rulebook setting wordlists", "regex"),
    "plain": ("document facts kinds records", ""),
    "frontmatter": ("converters document rulebook", "regex"),
    "reconcile": ("document facts normalize rulebook records", ""),
    "pipeline": (
        "awards dates document edtf facts frontmatter kinds layout matching normalize officials rulebook plain profiling ratios "
        "reconcile records sentences setting tokens whereabouts",
        "",
    ),
    # for those who write packs
    "tracing": ("document matching prefilter rules", ""),
    "examples": ("document normalize packfile rulebook rules tracing", ""),
    "probes": ("matching normalize rules", "regex"),
    "lint": (
        "converters document examples kinds matching normalize packfile packs rulebook prefilter probes rules tracing vocabulary",
        "regex",
    ),
    "catalogue": ("emit errors packfile rulebook rules", ""),
    "starter": ("errors kinds packfolders rulebook", ""),
    "explain": ("document emit errors matching normalize rulebook pipeline records rules tracing", ""),
    "gold": ("errors", ""),
    "agreement": ("gold", ""),
    "scorecard": ("errors gold", ""),
    "evaluate": ("agreement gold scorecard", ""),
    "changes": ("errors scorecard", ""),
    # out
    "locking": ("errors", "filelock"),
    "emit": ("errors locking records", ""),
    "terminal": ("emit errors", "click"),
    "pages": ("", ""),
    "report_input": ("errors store", ""),
    "report_sums": ("", ""),
    "report_values": ("", ""),
    "report_rows": ("concerned labels report_sums report_values standing", ""),
    "report_columns": ("coverage people report_rows report_sums report_values", ""),
    "report_data": ("coverage errors labels namesakes people report_columns report_input report_rows report_sums", ""),
    "report_passages": ("report_rows", ""),
    "report_page": ("errors labels pages report_data report_passages", "vl_convert"),
    "labels": ("pages", ""),
    "concerned": ("", ""),
    "marked": ("document", ""),
    "explain_article": ("concerned document labels marked", ""),
    "explain_page": ("explain_article labels pages", ""),
    "store_schema": ("", ""),
    "store": ("errors store_schema", ""),
    "export": ("emit errors store store_schema", "pyarrow xlsxwriter"),
    # several articles
    "standing": ("converters packfolders", ""),
    "appearances": ("standing", ""),
    "persongroups": ("appearances standing", ""),
    "merging": ("appearances persongroups standing", ""),
    "namesakes": ("appearances converters errors tomllines", ""),
    "people": ("appearances converters merging namesakes", ""),
    "figures": ("converters", ""),
    "coverage": ("converters figures people standing", ""),
    "across": ("coverage namesakes people signals store", ""),
    # a run over many articles
    "signals": ("", ""),
    "console": ("", "click tqdm"),
    "pool": ("", ""),
    "extraction": ("bookcache document emit rulebook pipeline profiling records", ""),
    "batch": ("console document emit errors intake listing pool signals", ""),
    "sync": ("batch console emit errors intake listing pool signals store", ""),
    # the same on a cluster
    "spark_work": (
        "__init__ batch bookcache bookform document emit errors intake pipeline pool rulebook",
        "pyarrow regex",
    ),
    "spark_files": ("containers errors intake listing spark_work", "pyarrow"),
    "spark_schema": ("", "pydantic pyspark"),
    "spark": (
        "__init__ bookcache emit errors forms intake kinds matching packfolders publication spark_files spark_schema "
        "spark_work",
        "pyspark",
    ),
    "spark_job": ("errors forms listing spark spark_files spark_work", "py4j pyspark"),
    # the command line
    "cli_common": ("batch document emit errors forms intake kinds listing packs rulebook publication", "click"),
    "cli_explain": (
        "batch changes cli_common console document emit errors evaluate explain explain_article explain_page extraction "
        "gold kinds labels pipeline rulebook scorecard terminal",
        "click",
    ),
    "cli_sync": (
        "__init__ across batch cli_common console document emit errors export extraction intake kinds listing locking "
        "namesakes packfolders store sync",
        "click",
    ),
    "cli_report": (
        "cli_common console emit errors labels namesakes report_data report_input report_page store",
        "click",
    ),
    "cli_patterns": ("catalogue cli_common emit errors lint packfile starter terminal", "click"),
    "cli_extract": (
        "batch cli_common console document emit extraction kinds layout normalize profiling sentences tokens",
        "click",
    ),
    "cli_spark": ("cli_common console errors forms intake listing spark spark_job", "click"),
    "cli": (
        "__init__ cli_explain cli_extract cli_patterns cli_report cli_spark cli_sync console errors signals",
        "click",
    ),
}

# Imports inside functions: what a command does not use must not slow its start (--help, --version, completion).
DEFERRED = {
    "bookcache": {"packs"},  # only where the cache has no book
    "bookform": {"vocabulary"},  # only to keep one
    "cli": {
        "cli_explain",
        "cli_extract",
        "cli_patterns",
        "cli_report",
        "cli_spark",
        "cli_sync",
        "click",
    },  # a command, to run it; completion
    "cli_common": {"kinds", "packs", "publication"},
    "cli_explain": {
        "changes",
        "evaluate",
        "explain",
        "explain_article",
        "explain_page",
        "extraction",
        "gold",
        "kinds",
        "labels",
        "pipeline",
        "scorecard",
        "terminal",
    },
    "cli_extract": {"extraction", "kinds", "layout", "normalize", "profiling", "sentences", "tokens"},
    "cli_patterns": {"catalogue", "lint", "packfile", "starter", "terminal"},
    "cli_spark": {"intake", "spark", "spark_job"},  # of an extra
    "cli_report": {"labels", "namesakes", "report_data", "report_input", "report_page", "store"},
    "cli_sync": {
        "across",
        "export",
        "extraction",
        "intake",
        "kinds",
        "locking",
        "namesakes",
        "packfolders",
        "store",
        "sync",
    },
    "console": {"datetime", "json", "tqdm"},  # only for lines of JSON; only for a bar
    "containers": {"backports", "compression", "warcio"},  # only for .zst and WARC
    "export": {"pyarrow", "xlsxwriter"},  # of an extra
    "emit": {"secrets", "select"},  # only for a file, or for a stream that is full
    "gazetteer": {"sqlite3"},  # only where the cache has no book
    "forms": {
        "decoding",
        "fonts",
        "office",
        "publication",
        "webpages",
    },  # each form's reader, once there is an article of it
    "locking": {"filelock"},  # only for what is written to more than once
    "office": {"docx", "pypdf"},  # of an extra
    "packfolders": {"tempfile", "zipfile"},  # only for a package in a zip
    "pool": {"multiprocessing"},  # only for more processes than this one
    "problems": {"difflib"},  # only for what is wrong
    "pagemeta": {"copy", "trafilatura"},  # only for pages
    "report_page": {"vl_convert"},  # of an extra
    "rules": {"translation"},  # only where the cache has none
    "publication": {"dateparser"},  # only for dates in Vietnamese
    "webpages": {"email", "lxml", "trafilatura"},  # only for pages
}


def imported(node):
    """Return the modules that an import statement names: those of this package by their last name."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif node.module == "antq_extract":
        names = [f"antq_extract.{alias.name}" for alias in node.names]
    else:
        assert node.level == 0, "imports are absolute"
        names = [node.module]
    inside = {(name.split(".")[1:] or ["__init__"])[0] for name in names if name.split(".")[0] == "antq_extract"}
    # A name of the package itself, such as __version__, comes from its __init__.
    own = {name if name in SOURCES else "__init__" for name in inside}
    return own | {name.split(".")[0] for name in names if name.split(".")[0] != "antq_extract"}


def statements(tree):
    return {node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)}


def imports(module, deferred=False):
    """Return what a module imports, or what it imports inside functions."""
    tree = ast.parse(SOURCES[module].read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = set().union(*map(statements, functions)) if deferred else statements(tree)
    return {name for node in found for name in imported(node)}


def test_the_table_lists_the_modules_there_are():
    assert sorted(ALLOWED) == sorted(SOURCES)


@pytest.mark.parametrize("module", SOURCES)
def test_imports_stay_within_the_table(module):
    inside, outside = (set(names.split()) for names in ALLOWED[module])
    found = imports(module)
    assert found & set(SOURCES) <= inside
    assert {name for name in found - set(SOURCES) if name not in sys.stdlib_module_names} <= outside


@pytest.mark.parametrize("module", SOURCES)
def test_imports_inside_functions_have_a_reason(module):
    assert imports(module, deferred=True) == DEFERRED.get(module, set())


def test_imports_have_no_cycle():
    order = TopologicalSorter({module: imports(module) & set(SOURCES) for module in SOURCES})
    assert set(order.static_order()) == set(SOURCES)  # a cycle raises CycleError


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("import json", {"json"}),
        ("import antq_extract.emit", {"emit"}),
        ("from antq_extract import emit, __version__", {"emit", "__init__"}),
        ("from antq_extract.errors import AntqError", {"errors"}),
        ("from dateparser.date import DateDataParser", {"dateparser"}),
    ],
)
def test_the_reader_of_imports(statement, names):
    assert imported(ast.parse(statement).body[0]) == names
