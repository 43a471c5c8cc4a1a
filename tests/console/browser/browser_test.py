"""The page as a clerk uses it, in a real browser against the real service on real scans.

    browser_test.py PROGRAM [--shots FOLDER]

Ends with 77 where Playwright or Chromium is missing. With --shots, writes the handbook's pictures.
"""

import argparse
import pathlib
import re
import subprocess
import sys

try:
    import axe_playwright_python
    from playwright.sync_api import expect, sync_playwright
except ImportError:
    sys.exit(77)
from house import PASSWORD, SAMPLES, House

CHROMIUM = "/usr/bin/chromium"
PAPERS = [SAMPLES / "20251103_000017.jpg", SAMPLES / "20251103_000241.jpg"]
ENTERPRISE = "广西长城精密仪器有限公司"
READ = 60_000  # ms: two pages are read meanwhile
AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


class Clerk:
    """One browser window; every error on the page's console fails the test."""

    def __init__(self, browser, house, shots, **options):
        self.context = browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai",
            **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text)
                     if said.type == "error" and "Content Security" in said.text else None)
        self.house = house
        self.shots = shots

    def open(self, place=""):
        self.page.goto(self.house.url + place)

    def go(self, word):
        self.page.get_by_role("navigation").get_by_role("link", name=word, exact=True).click()

    def shot(self, name):
        if self.shots:
            self.page.wait_for_timeout(400)  # pictures are for people: let the image settle
            self.page.screenshot(path=self.shots / f"{name}.png")

    def expect_accessible(self, what):
        self.page.evaluate(AXE)
        found = self.page.evaluate("async () => (await axe.run()).violations")
        serious = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found
                   if each["impact"] in ("serious", "critical")]
        assert not serious, f"{what}: {serious}"


def the_first_administrator_is_set_up_by_the_printed_link(clerk):
    clerk.open(clerk.house.setup)
    page = clerk.page
    page.get_by_label("姓名").fill("王核对")
    page.get_by_label("用户名").fill("wang")
    page.get_by_label("口令", exact=False).last.fill(PASSWORD)
    clerk.shot("setup")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有等您处理的件。")).to_be_visible()
    clerk.expect_accessible("home")


def files_are_handed_in_and_the_same_ones_again_lead_to_the_first(clerk):
    page = clerk.page
    clerk.go("收件")
    page.get_by_label("批次").fill("第一批")
    chooser = page.get_by_label("选择文件", exact=True).first
    chooser.set_input_files(PAPERS)
    expect(page.get_by_text("已收", exact=True)).to_have_count(2)
    chooser.set_input_files(PAPERS[0])
    expect(page.get_by_text("重复，未再登记")).to_be_visible()
    expect(page.locator("td a[href^='#/case/']")).to_have_count(3)
    clerk.expect_accessible("hand in")
    clerk.shot("hand-in")


def home_shows_what_waits_without_being_loaded_again(clerk):
    clerk.go("首页")
    waiting = clerk.page.locator(".card", has_text="待我处理").locator("a.line", has_text="未能确认")
    expect(waiting).to_have_count(1, timeout=READ)
    clerk.shot("home")
    waiting.click()
    expect(clerk.page.locator(".field-row.wait, .field-row.bad").first).to_be_visible()


def what_was_typed_outlives_reload_back_and_an_ended_session(clerk):
    page = clerk.page
    expect(page.locator(".field-row.wait input, .field-row.wait textarea").first).to_be_focused()
    # Whichever field comes first: the name must stay, since the archive and the batch ask for it.
    field = page.locator("[id$='main_products']")
    clerk.expect_accessible("case")
    clerk.shot("review")
    name = field.get_attribute("id")
    field.fill("轴承、齿轮")
    page.reload()
    expect(page.locator(f"[id='{name}']")).to_have_value("轴承、齿轮")
    page.go_back()
    page.go_forward()
    expect(page.locator(f"[id='{name}']")).to_have_value("轴承、齿轮")

    clerk.context.clear_cookies()
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("用户名").fill("wang")
    dialog.get_by_label("口令").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)


def a_case_is_decided_by_keyboard_alone_and_can_be_undone(clerk):
    page = clerk.page
    chip = page.locator(".case-head .chip")
    # What was corrected is judged anew, and comes back with what is left.
    expect(page.get_by_role("button", name="通过", exact=True)).to_be_visible(timeout=READ)
    for _ in range(12):
        if not page.locator(".field-row.wait, .field-row.bad").count():
            break
        page.keyboard.press("F2")
        page.keyboard.press("Enter")
    if page.get_by_role("button", name=re.compile("提交更正")).count():
        page.keyboard.press("Control+s")
        expect(page.get_by_role("button", name="通过", exact=True)).to_be_visible(timeout=READ)
    page.keyboard.press("Alt+a")
    if page.get_by_text("再按一次").count():
        page.keyboard.press("Alt+a")
    expect(chip).to_have_text("审核通过")
    page.keyboard.press("Alt+z")
    expect(page.get_by_role("button", name="通过", exact=True)).to_be_visible(timeout=READ)
    page.keyboard.press("Alt+a")
    if page.get_by_text("再按一次").count():
        page.keyboard.press("Alt+a")
    expect(chip).to_have_text(re.compile("已归档|已报送|已公布"), timeout=READ)


