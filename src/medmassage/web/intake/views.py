"""The patient's steps: each is kept when it is sent on, and the last one is signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from medmassage.clinic import clock, consent_law, histories
from medmassage.clinic.models import Intake
from medmassage.clinic.papers import consent
from medmassage.clinic.services import telling
from medmassage.clinic.services.outcome import Refused
from medmassage.codes import us_state
from medmassage.web.intake import fields, health
from medmassage.web.intake.days import shown
from medmassage.web.intake.door import behind_the_link, is_open, thanks
from medmassage.web.intake.posted import clean
from medmassage.web.intake.steps import CONSENT, REVIEW, Step, Way, way
from medmassage.web.intake.words import spoken, words
from medmassage.web.templatetags.look import clock as hour

LONGEST_RELATION = 60
Errors = Mapping[str, str]
NONE: Errors = {}


@require_GET
@behind_the_link
def intake_steps(request: HttpRequest, row: Intake, secret: str) -> HttpResponse:
    """Go on where it was left."""
    if not is_open(request, row):
        return redirect("web:intake_open", row.pk, secret)
    return redirect("web:intake_step", row.pk, secret, way(row, clock.today(row.clinic)).first_open().name)


@require_http_methods(["GET", "POST"])
@behind_the_link
def intake_step(request: HttpRequest, row: Intake, secret: str, step: str) -> HttpResponse:
    """One step: shown; or kept, and on to the next one."""
    if not is_open(request, row):
        return redirect("web:intake_open", row.pk, secret)
    asked = Asked(request, row, secret, step)
    if request.method == "GET":
        return asked.page()
    if asked.step.name == REVIEW:
        return asked.sign()
    return asked.keep()


class Asked:
    """One step of one intake, in one request."""

    def __init__(self, request: HttpRequest, row: Intake, secret: str, name: str) -> None:
        """Raises 404 for a step that this patient has not."""
        self.request, self.row, self.secret = request, row, secret
        self.today = clock.today(row.clinic)
        self.way: Way = way(row, self.today)
        found = self.way.named(name)
        if found is None:
            raise Http404
        self.step: Step = found
        self.speak = spoken(row.language)
        self.words = words(self.speak)

    def keep(self) -> HttpResponse:
        """Keep what was sent, also where something of it has to be changed; then go on."""
        answers, errors = self._read()
        try:
            kept = {**answers, "saved": clock.now().isoformat()}
            self.row = telling.step_keep(self.row, step=self.step.name, answers=kept)
        except Refused:
            return self.page({"": self.words["too_much"]}, status=422)
        if health.MORE in self.request.POST:
            return self.page(lines=self._lines() + health.MORE_LINES)
        if errors:
            return self.page(errors, status=422)
        return redirect("web:intake_step", self.row.pk, self.secret, self.way.after(self.step).name)

    def _read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The answers of this step under their place in the intake, and what is wrong, in words."""
        post, section = self.request.POST, self.step.section
        if section:
            said = health.read(section, post, self.speak, self.today)
            own = {question.id: said.get(question.id) for question in section.questions}
            whole = {id_: one for id_, one in {**self.row.answers.get("health", {}), **own}.items() if one}
            wrong = health.problems(section, whole, self.today) or health.unclear(section, whole, post)
            return {"health": own}, self._worded(wrong)
        if self.step.name == CONSENT:
            return {"consent": {"agree": "agree" in post, "edition": consent.text().edition}}, {}
        values, wrong = fields.read(self.step.name, post, self.speak, self.today)
        return {self.step.name: values}, self._worded(wrong)

    def _worded(self, wrong: Errors) -> dict[str, str]:
        return {name: self.words[word].format(who=self.row.clinic.name) for name, word in wrong.items()}

    def sign(self) -> HttpResponse:
        """Sign and send; the link is closed with it."""
        post = self.request.POST
        signature = telling.Signature(clean(post.get("name", "")), clean(post.get("relation", ""))[:LONGEST_RELATION])
        errors = {} if "true" in post else {"true": self.words["needed"]}
        if not signature.name:
            errors["name"] = self.words["type_name"]
        if errors:
            return self.page(errors, status=422)
        try:
            row = telling.intake_sign(self.row, signature=signature)
        except Refused as wrong:
            return self.page({wrong.field: self.words[str(wrong)]}, status=422)
        return thanks(self.request, row)

    def _lines(self) -> int:
        lists = [q.id for q in self.step.section.questions if q.kind == "list"] if self.step.section else []
        return max((len(self.request.POST.getlist(name)) for name in lists), default=health.LINES)

    def page(self, errors: Errors = NONE, status: int = 200, lines: int = health.LINES) -> HttpResponse:
        """The step as a page."""
        said, row = self.words, self.row
        context = {
            "w": said, "speak": self.speak, "row": row, "secret": self.secret, "step": self.step, "errors": errors,
            "number": self.way.number(self.step), "of": len(self.way.steps), "before": self.way.before(self.step),
            "progress": said["step"].format(number=self.way.number(self.step), of=len(self.way.steps)),
            "left": _left(said, self.way.minutes_left(self.step)), "saved": self._saved(),
            **self._shown(errors, lines),
        }  # fmt: skip
        return render(self.request, f"intake/{_template(self.step)}.html", context, status=status)

    def _saved(self) -> str:
        at = self.row.answers.get("saved")
        return self.words["saved"].format(time=hour(datetime.fromisoformat(at))) if at else ""

    def _shown(self, errors: Errors, lines: int) -> dict[str, Any]:
        if self.step.section:
            return self._health(errors, lines)
        if self.step.name == CONSENT:
            return self._consent()
        if self.step.name == REVIEW:
            return self._review()
        return self._fields(errors)

    def _health(self, errors: Errors, lines: int) -> dict[str, Any]:
        assert self.step.section
        answers, post = self.row.answers.get("health", {}), self.request.POST
        lists = any(question.id in health.medicine_questions() for question in self.step.section.questions)
        return {
            "questions": health.show(self.step.section, answers, self.speak, errors, lines),
            "medicines": health.medicine_names() if lists else (),
            "suggested": health.medicine_questions(),
            "prompted": [*errors, *post.getlist(health.PROMPTED)] if errors else [],
            "who_reads": self.words["who_reads"].format(who=self.row.clinic.name),
        }

    def _fields(self, errors: Errors) -> dict[str, Any]:
        name = self.step.name
        values = self.row.answers.get(name)
        if values is None:
            values = fields.on_file(self.row.patient) if name == fields.YOU else {}
        lead = {"you": "you_lead", "coverage": "insurance_lead", "accident": "accident_lead"}[name]
        shown = fields.show(name, values, self.words, self.speak, errors)
        return {"fields": shown, "lead": self.words[lead], "year": self.today.year}

    def _consent(self) -> dict[str, Any]:
        clinic = self.row.clinic
        rules = consent_law.rules(clinic, self.row.patient, self.today)
        return {
            "parts": consent.sections(clinic, self.speak, "consent", "privacy"),
            "rules": [self._rule(rule) for rule in rules if rule.kind != telling.HISTORY],
            "agreed": bool(self.row.answers.get("consent", {}).get("agree")),
        }

    def _rule(self, rule: consent_law.Rule) -> dict[str, Any]:
        """A rule of law as the patient reads it: its own words are English, so another language has ours."""
        state = us_state.label(self.row.clinic.state) or self.row.clinic.state
        said = rule.words if self.speak == "en" else self.words["law_asks"].format(state=state)
        days = self.words["law_days"].format(number=rule.days) if rule.days else ""
        return {"words": said, "days": days, "cites": "; ".join(one.cite for one in rule.basis)}

    def _review(self) -> dict[str, Any]:
        row, minor = self.row, histories.is_minor(self.row.patient, self.today)
        answers = row.answers
        sections = [
            (step, list(health.flat(health.show(step.section, answers.get("health", {}), self.speak, NONE))))
            for step in self.way.steps
            if step.section
        ]
        others = [
            (step, fields.show(step.name, answers.get(step.name, {}), self.words, self.speak))
            for step in self.way.steps
            if step.name in fields.STEPS
        ]
        open_ = len(histories.heard(row, row.patient).unanswered)
        said = self.words["open_answers"].format(number=open_, who=row.clinic.name)
        return {
            "sections": sections, "others": others, "open_words": said if open_ else "", "minor": minor,
            "parent_note": self.words["parent_note"].format(patient=row.patient),
            "day": shown(str(self.today), self.speak),
            "agreed": bool(answers.get("consent", {}).get("agree")), "posted": self.request.POST,
        }  # fmt: skip


def _template(step: Step) -> str:
    if step.section:
        return "health"
    return step.name if step.name in (CONSENT, REVIEW) else "fields"


def _left(said: Mapping[str, str], minutes: int) -> str:
    return said["minutes_left"].format(number=minutes) if minutes > 1 else said["minute_left"]
