"""The knowledge pages and the body map."""

import re
import shutil
import subprocess
import sys

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from medmassage.knowledge import anatomy
from medmassage.knowledge.links import codes, drugs, links
from medmassage.knowledge.load import knowledge
from paths import ROOT

ROLES = ["owner", "therapist", "front_desk", "biller"]
FIGURES = ROOT / "src" / "medmassage" / "web" / "templates" / "web" / "bodymap"


@pytest.fixture
def browser(client_for, clinic):
    return client_for(clinic)


def page(browser, entry):
    return browser.get(reverse("web:knowledge_entry", args=[entry]))


def main_of(response):
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main_of(response)))


def test_every_role_may_read_it(member, client_for):
    for role in ROLES:
        assert client_for(member(role)).get(reverse("web:knowledge")).status_code == 200


def test_a_stranger_is_led_to_the_door(client, clinic):
    assert client.get(reverse("web:knowledge")).status_code == 302


def test_the_list_leads_to_every_entry(browser):
    shown = main_of(browser.get(reverse("web:knowledge")))
    ids = [*knowledge().entries, *knowledge().conditions, *knowledge().populations, *knowledge().measures]
    for id_ in (*ids, *anatomy.bases()):
        assert f'href="{reverse("web:knowledge_entry", args=[id_])}"' in shown


def every_address():
    ids = [*knowledge().entries, *knowledge().conditions, *knowledge().populations, *knowledge().measures]
    listed = {code for e in knowledge().entries.values() for code in links(e).codes} | set(codes())
    return {
        *(reverse("web:knowledge_entry", args=[id_]) for id_ in (*ids, *anatomy.bases())),
        *(reverse("web:knowledge_drug", args=[drug]) for drug in drugs()),
        *(reverse("web:knowledge_code", args=[code]) for code in listed),
    }


def test_every_page_opens_without_style_or_script_and_its_links_lead_somewhere(browser):
    everything = every_address()
    for address in sorted(everything):
        response = browser.get(address)
        assert response.status_code == 200, address
        shown = main_of(response)
        assert "style=" not in shown and "<style" not in shown and "<script" not in shown
        assert shown.count("<h1") == 1
        for link in re.findall(r'href="(/knowledge/[^"]+)"', shown):
            assert link in everything, (address, link)


def test_a_red_flag_says_first_what_to_do(browser):
    words = text(page(browser, "dvt"))
    assert "Do not treat. Medical care is needed today." in words
    assert "90 days from the day it happened; after that see History of deep vein thrombosis" in words
    assert "A clearance on paper does not lift it." in words
    assert "I82.4" in words


def test_what_nobody_verified_says_so(browser):
    assert "unverified" in text(page(browser, "antiplatelets"))


def test_a_measure_says_what_change_counts_and_who_owns_the_words(browser):
    words = text(page(browser, "ndi"))
    assert "15 percent" in words
    assert "Only scores are kept here" in words


def test_a_condition_leads_to_its_contraindications_measures_and_regions(browser):
    shown = main_of(page(browser, "whiplash"))
    for id_ in ("cervical_artery_dissection", "ndi", "neck_back"):
        assert reverse("web:knowledge_entry", args=[id_]) in shown
    assert "custom, nobody tested it" in shown


def test_a_condition_says_what_is_always_there_before_how_much(browser):
    words = text(page(browser, "lymphedema_bcrl"))
    assert words.index("Not before a physician clears it") < words.index("How much")


def test_a_condition_and_what_it_is_found_with_lead_to_each_other(browser):
    for there in ("lymphedema", "quickdash", "scapula"):
        assert reverse("web:knowledge_entry", args=["lymphedema_bcrl"]) in main_of(page(browser, there)), there
        assert reverse("web:knowledge_entry", args=[there]) in main_of(page(browser, "lymphedema_bcrl")), there


def test_a_medicine_says_what_it_calls_for_and_its_brands(browser):
    response = browser.get(reverse("web:knowledge_drug", args=["warfarin"]))
    words = text(response)
    assert "Sold as Coumadin, Jantoven" in words
    assert words.index("Adapt the session.") < words.index("unverified")
    assert reverse("web:knowledge_entry", args=["anticoagulants"]) in main_of(response)
    assert reverse("web:knowledge_drug", args=["warfarin"]) in main_of(page(browser, "anticoagulants"))


