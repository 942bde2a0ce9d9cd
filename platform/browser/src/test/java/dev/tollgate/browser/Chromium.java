package dev.tollgate.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chromium of this machine, headless; collects what pages complain of. */
final class Chromium implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable())
                        .setHeadless(true)
                        .setArgs(FLAGS));
    }

    private static Path executable() {
        var path = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException(path + " is no browser: apt-get install chromium, or set -Dchromium");
        }
        return path;
    }

    /** A browser of somebody else: cookies of its own. */
    BrowserContext context(int width, ColorScheme theme) {
        return browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(theme)
                .setTimezoneId("Europe/Berlin"));
    }

    /** A page whose errors count. */
    Page page(BrowserContext context) {
        var page = context.newPage();
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("Failed to load resource")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        return page;
    }

    /** Errors and violations of the content security policy since the start. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Signs the operator in. */
    static void signIn(Page page, RunningConsole console) {
        page.navigate(console.url() + "/console");
        page.getByLabel("Operator token").fill(console.operatorToken());
        page.getByText("Sign in as an operator").click();
        page.waitForURL("**/console");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
