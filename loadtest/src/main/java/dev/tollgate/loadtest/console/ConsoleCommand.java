package dev.tollgate.loadtest.console;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.console.LargeInstallation.Filled;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code bin/tollgate bench console}. */
@Command(
        name = "console",
        description =
                "every page of the console by role, at 10,000 workspaces and 1 million calls; 40 min, --quick 6 min")
public final class ConsoleCommand extends SizedBenchCommand {

    private static final String OPERATOR = "operator";
    private static final Duration DRAIN_MAX = Duration.ofMinutes(10);

    private static final int WORKSPACES = 10_000;
    private static final int QUICK_WORKSPACES = 200;
    private static final long CALLS = 1_000_000;
    private static final long QUICK_CALLS = 20_000;
    private static final int SAMPLES = 100;
    private static final int QUICK_SAMPLES = 20;
    private static final int FIRST_PAGE_SAMPLES = 500;

    /** Every role is led to more pages: a walk that finds fewer was not signed in, or found no links. */
    private static final int PAGES_MIN = 10;

    private @Nullable BenchIssuer issuer;

    /** The roles that walk. */
    @Override
    protected List<String> parts() {
        return List.of(OPERATOR, "tenant_owner", "owner", "admin", "member", "readonly");
    }

    @Override
    protected Installation installation(Path program, Path folder) throws IOException, InterruptedException {
        var provider = new BenchIssuer();
        issuer = provider;
        return new Installation(
                program,
                folder,
                Map.of(
                        "TOLLGATE_OIDC_ISSUER",
                        provider.url(),
                        "TOLLGATE_CONSOLE_OIDC_CLIENT_ID",
                        BenchIssuer.CLIENT,
                        "TOLLGATE_CONTROL_RECORD_PAGES_PER_MINUTE",
                        "6000",
                        "TOLLGATE_WEBHOOKS_ALLOW_HTTP",
                        "true",
                        "TOLLGATE_WEBHOOKS_ALLOWED_ADDRESSES",
                        "127.0.0.1",
                        "TOLLGATE_WEBHOOKS_ALLOWED_PORTS",
                        "1024-65535"));
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws Exception {
        installation.gateway().start();
        try (var _ = issuer;
                var receiver = new BenchReceiver();
                var _ = installation.startPart("webhook-dispatcher", Map.of())) {
            var size = new LargeInstallation(
                    installation,
                    receiver.url(),
                    quick() ? QUICK_WORKSPACES : WORKSPACES,
                    quick() ? QUICK_CALLS : CALLS);
            report.figures().put("workspaces", size.workspaces()).put("calls", size.calls());
            var filled = size.fill();
            require(installation.caughtUp(DRAIN_MAX), "meter and servers are idle within " + DRAIN_MAX);
            walk(installation, filled, report.figures());
        }
    }

    private void walk(Installation installation, Filled filled, ObjectNode figures) throws InterruptedException {
        double slowest = 0;
        for (var role : chosen()) {
            var browser = browser(installation, filled, role);
            var times = new PageTimes(browser, quick() ? QUICK_SAMPLES : SAMPLES);
            if (role.equals(OPERATOR)) {
                first(browser, figures.putObject("first_page"));
            }
            var pages = new PageWalk(browser).pages(starts(filled, role));
            require(pages.size() >= PAGES_MIN, role + " is led to " + PAGES_MIN + " pages, not " + pages.size());
            slowest = Math.max(
                    slowest,
                    times.measure(
                            role, pages, figures.withObjectProperty("pages").putObject(role)));
        }
        figures.putObject("slowest").put("p99_ms", slowest);
    }

    private static ConsoleBrowser browser(Installation installation, Filled filled, String role)
            throws InterruptedException {
        int port = installation.gateway().port();
        return role.equals(OPERATOR)
                ? ConsoleBrowser.ofOperator(port, installation.control().token())
                : ConsoleBrowser.ofPerson(port, filled.subject(role));
    }

    /** The large workspace before all others. */
    private static List<String> starts(Filled filled, String role) {
        var workspace = "/console/workspaces/" + filled.workspace();
        var tenant = "/console/tenants/" + filled.tenant();
        return switch (role) {
            case OPERATOR -> List.of(workspace, tenant, "/console");
            case "tenant_owner" -> List.of(tenant, "/console");
            default -> List.of(workspace, "/console");
        };
    }

    private void first(ConsoleBrowser browser, ObjectNode figures) throws InterruptedException {
        var times = new PageTimes(browser, quick() ? QUICK_SAMPLES : FIRST_PAGE_SAMPLES);
        var _ = times.measure("first page", Map.of("/console", "/console"), figures);
        figures.setAll((ObjectNode) figures.remove("/console"));
        times.weigh("/console", figures);
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        return List.of(
                atMost("first page, p99 ms", 200, at("/first_page/p99_ms", figures)),
                atMost("first page with its files, KiB", 180, at("/first_page/kib", figures)),
                atMost("first page with its files, KiB with gzip", 60, at("/first_page/gzip_kib", figures)),
                atMost("slowest page, p99 ms", 100, at("/slowest/p99_ms", figures)));
    }
}