def test_a_brand_leads_to_its_medicine(browser):
    assert "Warfarin" in text(browser.get(reverse("web:knowledge_drug", args=["coumadin"])))


def test_a_medicine_that_only_raises_a_question_says_so(browser):
    words = text(browser.get(reverse("web:knowledge_drug", args=["nitroglycerin"])))
    assert "The medicine raises the question, it does not settle it." in words


def test_a_code_says_what_it_is_treated_for_and_what_it_may_stand_for(browser):
    treated = browser.get(reverse("web:knowledge_code", args=["M54.2"]))
    assert "Neck pain" in text(treated)
    assert reverse("web:knowledge_entry", args=["neck_pain_chronic"]) in main_of(treated)
    assert reverse("web:knowledge_code", args=["M54.2"]) in main_of(page(browser, "neck_pain_chronic"))
    assert reverse("web:knowledge_entry", args=["dvt"]) in main_of(
        browser.get(reverse("web:knowledge_code", args=["i82401"]))
    )


def test_a_code_that_nobody_lists_calls_for_nothing_and_says_so(browser):
    assert "Nothing by itself" in text(browser.get(reverse("web:knowledge_code", args=["H61.23"])))


@pytest.mark.parametrize(("name", "what"), [("drug", "qqzz"), ("code", "qqzz"), ("code", "C"), ("drug", "dvt")])
def test_what_is_no_medicine_and_no_code_is_not_found(browser, name, what):
    assert browser.get(reverse(f"web:knowledge_{name}", args=[what])).status_code == 404


def test_the_list_is_filtered_by_kind(browser):
    shown = main_of(browser.get(reverse("web:knowledge"), {"kind": "population"}))
    assert reverse("web:knowledge_entry", args=["older_adults"]) in shown
    assert reverse("web:knowledge_entry", args=["dvt"]) not in shown
    assert 'href="?kind=population" aria-current="page"' in shown


def test_what_was_found_is_filtered_by_kind(browser):
    everything = main_of(browser.get(reverse("web:knowledge"), {"q": "M54.2"}))
    only = main_of(browser.get(reverse("web:knowledge"), {"q": "M54.2", "kind": "code"}))
    assert reverse("web:knowledge_entry", args=["neck_pain_chronic"]) in everything
    assert reverse("web:knowledge_code", args=["M54.2"]) in only
    assert reverse("web:knowledge_entry", args=["neck_pain_chronic"]) not in only
    assert 'href="?q=M54.2&amp;kind=code" aria-current="page"' in only


@pytest.mark.parametrize("kind", ["", "nosuch", "<b>"])
def test_a_kind_that_is_none_shows_everything(browser, kind):
    shown = main_of(browser.get(reverse("web:knowledge"), {"kind": kind}))
    assert reverse("web:knowledge_entry", args=["dvt"]) in shown


@pytest.mark.parametrize("entry", ["nosuch", "site", "calf_l", "whole_body"])
def test_what_is_no_entry_is_not_found(browser, entry):
    assert page(browser, entry).status_code == 404


def test_the_search_forgives_spelling(browser):
    words = text(browser.get(reverse("web:knowledge"), {"q": "blood thiner"}))
    assert "Anticoagulant medicine" in words


def test_a_search_that_finds_nothing_says_so_and_shows_what_was_asked_as_text(browser):
    response = browser.get(reverse("web:knowledge"), {"q": "<em>qqzz</em>"})
    assert "Nothing here answers to that" in text(response)
    assert "<em>qqzz</em>" not in response.content.decode()


@pytest.mark.parametrize("q", ["", " ", "x" * 5000, "\x00", "🩺"])
def test_any_question_is_answered(browser, q):
    assert browser.get(reverse("web:knowledge"), {"q": q}).status_code == 200


# The body map ---------------------------------------------------------------------------------------------------


