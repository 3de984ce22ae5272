"""The pages in a real Chromium: with and without JavaScript, wide and narrow, light and dark."""

import threading
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
import waitress
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from indexer.engine import Filters
from service.access import everyone
from service.ask import Service
from tests.needs import chromium

pytestmark = pytest.mark.browser

QUESTION = "chỉ tiêu môi trường đến 2030"
UNKNOWN = "Nghị quyết số 9999-NQ/ZZ của Quận ủy Quận Không Có quy định mức phạt bao nhiêu?"
TWICE = "12-CTr/HU"  # two districts gave this number out
RELATED = "2021-nghi-quyet-05-NQ-TU-phat-trien-kinh-te-xanh.txt"
ANSWER = f"/hoi?q={quote(QUESTION)}"


@pytest.fixture(scope="module")
def site(sample_app: Flask) -> Iterator[str]:
    """The application served by waitress on a free port."""
    server = waitress.create_server(sample_app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def quotes(sample_service: Service) -> list[str]:
    return [citation.quote for citation in sample_service.ask(QUESTION, everyone(), Filters()).citations]


@pytest.fixture(scope="module")
def addresses(sample_service: Service) -> list[str]:
    """One address of every kind of page."""
    hit = sample_service.search(QUESTION, everyone(), Filters()).hits[0]
    related = sample_service.find(RELATED, everyone()).id
    return [
        "/",
        ANSWER,
        f"{ANSWER}&trang=2",
        f"/hoi?q={quote(UNKNOWN)}",
        "/hoi?q=",
        f"/van-ban/{hit.document}?tu={hit.start}&den={hit.end}#trich-dan",
        "/tro-giup",
        "/khong-co",
        f"/hoi?q={quote(TWICE)}",
        f"/hoi?q={quote('kinh tế')}&cap={quote('tỉnh')}&tinh_trang={quote('không rõ')}&sap_xep=moi_nhat",
        f"/hoi?q={quote('kinh tế')}&cap={quote('trung ương')}&nam=2021",
        f"/van-ban/{related}",
        f"/van-ban/{related}/chuoi",
        f"/van-ban/{related}/tuong-tu",
        f"/van-ban/{hit.document}/tuong-tu?tu={hit.start}&den={hit.end}",
        "/chi-tieu",
        "/chi-tieu?nam=2030&dia_phuong=van+son",
        "/chi-tieu?so_sanh=1",
        "/chi-tieu?noi_dung=zxqvw",
        "/kiem-tra-trich-dan",
    ]


def ask(page: Page, site: str) -> None:
    page.goto(site)
    page.fill("#q", QUESTION)
    page.press("#q", "Enter")
    page.wait_for_selector(".tra-loi")


def open_all(page: Page) -> None:
    """Show what is folded away, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def serious_findings(page: Page) -> list[tuple[str, str]]:
    open_all(page)
    return [
        (finding["id"], finding["nodes"][0]["html"])
        for finding in Axe().run(page).response["violations"]
        if finding["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("javascript", [True, False])
def test_ask_click_a_citation_see_the_quote(
    browser: Browser, site: str, quotes: list[str], javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    for number, quoted in enumerate(quotes):
        ask(page, site)
        page.locator(".nguon a.van-ban").nth(number).click()
        mark = page.locator("mark#trich-dan")
        assert mark.count() == 1
        assert mark.text_content() == quoted
        box = mark.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 720, "the page does not open at the quote"
    context.close()


def test_nothing_is_asked_of_another_host(browser: Browser, site: str, addresses: list[str]) -> None:
    context = browser.new_context()
    asked: list[str] = []
    problems: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page = context.new_page()
    for address in addresses:
        page.goto(site + address)
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}
    assert context.cookies() == []
    assert not [problem for problem in problems if "status of 40" not in problem]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_serious_accessibility_finding(
    browser: Browser, site: str, addresses: list[str], scheme: str, width: int
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    for address in addresses:
        page.goto(site + address)
        assert serious_findings(page) == [], address
    context.close()


def test_a_narrow_screen_never_scrolls_sideways(browser: Browser, site: str, addresses: list[str]) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    for address in addresses:
        page.goto(site + address)
        open_all(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 360, address
    context.close()


def test_slash_goes_to_the_search_box_but_can_be_typed_in_it(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + "/tro-giup")
    page.keyboard.press("/")
    page.keyboard.type("12-CTr/QU")
    assert page.input_value("#q") == "12-CTr/QU"
    page.close()


def test_the_keyboard_alone_reaches_the_answer(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + ANSWER)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Chuyển đến nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "so-trich"
    page.close()


def test_a_citation_can_be_copied(browser: Browser, site: str, quotes: list[str]) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site + ANSWER)
    page.locator(".sao-chep").first.click()
    page.wait_for_selector(".bao:not(:empty)")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{quotes[0]}” (")
    page.locator(".nguon a.van-ban").first.click()
    page.locator("button[data-chep]").click()
    page.wait_for_selector(".bao:not(:empty)")
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"“{quotes[0]}” (")
    context.close()


def type_slowly(page: Page, site: str, text: str) -> None:
    page.goto(site)
    page.locator("#q").press_sequentially(text)
    page.wait_for_selector("[role=option]")


def active(page: Page) -> str:
    return str(
        page.evaluate(
            """() => {
                const name = document.getElementById('q').getAttribute('aria-activedescendant');
                const option = name && document.getElementById(name);
                return option ? option.getAttribute('aria-selected') + ' ' + option.firstChild.textContent : '';
            }"""
        )
    )


def test_a_suggestion_is_chosen_by_keyboard(browser: Browser, site: str) -> None:
    page = browser.new_page()
    type_slowly(page, site, "12ctr")
    box = page.locator("#q")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    assert page.locator(f"#{box.get_attribute('aria-controls')}").get_attribute("role") == "listbox"
    assert "gợi ý" in page.locator("form [role=status]").inner_text()
    assert active(page) == ""
    page.keyboard.press("ArrowDown")
    assert active(page) == "true 12-CTr/HU"
    page.keyboard.press("ArrowUp")
    assert active(page) == "", "the text as typed is one of the choices"
    page.keyboard.press("ArrowUp")
    assert page.locator("[aria-selected=true]").count() == 1
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert page.input_value("#q") == "12ctr", "Esc takes back the list, not the words"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.toan-van")
    assert "12-CTr/HU" in page.locator(".thuoc-tinh").inner_text()
    page.close()


def test_enter_without_a_choice_asks_what_was_typed(browser: Browser, site: str) -> None:
    page = browser.new_page()
    type_slowly(page, site, "cải cách")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ket-qua")
    assert page.locator("h1").inner_text().endswith("cải cách")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_an_open_list_of_suggestions_can_be_used_by_everyone(
    browser: Browser, site: str, scheme: str, width: int
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for path in ("", "/tro-giup"):
        type_slowly(page, site + path, "mục tiêu")
        page.keyboard.press("ArrowDown")
        assert serious_findings(page) == []
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        page.locator("[role=option]").last.scroll_into_view_if_needed()
    page.locator("[role=option]").first.click()
    page.wait_for_selector(".ket-qua")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}
    context.close()


def test_filters_work_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + ANSWER)
    page.locator(".mo-khi-rong > summary").click()
    choice = page.locator(".loc input[type=checkbox]").first
    value = choice.get_attribute("value")
    choice.check()
    page.locator(".loc button").click()
    assert {text.strip() for text in page.locator(".van-ban-thay .loai").all_text_contents()} == {value}
    context.close()


def check_text(page: Page, site: str) -> None:
    page.goto(site + "/kiem-tra-trich-dan")
    page.fill("textarea", f"Căn cứ Nghị quyết số 05-NQ/TU ngày 15/6/2021;\nChương trình {TWICE}.")
    page.locator(".dan-chu button").click()


def test_a_text_is_checked_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    check_text(page, site)
    assert page.locator(".dan-chieu > li").count() == 2
    assert page.locator(".dan-chieu > li").first.inner_text().count("Xác định được") == 1
    page.locator(".doan-dan a").nth(1).click()
    assert page.url.endswith("#dan-chieu-2")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checked_text_can_be_read_by_everyone(browser: Browser, site: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    check_text(page, site)
    page.locator(".doan-dan a").first.click()  # the entry it leads to is shown in another colour
    assert serious_findings(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_drawing_keeps_its_words_inside_its_boxes(browser: Browser, site: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(site + "/hoi?q=05-NQ%2FTU")
    page.locator(".mo-van-ban a.nut").last.click()
    page.locator(".quan-he a[href$=chuoi]").click()
    outside = page.evaluate(
        """() => [...document.querySelectorAll('svg a, svg g')].filter(node => {
            const box = node.querySelector('rect').getBBox();
            return [...node.querySelectorAll('text')].some(text => {
                const words = text.getBBox();
                return words.x + words.width > box.x + box.width || words.y + words.height > box.y + box.height;
            });
        }).map(node => node.textContent)"""
    )
    assert outside == []
    page.locator("svg a").first.click()
    assert page.locator("article.toan-van").count() == 1
    page.close()
