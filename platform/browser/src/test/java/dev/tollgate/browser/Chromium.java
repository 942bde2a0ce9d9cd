package dev.tollgate.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Chromium of this machine, headless. Started once per JVM, used by the thread of the tests, and ended with the JVM,
 * whose pipe the driver reads. The driver runs on the Node of this machine. Nothing is downloaded, and pages reach
 * nothing but this machine.
 */
final class Chromium {

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");

    private static Browser browser;

    private Chromium() {}

    /** The browser. Fails in one line where this machine lacks what it needs. */
    static synchronized Browser shared() {
        if (browser == null) {
            browser = started();
        }
        return browser;
    }

    private static Browser started() {
        var executable = program("chromium", "chromium");
        var environment = Map.of(
                "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                "1",
                "PLAYWRIGHT_NODEJS_PATH",
                program("node", "nodejs").toString());
        return Playwright.create(new Playwright.CreateOptions().setEnv(environment))
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(FLAGS));
    }

    /** Where a program is: as a system property of its name says, else on the path. */
    private static Path program(String name, String debianPackage) {
        var given = System.getProperty(name);
        var places = given == null
                ? Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).map(folder -> Path.of(folder, name))
                : Stream.of(Path.of(given));
        return places.filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Tests in a browser need " + name
                        + ", which is not on the path: apt-get install " + debianPackage + ", or set -D" + name
                        + "=/path/to/" + name + '.'));
    }
}
