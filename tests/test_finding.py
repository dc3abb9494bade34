"""The one shape of every answer."""

from hypothesis import given
from hypothesis import strategies as st

from medmassage.finding import Basis, Finding, Level, Verdict

bases = st.builds(Basis, cite=st.text(), url=st.text(), confidence=st.sampled_from(["primary", "secondary", "recall"]))
findings = st.builds(
    Finding,
    rule=st.text(min_size=1),
    gate=st.just("safe"),
    level=st.sampled_from(Level),
    message=st.text(),
    remedy=st.text(),
    subject=st.text(),
    basis=st.tuples(bases),
    details=st.dictionaries(st.sampled_from(["action", "regions"]), st.text()),
)


def test_without_findings_the_answer_is_yes():
    assert Verdict("lawful").answer == "yes"
    assert Verdict("lawful").passes


def test_the_worst_finding_decides_and_unknown_is_never_yes():
    words = {"note": "yes", "caution": "with_care", "unknown": "unknown", "stop": "no"}
    for level in Level:
        verdict = Verdict.of("safe", [Finding("r", "safe", Level.NOTE, ""), Finding("r", "safe", level, "")])
        assert verdict.answer == words[level.word]
        assert verdict.passes is (level < Level.UNKNOWN)


def test_the_worst_finding_comes_first():
    verdict = Verdict.of("safe", [Finding("a", "safe", Level.NOTE, ""), Finding("b", "safe", Level.STOP, "")])
    assert [f.rule for f in verdict.findings] == ["b", "a"]


@given(findings)
def test_a_finding_survives_json(finding):
    assert Finding.from_dict(finding.to_dict()) == finding
    assert Finding.from_dict(finding.to_dict()).details == finding.details


def test_details_stand_beside_the_common_keys():
    data = Finding("safe.x", "safe", Level.STOP, "m", details={"action": "emergency"}).to_dict()
    assert data["action"] == "emergency"
    assert data["level"] == "stop"
