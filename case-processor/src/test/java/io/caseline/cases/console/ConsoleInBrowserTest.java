package io.caseline.cases.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.testing.OwnApplication;
import io.caseline.messages.SubmitCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** An operator at work, in Debian's Chromium. Where it is not installed nobody tests how the console looks and feels. */
@OwnApplication
@TestPropertySource(properties = {"caseline.life.enabled=true", "caseline.life.every=1h"})
class ConsoleInBrowserTest extends RunningConsole {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final LocatorAssertions.ContainsTextOptions IN_A_MINUTE =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;

    @Autowired
    private Holds holds;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void openBrowser() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM), "There is no /usr/bin/chromium: the console is not tested in a browser");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setChromiumSandbox(false));
    }

    @AfterAll
    static void closeBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void an_operator_replays_a_wave_of_failures_with_a_canary_amends_one_and_cancels_another() {
        SubmitCase[] wave = fail("wave", 30);
        Page page = open(1280, ColorScheme.LIGHT, false);
        signIn(page, "amy");

        // finds the wave, and counts before anything is sent
        Locator group = page.getByRole(
                AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile("STRING_TOO_LONG.* wave 30")));
        group.getByRole(AriaRole.LINK).click();
        assertThat(page).hasURL(Pattern.compile("state=FAILED&program=wave&code=STRING_TOO_LONG"));
        page.getByText("Replay all 30…").click();
        assertThat(page.getByText("30 submissions will be sent again")).isVisible();
        page.getByLabel("At most").fill("25");
        page.getByLabel("At most").press("Tab");
        assertThat(page.locator("#count")).containsText("25 submissions will be sent again");
        page.getByLabel("At most").fill("");
        page.getByLabel("At most").press("Tab");
        page.getByLabel("Reason").fill("the org's field is longer now");
        button(page, "Replay 30 submissions").click();

        // the canary shows that it is not
        assertThat(page.locator("#live")).containsText("Paused.", IN_A_MINUTE);
        assertThat(page.locator("#live")).containsText("Failed again");
        assertThat(page.getByRole(AriaRole.PROGRESSBAR)).hasAttribute("aria-valuenow", "10");
        String replay = page.url();

        // amends one of them and sends it alone
        page.getByText("Show them").click();
        page.locator("table").last().locator("tbody th a").first().click();
        page.getByLabel("Reason").fill("ticket 4711");
        button(page, "View and amend…").click();
        page.getByLabel("Subject").fill("Short");
        button(page, "Save and replay…").click();
        button(page, "Replay 1 submission").click();
        assertThat(page.locator("h1")).containsText("Finished", IN_A_MINUTE);
        assertThat(page.locator(".counts")).containsText(Pattern.compile("Created\\s*1"));

        // goes on with the others when the org takes them
        ORG.heal();
        page.navigate(replay);
        page.getByLabel("Reason").fill("now it is");
        button(page, "Resume").click();
        assertThat(page.locator("h1")).containsText("Finished", IN_A_MINUTE);
        assertThat(page.locator(".counts")).containsText(Pattern.compile("Created\\s*20"));
        assertThat(page.getByText("Replay resumed by amy")).isVisible();

        // starts one for the rest, and thinks better of it
        page.navigate("/console/submissions?state=FAILED&program=wave");
        page.getByText("Replay all 9…").click();
        page.getByLabel("Submissions a second").fill("1");
        page.getByLabel("Submissions a second").press("Tab");
        assertThat(page.locator("#count")).containsText("At 1 a second");
        page.getByLabel("Reason").fill("the rest");
        button(page, "Replay 9 submissions").click();
        page.getByLabel("Reason").fill("wrong ones");
        button(page, "Cancel the replay").click();
        assertThat(page.locator("h1")).containsText("Cancelled");
        assertThat(page.getByText("Cancelled, still failed")).isVisible();

        assertThat(page.getByText("Replay cancelled by amy")).isVisible();
        assertThat(complaints).isEmpty();
        assertThat(wave).hasSize(30);
    }

    /** Under a time zone with summer time, so that a wrong zone would be seen. */
    @Test
    void times_are_in_the_readers_zone_with_utc_beside() {
        fail("zoned", 1);
        Page page = open(1280, ColorScheme.LIGHT, false);
        signIn(page, "viola");
        page.navigate("/console/submissions?state=FAILED&program=zoned");
        Locator time = page.locator("td time").first();
        assertThat(time).hasText(Pattern.compile("\\d+ \\w{3,4} \\d\\d:\\d\\d:\\d\\d \\d\\d:\\d\\d:\\d\\d UTC"));
        String[] parts = time.innerText().split("\\s+", -1);
        assertThat(parts[2]).isNotEqualTo(parts[3]);
    }

    @Test
    void a_session_that_ended_sends_a_page_that_refreshes_itself_to_the_sign_in_and_back() {
        Page page = open(1280, ColorScheme.LIGHT, false);
        signIn(page, "viola");
        page.context().clearCookies();
        page.waitForURL(Pattern.compile("/console/sign-in\\?ended"), new Page.WaitForURLOptions().setTimeout(20_000));
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Your session has ended");
        page.getByLabel("Name").fill("viola");
        page.getByLabel("Password").fill(PASSWORD);
        button(page, "Sign in").click();
        assertThat(page.locator("h1")).hasText("Overview");
    }

    @Test
    void axe_finds_nothing_on_any_page_and_none_is_wider_than_the_screen() {
        fail("pages", 3);
        jdbc.sql("""
                insert into case_life (program_code, days, open, closed, median, counted_at)
                values ('gobank', 7, 1204, 310, 12000, now()), ('gobank', 30, 1204, 2950, 15400, now()),
                    ('rapidpay', 7, 80, 0, null, now()), ('rapidpay', 30, 80, 410, 99000, now())
                on conflict do nothing""").update();
        ORG.fault(
                "failRecords",
                List.of(
                        refusing("Subject", "Long", "STRING_TOO_LONG"),
                        refusing("Caseline_Program__c", "held", "STORAGE_LIMIT_EXCEEDED")));
        sendTogether(many(5, "held", "Waits"));
        await().until(() -> !holds.list().isEmpty());
        Map<String, String> findings = new LinkedHashMap<>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            int width = scheme == ColorScheme.LIGHT ? 1600 : 400; // colors do not depend on the width
            Page page = open(width, scheme, true);
            page.navigate("/console/sign-in?wrong");
            check(page, findings, "sign-in", scheme, width);
            signIn(page, "amy");
            startReplay(page);
            for (Map.Entry<String, String> shown : pages(page).entrySet()) {
                page.navigate(shown.getValue());
                check(page, findings, shown.getKey(), scheme, width);
            }
            page.navigate(pages(page).get("submission"));
            page.getByLabel("Reason").fill("looks");
            button(page, "View and amend…").click();
            check(page, findings, "content", scheme, width);
            page.context().close();
        }
        assertThat(findings).isEmpty();
    }

    private static Map<String, String> pages(Page page) {
        page.navigate("/console/replays");
        String replay = page.locator("tbody th a").first().getAttribute("href");
        page.navigate("/console/submissions?state=FAILED&program=pages");
        String submission =
                page.locator("table").last().locator("tbody th a").first().getAttribute("href");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/console");
        pages.put("submissions", "/console/submissions?state=FAILED&program=pages");
        pages.put("created", "/console/submissions?state=CREATED");
        pages.put("submission", submission);
        pages.put("find", "/console/find?q=0");
        pages.put("replays", "/console/replays");
        pages.put("replay", replay);
        pages.put("new replay", "/console/replays/new?filter=state%3DFAILED&rate=0");
        pages.put("window replay", "/console/replays/window");
        pages.put("discard", "/console/discard?filter=state%3DFAILED");
        pages.put("holds", "/console/holds");
        pages.put("audit", "/console/audit");
        pages.put("tellers", "/console/tellers");
        pages.put("teller", "/console/tellers/teller?merchant=fscc0342&teller=teller-1");
        pages.put("account", "/console/tellers/account?id=" + TellerProcessorStub.ACCOUNT);
        pages.put("problem", "/console/none");
        return pages;
    }

    /** So that there is one that has failed again. */
    private void startReplay(Page page) {
        page.navigate("/console/replays/new?filter=state%3DFAILED%26program%3Dpages");
        page.getByLabel("Reason").fill("a try");
        button(page, "Replay 3 submissions").click();
        assertThat(page.locator("h1")).containsText("Finished", IN_A_MINUTE);
    }

    private static void check(Page page, Map<String, String> findings, String name, ColorScheme scheme, int width) {
        for (Rule violation : new AxeBuilder(page).analyze().getViolations()) {
            findings.put(
                    "%s, %s, %d px: %s".formatted(name, scheme, width, violation.getId()),
                    violation.getNodes().getFirst().getHtml() + " "
                            + violation.getNodes().getFirst().getFailureSummary());
        }
        int needed = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
        if (needed > width) {
            findings.put("%s, %d px".formatted(name, width), "is %d px wide".formatted(needed));
        }
        String folder = System.getProperty("caseline.console.screenshots");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(
                            folder,
                            "%s-%d-%s.png"
                                    .formatted(name.replace(' ', '-'), width, scheme)
                                    .toLowerCase(Locale.ROOT)))
                    .setFullPage(true));
        }
    }

    private SubmitCase[] fail(String program, int count) {
        ORG.fault("failRecords", List.of(refusing("Subject", "Long", "STRING_TOO_LONG")));
        SubmitCase[] commands = many(count, program, "Long");
        sendTogether(commands);
        Stream.of(commands).forEach(command -> awaitState(command, FAILED));
        return commands;
    }

    /** @param forAxe lets axe run its script in the page, which the page's own policy would refuse */
    private Page open(int width, ColorScheme scheme, boolean forAxe) {
        BrowserContext context = Objects.requireNonNull(browser)
                .newContext(new Browser.NewContextOptions()
                        .setBaseURL("http://127.0.0.1:" + operationsPort)
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme)
                        .setTimezoneId("Asia/Kolkata")
                        .setLocale("en-GB")
                        .setBypassCSP(forAxe));
        Page page = context.newPage();
        page.setDefaultTimeout(30_000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    private static void signIn(Page page, String name) {
        page.navigate("/console");
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(PASSWORD);
        button(page, "Sign in").click();
        assertThat(page.locator("h1")).hasText("Overview");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
