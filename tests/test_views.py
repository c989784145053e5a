"""The walk as requests: every state does the kind, obvious thing and loses nothing it need not lose."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from flask import Flask, abort, request
from pypdf import PdfReader

from supporter import Guide, Supporter, advise, create_app
from supporter.checkin import IDLE
from supporter.shipped import shipped
from supporter.views.reading import ERRORS
from tests.conftest import SECRET, Reader
from tests.people import EX, FRIEND, PARTNER

PAGES = ["/", "/check-in/check", "/guide", "/handouts/", "/help-now", "/read/privacy", "/nowhere", "/read/nowhere"]


def ticked(page: str) -> set[str]:
    return {f"{name}={value}" for name, value in re.findall(r'name="([\w.]+)" value="(\w+)" checked', page)}


@pytest.mark.parametrize("address", [*PAGES, *(f"/check-in/{number}" for number in range(1, 13))])
def test_every_page_stands_on_its_own_and_leaves_no_cookie(reader: Reader, address: str) -> None:
    response = reader.get(address)
    assert response.status_code == (404 if "nowhere" in address else 200)
    assert "Set-Cookie" not in response.headers


def test_every_handout_is_a_sheet(reader: Reader, app: Flask) -> None:
    for slug, handout in app.extensions["supporter"]["supporter"].guide.handouts.items():
        assert handout.title in reader.get(f"/handouts/{slug}").text.replace("&#39;", "'")
    assert reader.get("/handouts/none").status_code == 404


def test_twelve_answers_lead_to_the_check_page_and_the_advice(reader: Reader) -> None:
    assert reader.answer(PARTNER).location == "/check-in/check"
    page = reader.get("/check-in/check").text
    for words in ("My partner", "They asked for space, but not how long", "They are quiet or closed off: a lot (new)"):
        assert words in page
    assert "Give them room, and stay within reach" in reader.get("/guide").text


def test_each_answer_goes_on_to_the_next_question(reader: Reader) -> None:
    reader.send("/check-in/1", {"danger": "no"})
    assert reader.send("/check-in/3", {"facts": ["baby", "older"]}).location == "/check-in/4"
    assert ticked(reader.get("/check-in/3").text) == {"facts=baby", "facts=older"}


def test_a_question_can_be_left_open_or_skipped_and_skipping_takes_an_answer_away(reader: Reader) -> None:
    reader.send("/check-in/1", {"danger": "no"})
    assert reader.send("/check-in/4").location == "/check-in/5"
    reader.send("/check-in/4", {"asked": "help"})
    assert reader.send("/check-in/4", {"asked": "help", "skip": "1"}).location == "/check-in/5"
    assert ticked(reader.get("/check-in/4").text) == set()


def test_after_the_first_answer_a_browser_that_kept_it_goes_on_by_a_clean_address(reader: Reader) -> None:
    response = reader.send("/check-in/4?then=check", {"asked": "less", "then": "check"})
    assert response.location == "/check-in/check?first=1"
    assert reader.get(response.location).location == "/check-in/check"
    assert reader.send("/check-in/5").location == "/check-in/6"
    assert "keeps no cookies" not in reader.get("/check-in/6").text


@pytest.mark.parametrize("address", ["/check-in/2", "/check-in/check", "/guide"])
def test_a_browser_that_did_not_keep_the_first_answer_is_told_so_with_a_way_on(reader: Reader, address: str) -> None:
    page = reader.get(f"{address}?first=1").text
    assert "Your browser keeps no cookies" in page and 'href="/read/"' in page
    assert "keeps no cookies" not in reader.get(address).text


def test_the_count_of_questions_never_grows(write: Callable[[str, str], Path]) -> None:
    since = (shipped("content") / "en" / "questions" / "since.md").read_text(encoding="utf-8")
    folder = write("en/questions/since.md", since.replace("kind: one\n", "kind: one\nwhen:\n  - began: slow\n", 1))
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_CONTENT": str(folder)})
    app.test_client_class = Reader
    with app.test_client() as reader:
        assert isinstance(reader, Reader)
        assert "Question 2 of at most 12" in reader.get("/check-in/2").text
        reader.send("/check-in/8", {"began": "fast"})
        assert "Question 9 of 11" in reader.get("/check-in/10").text
        reader.send("/check-in/8", {"began": "slow"})
        assert "Question 10 of 12" in reader.get("/check-in/10").text


def test_the_answers_so_far_lead_on_to_where_the_reader_was(reader: Reader) -> None:
    assert "There is nothing to check yet" in reader.get("/check-in/check").text
    reader.send("/check-in/1", {"danger": "no"})
    reader.send("/check-in/3", {"facts": ["none"]})
    assert 'href="/check-in/4">Go on with the questions' in reader.get("/check-in/check").text
    reader.send("/check-in/12", {"you": "ok"})
    assert "Go on with the questions" not in reader.get("/check-in/check").text


@pytest.mark.parametrize("code", ERRORS)
def test_each_error_has_its_own_words_help_now_and_a_way_on(code: int) -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    app.before_request(lambda: abort(code) if request.path == "/read/" else None)
    app.test_client_class = Reader
    with app.test_client() as reader:
        page = reader.get("/read/")
    assert page.status_code == code and 'href="/help-now">Help now' in page.text
    assert ('href="">Try again' in page.text) == (code in (408, 429, 500, 502, 503))
    own = code not in (500, 501)
    assert ("Something went wrong on our side" in page.text) != own


@pytest.mark.parametrize("said", ["yes", "unsure"])
def test_danger_goes_straight_to_help_now_and_back_to_where_the_reader_was(reader: Reader, said: str) -> None:
    response = reader.send("/check-in/1", {"danger": said}, follow_redirects=True)
    assert response.request.path == "/help-now"
    assert 'href="tel:999"' in response.text and 'href="/check-in/2"' in response.text


def test_change_returns_to_the_check_page(reader: Reader) -> None:
    reader.answer(PARTNER)
    page = reader.get("/check-in/4?then=check").text
    assert 'name="then" value="check"' in page
    assert reader.send("/check-in/4?then=check", {"asked": "less", "then": "check"}).location == "/check-in/check"
    assert "They asked for less contact" in reader.get("/check-in/check").text


def test_show_me_now_keeps_the_answer_of_its_page_and_is_there_after_question_six(reader: Reader) -> None:
    assert "Show me now" not in reader.get("/check-in/6").text
    assert "Show me now" in reader.get("/check-in/7").text
    reader.send("/check-in/1", {"danger": "no"})
    response = reader.send("/check-in/8", {"began": "slow", "then": "guide"})
    assert response.location == "/guide"
    assert "You said it built up slowly." in reader.get("/guide").text


def test_none_of_these_beside_another_comes_back_with_both_ticked_and_a_word_on_why(reader: Reader) -> None:
    response = reader.send("/check-in/5", {"seen": ["none", "self_harm"]}, follow_redirects=True)
    assert response.request.path == "/check-in/5"
    assert (
        "<title>Error: " in response.text
        and "You ticked “I haven’t seen any of these” and something else" in response.text
    )
    assert ticked(response.text) == {"seen=none", "seen=self_harm"}
    assert reader.send("/check-in/5", {"seen": ["self_harm"]}).location == "/check-in/6"
    assert "Error" not in reader.get("/check-in/5").text


@pytest.mark.parametrize("token", ["", "nonsense", "expired"])
def test_a_page_that_is_too_old_comes_back_with_its_answer_and_a_new_token(reader: Reader, token: str) -> None:
    reader.send("/check-in/2", {"relationship": "friend"})
    if token == "expired":
        kept = cookie(reader).value
        with mock.patch("itsdangerous.timed.time.time", return_value=1_000_000_000):
            token = reader.token("/check-in/4")
        # To that clock the check-in was from the future, and it was forgotten.
        reader.set_cookie("visit-supporter", kept)
    response = reader.post("/check-in/4", data={"csrf_token": token, "asked": "help"}, follow_redirects=True)
    assert response.status_code == 200 and response.request.path == "/check-in/4"
    assert ticked(response.text) == {"asked=help"}
    assert "Your choice is still here" in response.text
    assert "Left open" in reader.get("/check-in/check").text.split("What they asked for")[1].split("</div>")[0]
    assert reader.send("/check-in/4", {"asked": "help"}).location == "/check-in/5"


def test_a_form_from_another_site_changes_no_answer(reader: Reader) -> None:
    token = reader.token("/check-in/4")
    reader.post("/check-in/4", data={"csrf_token": token, "asked": "stop"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "They told me to stop" not in reader.get("/check-in/check").text


def test_a_value_that_is_not_on_the_form_is_not_kept(reader: Reader) -> None:
    response = reader.send("/check-in/4", {"asked": "<script>"}, follow_redirects=True)
    assert response.request.path == "/check-in/4" and "<script>" not in response.text.replace("<script src", "")
    assert ticked(response.text) == set()


def test_the_advice_with_nothing_answered_says_so_kindly(reader: Reader) -> None:
    page = reader.get("/guide").text
    assert "There is nothing to show yet" in page and 'href="/check-in/1"' in page


def cookie(reader: Reader) -> Any:
    found = reader.get_cookie("visit-supporter")
    assert found is not None
    return found


def test_an_expired_check_in_is_forgotten_and_the_reader_is_told(reader: Reader) -> None:
    reader.answer(EX)
    with mock.patch("supporter.visit.time.time", return_value=__import__("time").time() + IDLE + 120):
        page = reader.get("/guide")
    assert "Your earlier answers are gone" in page.text and "told to stop" not in page.text.lower()
    assert reader.get_cookie("visit-supporter") is None
    assert "Your earlier answers are gone" not in reader.get("/guide").text


@pytest.mark.parametrize("language", [None, "en"])
@pytest.mark.parametrize("address", ["/guide/sheet-1", "/guide.pdf", "/guide/plan", "/guide/plan.ics", "/guide/read-1"])
def test_who_asks_for_more_after_the_check_in_ended_is_told_so_on_the_page_they_are_led_to(
    reader: Reader, address: str, language: str | None
) -> None:
    reader.answer(PARTNER)
    if language:
        reader.get(f"/guide?language={language}")
    with mock.patch("supporter.visit.time.time", return_value=__import__("time").time() + IDLE + 120):
        page = reader.get(address, follow_redirects=True)
        assert "Your earlier answers are gone" in page.text and "There is nothing to show yet" not in page.text
        assert "Your earlier answers are gone" not in reader.get("/guide").text


def test_an_answer_sent_after_the_check_in_ended_is_still_there_to_keep(reader: Reader) -> None:
    reader.answer(EX)
    token = reader.token("/check-in/4")
    reader.set_cookie("visit-supporter", "nonsense")
    response = reader.post("/check-in/4", data={"csrf_token": token, "asked": "less"}, follow_redirects=True)
    assert ticked(response.text) == {"asked=less"}


def test_two_tabs_keep_what_each_of_them_answers(reader: Reader) -> None:
    reader.send("/check-in/2", {"relationship": "friend"})
    first, second = reader.token("/check-in/3"), reader.token("/check-in/4")
    reader.post("/check-in/4", data={"csrf_token": second, "asked": "help"})
    reader.post("/check-in/3", data={"csrf_token": first, "facts": ["older"]})
    page = reader.get("/check-in/check").text
    assert "They asked for help" in page and "They are an older person" in page and "My friend" in page


def test_leave_forgets_and_goes_to_a_neutral_page(reader: Reader) -> None:
    reader.answer(PARTNER)
    response = reader.get("/leave")
    assert response.status_code == 303 and response.location == "https://www.wikipedia.org/"
    assert reader.get_cookie("visit-supporter") is None
    assert "There is nothing to show yet" in reader.get("/guide").text


def test_a_browser_that_looks_ahead_forgets_nothing(reader: Reader) -> None:
    reader.answer(PARTNER)
    assert reader.get("/leave", headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 204
    assert reader.get_cookie("visit-supporter") is not None


def test_starting_again_forgets_and_a_form_from_elsewhere_cannot(reader: Reader) -> None:
    reader.answer(PARTNER)
    reader.post("/again", data={"csrf_token": "x"})
    assert reader.get_cookie("visit-supporter") is not None
    token = reader.token("/check-in/check")
    assert reader.post("/again", data={"csrf_token": token}).location == "/check-in/1"
    assert reader.get_cookie("visit-supporter") is None


def test_one_s_own_life_comes_first_until_the_reader_carries_on(reader: Reader) -> None:
    reader.answer(PARTNER | {"you": "own_suicidal"})
    page = reader.get("/guide").text
    assert "What this may be" not in page and "Carry on to the advice" in page and 'href="tel:116123"' in page
    assert reader.send("/guide").location == "/guide"
    assert "What this may be" in reader.get("/guide").text


def test_notes_on_the_other_person_wait_too_until_the_reader_carries_on(reader: Reader) -> None:
    own = {"facts": ["they_u18", "me_u18"], "between": ["i_threatened_self"], "you": "own_suicidal"}
    reader.answer(FRIEND | own | {"asked": "unknown", "events": ["new_person"]})
    page = reader.get("/guide").text
    assert "You told us you are under 18." in page and "You said you would hurt yourself if they go." in page
    others = ["They are under 18.", "Someone new has a big say", "If they have told you to stop, or blocked you"]
    assert [text for text in others if text in page] == []
    reader.send("/guide")
    page = reader.get("/guide").text
    assert [text for text in others if text in page] == others and "You told us you are under 18." in page


def test_a_safety_answer_that_was_changed_after_the_advice_still_counts_and_the_page_says_so(reader: Reader) -> None:
    reader.answer(EX)
    reader.get("/guide")
    reader.send("/check-in/4?then=check", {"asked": "quiet", "then": "check"})
    page = reader.get("/guide").text
    assert "Words to borrow" not in page and "You changed an answer about this" in page


def test_a_safety_answer_that_is_mended_before_the_advice_does_not_stick(reader: Reader) -> None:
    reader.answer(PARTNER | {"asked": "stop"})
    reader.send("/check-in/4?then=check", {"asked": "quiet", "then": "check"})
    assert "Words to borrow" in reader.get("/guide").text


def test_a_handout_is_filled_for_a_reader_with_answers_and_general_for_everyone_else(reader: Reader) -> None:
    general = reader.get("/handouts/space-plan").text
    reader.answer(PARTNER)
    mine = reader.get(str(reader.get("/handouts/space-plan").location)).text
    assert mine.count('class="fill"') < general.count('class="fill"')


@pytest.mark.parametrize(("languages", "number"), [("en-NZ,en;q=0.8", "111"), ("fr-FR", "112"), ("en", None)])
def test_help_is_in_the_reader_s_country(app: Flask, languages: str, number: str | None) -> None:
    told = {"Accept-Language": languages}
    page = create_app({"SUPPORTER_SECRET_KEY": SECRET}).test_client().get("/help-now", headers=told).text
    assert f'href="tel:{number}"' in page if number else "Call your local emergency number." in page
    # Where the host names a country, it goes before the browser's languages.
    assert 'href="tel:999"' in app.test_client().get("/help-now", headers=told).text


def test_a_country_that_was_chosen_stays_for_the_check_in(reader: Reader) -> None:
    reader.send("/check-in/2", {"relationship": "friend"})
    assert 'href="tel:111"' in reader.get("/help-now?country=NZ").text
    assert 'href="tel:111"' in reader.get("/check-in/3").text
    assert reader.get("/help-now?country=XX").status_code == 200


def test_no_address_and_no_title_tells_what_was_answered(reader: Reader) -> None:
    for person in (PARTNER, FRIEND, EX):
        reader.get("/leave")
        for number in range(1, 13):
            title = re.search("<title>(.*)</title>", reader.get(f"/check-in/{number}").text)
            assert title and title[1] == f"Question {number} of 12 – Within Reach"
        response = reader.answer(person)
        assert "?" not in str(response.location)
        page = reader.get("/guide").text
        assert "<title>Your advice – Within Reach</title>" in page


def test_what_the_answers_led_to_is_named_in_no_address_and_no_title(reader: Reader, guide: Guide) -> None:
    reader.answer(FRIEND)
    wrong = advise(guide, FRIEND).forbidden
    own = [
        *re.findall(r'href="(/guide/(?:sheet|read)-\d+)"', reader.get("/guide").text),
        *re.findall(r'href="(/guide/sheet-\d+)"', reader.get("/handouts/").text),
        *re.findall(r'href="(/guide/read-\d+)"', reader.get("/read/").text),
    ]
    assert len(set(own)) > 45
    for address in dict.fromkeys(own):
        page = reader.get(address).text
        assert re.search("<title>(.*)</title>", page)[1] in (  # type: ignore[index]
            "Handouts – Within Reach",
            "Things to read – Within Reach",
        )
        names = re.findall(r'href="[./]*(?:handouts|read)/([^"?]+)"', page)
        assert set(names) <= {"privacy", "leaving", "accessibility", "about", "pack"} | wrong, address
    assert reader.get("/guide/sheet-99").status_code == reader.get("/guide/read-0").status_code == 404
    title = reader.get("/read/not-keen-to-meet").location
    assert title.startswith("/guide/read-")
    # Whoever opens the address from the history sees nothing.
    reader.get("/leave")
    for address in ("/guide/sheet-1", "/guide/sheet-1.pdf", "/guide/read-1"):
        assert reader.get(address).location == "/guide"


def test_the_numbers_of_sheets_and_pages_are_those_of_the_list(reader: Reader) -> None:
    reader.answer(PARTNER)
    for text in ("/guide", "/handouts/", "/read/"):
        for address, title in re.findall(r'href="(/guide/(?:sheet|read)-\d+)">([^<]+)</a>', reader.get(text).text):
            assert f">{title}</h1>" in reader.get(address).text


def test_a_pdf_of_the_reader_s_own_tells_its_subject_in_no_metadata(reader: Reader) -> None:
    reader.answer(FRIEND)
    address = str(reader.get("/handouts/worried-about-suicide").location)
    made = reader.get(f"{address}.pdf?paper=yes")
    assert made.mimetype == "application/pdf" and "information.pdf" in made.headers["Content-Disposition"]
    told = PdfReader(BytesIO(made.data))
    assert "worried about suicide" in " ".join(told.pages[0].extract_text().split())
    assert told.metadata and told.metadata.title == "My notes"
    assert "uicide" not in str(dict(told.metadata)) + str(told.xmp_metadata and told.xmp_metadata.dc_title)


def test_pages_are_kept_by_no_cache_and_assets_by_every_one(reader: Reader) -> None:
    page = reader.get("/")
    assert page.headers["Cache-Control"] == "no-store"
    asset = re.search(r'href="(/assets/within-reach\.css\?v=\w+)"', page.text)
    assert asset and "immutable" in reader.get(asset[1], buffered=True).headers["Cache-Control"]


def test_too_much_is_refused_kindly(reader: Reader) -> None:
    response = reader.post("/check-in/4", data={"asked": "x" * 20_000})
    assert response.status_code == 413 and "That was too much at once" in response.text


def test_an_address_used_the_wrong_way_is_answered_kindly(reader: Reader) -> None:
    response = reader.post("/check-in/check")
    assert response.status_code == 405 and "This page works another way" in response.text
    assert reader.get("/again").status_code == 404


def test_what_made_the_path_is_changed_in_one_tap_and_leads_back_to_the_advice(reader: Reader) -> None:
    reader.answer(PARTNER)
    page = reader.get("/guide").text
    assert "You said it built up slowly." in page
    address = re.search(r'href="([^"]+)">Change “How it started”', page)
    assert address is not None
    answered = reader.send(unescape(address[1]), {"began": "fast", "then": "guide"})
    assert answered.status_code == 303 and answered.location.endswith("/guide")
    assert "You said it changed fast." in reader.get("/guide").text


def test_carrying_on_takes_a_form_of_ours(reader: Reader) -> None:
    reader.answer(PARTNER | {"you": "own_suicidal"})
    reader.post("/guide", data={"csrf_token": "not ours"})
    assert "Carry on to the advice" in reader.get("/guide").text


def test_a_sheet_that_could_bring_harm_stays_on_the_screen_until_the_reader_wants_it_on_paper(reader: Reader) -> None:
    said, pdf = "We keep this one on the screen.", "application/pdf"
    assert said in reader.get("/handouts/keeping-in-touch").text
    assert said not in reader.get("/handouts/looking-after-you").text
    assert reader.get("/handouts/keeping-in-touch.pdf").location == "/handouts/keeping-in-touch"
    assert reader.get("/handouts/keeping-in-touch.pdf?paper=yes").mimetype == pdf
    reader.answer(FRIEND | {"between": ["scared_of_them"]})
    sheet = reader.get("/handouts/looking-after-you")
    assert said in reader.get(str(sheet.location)).text and said in reader.get("/guide").text
    assert reader.get(f"{sheet.location}.pdf").location == sheet.location
    assert reader.get(f"{sheet.location}.pdf?paper=yes").mimetype == pdf
    assert said not in reader.get("/guide?paper=yes").text
    assert reader.get("/guide.pdf").location == "/guide"
    assert reader.get("/guide.pdf?paper=yes").mimetype == pdf


def test_a_sheet_that_would_be_wrong_for_the_reader_is_not_offered_and_never_filled_for_them(reader: Reader) -> None:
    card = "A card for the person who needs room"
    assert card in reader.get("/handouts/").text and card in reader.get("/handouts/pack").text
    reader.answer(EX)
    assert card not in reader.get("/handouts/").text and card not in reader.get("/handouts/pack").text
    assert reader.post("/handouts/pack.pdf", data={"sheet": "a-card-for-them"}).status_code == 303
    assert "This is the general sheet" in reader.get("/handouts/a-card-for-them").text


def test_no_log_line_tells_what_was_answered(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        reader.answer(EX)
        reader.get("/guide")
        reader.get("/nowhere")
    told = {"told_to_stop", "went_round", "msgs_3plus", "angry_hurt", "told them", "went round"}
    assert [word for word in told for record in caplog.records if word in record.getMessage()] == []


def test_danger_goes_to_help_though_the_page_was_too_old(reader: Reader) -> None:
    response = reader.post("/check-in/1", data={"csrf_token": "too old", "danger": "yes"})
    assert response.status_code == 303 and response.location == "/help-now"


def test_over_plain_http_the_page_says_that_nothing_can_be_kept(reader: Reader) -> None:
    said = "This connection is not private."
    assert said in reader.get("/check-in/1", base_url="http://192.0.2.7").text
    assert said not in reader.get("/check-in/1", base_url="https://192.0.2.7").text
    assert said not in reader.get("/check-in/1", base_url="http://127.0.0.1:5000").text


def test_an_answer_leads_on_where_it_was_sent_to_whoever_came_before() -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALE_IN_ADDRESS": True})
    Supporter(app, url_prefix="/other", name="other")
    app.test_client_class = Reader
    for language in ("en", "es", "en"):
        for root in ("", "/below", ""):
            with app.test_client() as reader:
                for path in (f"/{language}/check-in/1", f"/other/{language}/check-in/1"):
                    page = reader.get(path, environ_overrides={"SCRIPT_NAME": root}).text
                    token = page.split('name="csrf_token" value="')[1].split('"')[0]
                    form = {"danger": "no", "csrf_token": token}
                    response = reader.post(path, data=form, environ_overrides={"SCRIPT_NAME": root})
                    assert response.headers["Location"] == f"{root}{path[:-1]}2?first=1"