def it_is_found_in_the_archive_verified_and_handed_out(clerk):
    page = clerk.page
    clerk.go("档案")
    page.get_by_label("查找档案").fill("精密仪器")
    page.locator("button.line").first.click()
    expect(page.locator(".detail .chip", has_text="有效")).to_have_count(2)
    clerk.expect_accessible("archive")
    clerk.shot("archive")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").first.click()
    assert pathlib.Path(download.value.path()).read_bytes().startswith(b"%PDF")


def a_batch_has_its_receipt_report_and_list(clerk):
    page = clerk.page
    clerk.go("批次")
    page.get_by_text("第一批").click()
    expect(page.locator(".batch-figures")).to_contain_text("1 件")
    page.get_by_label("清单").set_input_files({
        "name": "清单.csv", "mimeType": "text/csv",
        "buffer": "序号,企业名称,统一社会信用代码\r\n1,广西长城精密仪器有限公司,\r\n2,没有交来的公司,\r\n"
        .encode("gb18030")})
    expect(page.get_by_text("相符 1 件，未收到 1 件")).to_be_visible()
    clerk.expect_accessible("batch")
    clerk.shot("batch")
    page.get_by_role("link", name="成组核对").click()
    expect(page.locator(".group-row .snippet")).to_have_count(1)
    clerk.expect_accessible("side by side")
    clerk.shot("group")
    page.get_by_role("link", name="返回批次").click()
    page.get_by_role("link", name="回执").click()
    expect(page.get_by_alt_text("二维码", exact=False)).to_be_visible()
    expect(page.locator(".receipt tbody tr")).to_have_count(2)
    clerk.shot("receipt")


def eventually(page, url, text):
    """What goes out by the outbox is seen a moment later."""
    for attempt in range(30):
        page.goto(url)
        try:
            return expect(page.locator("main")).to_contain_text(text, timeout=1_000)
        except AssertionError:
            if attempt == 29:
                raise


def a_citizen_complains_on_the_public_page(clerk, browser):
    """Returns the citizen's window, and the letter's address."""
    clerk.go("申报件")
    published = clerk.page.locator("tr", has_text=ENTERPRISE).get_by_text("已公布")
    expect(published).to_be_visible(timeout=READ)
    citizen = Clerk(browser, clerk.house, clerk.shots)
    page = citizen.page
    page.goto(clerk.house.platform)
    page.get_by_role("link", name=ENTERPRISE).first.click()
    letter = page.url
    page.goto(f"{clerk.house.platform}complaints?letter={letter.split('/')[-1]}")
    page.get_by_label("情况说明", exact=False).fill("水泵三天爆裂，用户张三丰受伤住院。")
    page.get_by_label("您的姓名", exact=False).fill("张三丰")
    page.get_by_label("联系电话", exact=False).fill("13912345678")
    citizen.expect_accessible("complaint form")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到您反映的情况")).to_be_visible()
    return citizen, letter


def the_case_is_heard_found_and_closed(clerk):
    page = clerk.page
    clerk.go("监督")
    page.get_by_role("button", name="取回平台投诉").click()
    expect(page.get_by_text("1 件关于本单位承诺书的投诉")).to_be_visible()
    clerk.expect_accessible("supervision")
    clerk.shot("supervision")
    page.get_by_role("link", name=re.compile(r"^T\d{4}-")).click()
    expect(page.get_by_text("投诉人（保密，不得告知企业）")).to_be_visible()
    clerk.expect_accessible("complaint")
    clerk.shot("complaint")
    page.get_by_role("button", name="转交", exact=True).focus()
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.get_by_role("link", name="生成说明通知书", exact=False).click()
    letter = subprocess.run(["pdftotext", download.value.path(), "-"], capture_output=True, text=True)
    assert "爆裂" in letter.stdout and "张三丰" not in letter.stdout, letter.stdout
    page.get_by_label("企业说明的要点").fill("承认产品有缺陷。")
    page.get_by_role("button", name="登记说明").click()
    page.get_by_label("性质").select_option("恶劣")
    page.get_by_label(re.compile("^影响")).select_option("较大")
    page.get_by_role("button", name="作出认定").click()
    # Only one of both conditions: no delisting.
    page.get_by_label("处理", exact=False).first.select_option("除名")
    page.get_by_role("button", name="结案").click()
    expect(page.get_by_text("没有认定“影响严重”").last).to_be_visible()
    page.locator("summary", has_text="认定").click()
    page.get_by_label(re.compile("^影响")).select_option("严重")
    page.get_by_role("button", name="作出认定").click()
    page.get_by_label("处理", exact=False).first.select_option("除名")
    page.get_by_label("意见", exact=True).fill("产品以次充好，致人受伤")
    page.get_by_role("button", name="结案").click()
    expect(page.get_by_role("button", name="作出除名决定")).to_be_visible()