def drawn(view):
    return re.findall(r'data-region="([a-z_]+)"', (FIGURES / f"{view}.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("view", ["front", "back"])
def test_each_region_is_drawn_once_in_its_figure_and_nothing_else(view):
    assert sorted(drawn(view)) == sorted(r.id for r in anatomy.regions() if r.view == view)


def test_a_region_carries_its_base_and_its_side():
    of = {r.id: (r.base, r.side) for r in anatomy.regions()}
    for view in ("front", "back"):
        shown = (FIGURES / f"{view}.html").read_text(encoding="utf-8")
        for id_, base, side in re.findall(r'data-region="(\w+)" data-base="(\w+)" data-side="(\w+)"', shown):
            assert of[id_] == (base, side)


def test_the_list_has_every_region_once():
    listed = re.findall(r'value="([a-z_]+)"', (FIGURES / "list.html").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(r.id for r in anatomy.regions())


def test_the_map_and_its_list_say_what_every_other_page_says():
    shown = (FIGURES / "list.html").read_text(encoding="utf-8")
    for one in anatomy.regions():
        assert re.search(rf'value="{one.id}".*?%}}{re.escape(one.name)}{{%', shown), one.name


def test_the_files_are_what_the_generator_writes(tmp_path):
    subprocess.run([sys.executable, ROOT / "scripts" / "make_bodymap.py", tmp_path], check=True, timeout=120)
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in FIGURES.iterdir()}
    for new in tmp_path.iterdir():
        assert new.read_bytes() == (FIGURES / new.name).read_bytes(), new.name


def part(**inputs):
    return render_to_string("web/parts/bodymap.html", {"name": "regions", "selected": [], "nogo": [], **inputs})


def region(shown, id_):
    return re.search(rf'<path id="{id_}" class="([^"]*)"', shown).group(1).split()


def box(shown, id_):
    return re.search(rf'<input type="checkbox" name="(\w+)" value="{id_}"( checked)?>', shown)


def test_what_is_selected_is_marked_in_figure_and_list():
    shown = part(selected=["calf_l"])
    assert region(shown, "calf_l") == ["bm-region", "is-selected"]
    assert region(shown, "calf_r") == ["bm-region"]
    assert box(shown, "calf_l").group(2) and not box(shown, "calf_r").group(2)


def test_a_base_means_both_sides():
    shown = part(selected=["neck_back"], nogo=["calf"])
    assert "is-selected" in region(shown, "neck_back_l") and "is-selected" in region(shown, "neck_back_r")
    assert "is-nogo" in region(shown, "calf_l") and "is-nogo" in region(shown, "calf_r")
    assert shown.count("no-go</b>") == 2


def test_the_checkboxes_carry_the_name_that_was_given():
    shown = part(name="where")
    assert 'data-bodymap="where"' in shown
    assert box(shown, "sternum").group(1) == "where"


def test_the_body_map_has_no_style_and_no_script():
    shown = part(selected=["calf"], nogo=["sternum"], legend=True)
    assert "<style" not in shown and "style=" not in shown and "<script" not in shown
    assert not re.search(r" on\w+=", shown)


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")
def test_a_no_go_area_is_hatched_and_differs_from_a_plain_one(tmp_path):
    """The pattern is named in a style sheet and stands in the page: that must meet."""
    from playwright.sync_api import sync_playwright

    css = ROOT / "src" / "medmassage" / "web" / "static" / "medmassage"
    for name in ("tokens.css", "bodymap.css"):
        shutil.copy(css / name, tmp_path / name)
    figures = re.sub(r"<link[^>]*>", "", part(nogo=["chest"], selected=["sternum"]))
    (tmp_path / "page.html").write_text(
        '<!doctype html><link rel="stylesheet" href="tokens.css"><link rel="stylesheet" href="bodymap.css">' + figures
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 900, "height": 900}, color_scheme="light")
        page.goto((tmp_path / "page.html").as_uri())
        hatched, plain = (page.locator(f"#{id_}").screenshot() for id_ in ("chest_l", "shin_l"))
        page.evaluate("document.querySelectorAll('pattern').forEach(p => p.remove())")
        assert page.locator("#chest_l").screenshot() != hatched, "the hatching was not drawn"
        assert page.locator("#shin_l").screenshot() == plain, "a plain region needs no pattern"
        chromium.close()
