"""A person at the page: looks for what is to be seen, types, presses keys. Waits by looking again, never by sleeping."""

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from programs import until

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"


def open_chromium():
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    # Continuous integration runs as root in a container without a graphics card and with little shared memory.
    for one in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--force-color-profile=srgb"):
        options.add_argument(one)
    options.add_argument("--window-size=1280,800")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
    driver.set_script_timeout(60)
    return driver


class Screen:
    """The browser as a person uses it, on one server."""

    def __init__(self, driver, server):
        self.driver, self.server = driver, server

    # Where

    def open(self, query=""):
        self.driver.get(self.server.url + query)

    def sign_in(self, client=None, query=""):
        """Opens the page with a session that was made without the page."""
        name, value = (client or self.server.sign_in()).cookie.split("=", 1)
        self.driver.execute_cdp_cmd("Network.setCookie", {"name": name, "value": value, "url": self.server.url, "httpOnly": True, "sameSite": "Strict"})
        self.open(query)
        self.see("nav.navigation")

    def size(self, width, height=800):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        # What the page measures of itself follows with the next frames.
        self.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))")

    def theme(self, name):
        """What the system wishes: `dark` or `light`."""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": name}, {"name": "prefers-reduced-motion", "value": "reduce"}]})

    @property
    def address(self):
        return self.driver.execute_script("return decodeURIComponent(location.search)")

    # Looking

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return [one for one in self.driver.find_elements(By.CSS_SELECTOR, selector) if one.is_displayed()]

    def until(self, question, sentence):
        def ask():
            try:
                return question()
            except StaleElementReferenceException:
                return None

        try:
            return until(ask, sentence)
        except AssertionError as failure:
            raise AssertionError(f"{failure}. The page shows: {' | '.join(self.text().split())[:1500]}") from None

    def see(self, selector, containing=""):
        """The first visible element, once there is one."""
        return self.until(lambda: next((one for one in self.all(selector) if containing in one.text), None), f"‘{selector}’ with ‘{containing}’ on the page")

    def gone(self, selector, containing=""):
        self.until(lambda: not any(containing in one.text for one in self.all(selector)), f"no ‘{selector}’ with ‘{containing}’ on the page any more")

    def text(self, selector="body"):
        return self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def says(self, words, selector="body"):
        return self.until(lambda: words in self.text(selector), f"‘{words}’ in ‘{selector}’")

    def shows_where_one_is(self):
        """Whether the entry of this page is in sight in the navigation."""
        return self.run("""const bar = document.querySelector('.navigation ul').getBoundingClientRect(), one = document.querySelector('.navigation [aria-current]').getBoundingClientRect();
            return one.left >= bar.left - 1 && one.right <= bar.right + 1""")

    def focused(self):
        """What the keyboard is at, as a selector of its kind and its words."""
        return self.run("const one = document.activeElement; return one ? [one.tagName.toLowerCase(), one.className.toString(), one.innerText ?? '', one.getAttribute('aria-label') ?? ''] : null")

    # Doing

    def button(self, words, within="body"):
        """A button or link by its words or its label."""
        found = """return [...document.querySelectorAll(arguments[0] + ' button, ' + arguments[0] + ' a, ' + arguments[0] + ' [role=tab]')].find((one) =>
            one.checkVisibility() && [one.innerText?.trim(), one.innerText?.trim().split('\\n')[0], one.getAttribute('aria-label'), one.title].includes(arguments[1]))"""
        return self.until(lambda: self.run(found, within, words), f"the button ‘{words}’")

    def press(self, words, within="body"):
        def attempt():
            self.button(words, within).click()
            return True

        self.until(attempt, f"the button ‘{words}’ to be pressed")

    def field(self, label):
        found = """const label = [...document.querySelectorAll('label')].find((one) => one.checkVisibility() && one.innerText.trim().startsWith(arguments[0]));
            return label?.control ?? null"""
        return self.until(lambda: self.run(found, label), f"the field ‘{label}’")

    def fill(self, label, value):
        field = self.field(label)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(value if value else Keys.BACKSPACE)

    def keys(self, *keys):
        """Presses keys wherever the keyboard is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def filter(self, words):
        field = self.see(".filter-field input")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(words if words else Keys.BACKSPACE)

    # The table

    def rows(self):
        """The rows that are drawn, from top to bottom: id, and the words of each cell by its column."""
        return self.run("""return [...document.querySelectorAll('.table-body .tr')].map((row) => ({
            id: row.dataset.id, index: Number(row.getAttribute('aria-rowindex')), depth: Number(row.getAttribute('aria-level') ?? 1),
            active: row.classList.contains('active'), open: row.classList.contains('open'), context: row.classList.contains('context'),
            cells: Object.fromEntries([...row.querySelectorAll('[role=gridcell]')].map((cell) => [[...cell.classList].find((one) => one.startsWith('col-')).slice(4), cell.innerText.trim()])),
        })).sort((a, b) => a.index - b.index)""")

    def row(self, id):
        return self.until(lambda: next((row for row in self.rows() if row["id"] == id), None), f"the row of {id}")

    def count(self):
        """How many rows the table has, drawn or not."""
        return int(self.run("return document.querySelector('.table')?.getAttribute('aria-rowcount') ?? '0'")) - 1

    # Afterwards

    def complaints(self):
        """What the browser complained about: errors of the page and what the content policy refused."""
        try:
            return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        except WebDriverException:
            return []

    def picture(self, path):
        self.driver.get_screenshot_as_file(str(path))