def a_complaint_leads_to_a_delisting_that_the_public_reads_and_an_appeal_revokes(clerk, browser):
    citizen, letter = a_citizen_complains_on_the_public_page(clerk, browser)
    the_case_is_heard_found_and_closed(clerk)
    page = clerk.page
    case = page.url
    page.get_by_label("文号", exact=False).last.fill("某工协〔2025〕3号")
    page.get_by_role("button", name="作出除名决定").click()
    page.get_by_role("dialog").get_by_role("button", name="除名", exact=True).click()
    expect(page.locator("summary", has_text="已除名")).to_be_visible()
    clerk.expect_accessible("delisted case")
    clerk.shot("delisted-case")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载签名的通知书", exact=False).click()
    assert pathlib.Path(download.value.path()).read_bytes().startswith(b"%PDF")
    eventually(citizen.page, clerk.house.platform + "delisted", "以次充好")
    citizen.expect_accessible("public list of the delisted")
    citizen.shot("public-delisted")
    eventually(citizen.page, letter, "该企业已被除名")
    for public in (letter, clerk.house.platform + "delisted"):
        citizen.page.goto(public)
        expect(citizen.page.locator("main")).not_to_contain_text("张三丰")

    clerk.go("监督")
    page.get_by_role("navigation", name="社会监督").get_by_role("link", name="除名").click()
    expect(page.locator("tr", has_text=ENTERPRISE)).to_contain_text("已除名")
    clerk.expect_accessible("delisting")
    clerk.shot("delisting")
    page.goto(case)
    page.get_by_label("申诉成立", exact=False).fill("申诉成立")
    page.get_by_role("button", name="撤销除名").click()
    expect(page.locator("summary", has_text="已撤销除名")).to_be_visible()
    eventually(citizen.page, letter, "撤销除名")
    expect(citizen.page.locator("main")).not_to_contain_text("该企业已被除名")
    assert citizen.errors == [], citizen.errors

    clerk.go("统计")
    expect(page.get_by_role("heading", name="按月份")).to_be_visible()
    expect(page.locator(".figure", has_text="投诉")).to_contain_text("1")
    clerk.expect_accessible("statistics")
    clerk.shot("statistics")


def a_new_person_sees_only_what_the_role_allows(clerk, browser):
    page = clerk.page
    clerk.go("管理")
    page.get_by_role("button", name="增加用户").click()
    page.get_by_label("姓名").fill("李扫描 <b>x</b>")
    page.get_by_label("用户名").fill("li")
    page.get_by_label("初始口令", exact=False).fill(PASSWORD)
    page.get_by_label("扫描员").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("李扫描 <b>x</b>")).to_be_visible()
    clerk.shot("settings")
    scanner = Clerk(browser, clerk.house, clerk.shots)
    scanner.open()
    scanner.page.get_by_label("用户名").fill("li")
    scanner.page.get_by_label("口令").fill(PASSWORD)
    scanner.page.keyboard.press("Enter")
    expect(scanner.page.get_by_role("link", name="收件", exact=True)).to_be_visible()
    for hidden in ("管理", "监督"):
        expect(scanner.page.get_by_role("link", name=hidden, exact=True)).to_have_count(0)
    assert scanner.errors == [], scanner.errors


def the_page_speaks_english_and_fits_a_phone(clerk):
    page = clerk.page
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Hand in")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    for place in ("#/", "#/list", "#/handin", "#/archive", "#/supervision", "#/delisting",
                  "#/statistics", "#/settings"):
        clerk.open(place)
        expect(page.locator("main .page")).to_be_visible()
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{place} is {wider} px too wide"
    clerk.shot("phone")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("--shots", type=pathlib.Path)
    given = arguments.parse_args()
    if not pathlib.Path(CHROMIUM).exists():
        return 77
    if given.shots:
        given.shots.mkdir(parents=True, exist_ok=True)
    house = House(given.program)
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            clerk = Clerk(browser, house, given.shots)
            try:
                the_first_administrator_is_set_up_by_the_printed_link(clerk)
                files_are_handed_in_and_the_same_ones_again_lead_to_the_first(clerk)
                home_shows_what_waits_without_being_loaded_again(clerk)
                what_was_typed_outlives_reload_back_and_an_ended_session(clerk)
                a_case_is_decided_by_keyboard_alone_and_can_be_undone(clerk)
                it_is_found_in_the_archive_verified_and_handed_out(clerk)
                a_batch_has_its_receipt_report_and_list(clerk)
                a_complaint_leads_to_a_delisting_that_the_public_reads_and_an_appeal_revokes(clerk, browser)
                a_new_person_sees_only_what_the_role_allows(clerk, browser)
                the_page_speaks_english_and_fits_a_phone(clerk)
            except BaseException:
                clerk.page.screenshot(path=house.folder.parent / "chengnuo-browser-failure.png")
                raise
            assert clerk.errors == [], clerk.errors
            browser.close()
    finally:
        house.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
