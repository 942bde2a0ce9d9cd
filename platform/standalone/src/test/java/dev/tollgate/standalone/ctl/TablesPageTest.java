package dev.tollgate.standalone.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.CommonOptions.Form;
import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.dev.DevProcess;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ten tables of docs/ctl.md: what a running Tollgate answers, as terminals of 80 and 120 columns show it.
 * {@code -Dgolden.update} writes them.
 */
class TablesPageTest {
    private static final Path PAGE =
            Path.of("").toAbsolutePath().resolve("../../docs/ctl.md").normalize();
    private static final String HEADING = "## Ten tables\n";
    private static final String INTRODUCTION = """

            As terminals of 80 and of 120 columns show them, from a test against a running Tollgate; only ids, times and \
            durations are replaced. They are text, so the blocks are the screenshots.
            """;
    private static final Instant NOW = Instant.parse("2026-11-27T13:22:41Z");
    private static final int NARROW = 80;
    private static final int WIDE = 120;
    private static final List<String> COMMANDS = List.of(
            "tenants list",
            "workspaces list --tenant Acme",
            "modules list --workspace Acme/production",
            "api-keys list --workspace Acme/production",
            "audit-events list --tenant Acme --actor-id key_…",
            "ledger list --tenant Acme --month 2026-11",
            "usage list --workspace Bolt/production --group-by surface,dimension",
            "webhook-deliveries list --workspace Bolt/production",
            "webhook-deliveries get dlv_… --workspace Bolt/production",
            "requests get req_…");

    @TempDir
    Path folder;

    private final YearMonth month = YearMonth.now(ZoneOffset.UTC);
    private final StableAnswer stable = new StableAnswer(NOW, month);
    private final StringBuilder tables = new StringBuilder(HEADING).append(INTRODUCTION);

    @Test
    void the_page_shows_what_a_terminal_shows() throws Exception {
        var settings = Map.of("TOLLGATE_WEBHOOKS_RETRY_SCHEDULE", "5m,30m");

        try (var dev = DevProcess.resumedWith(folder, settings).awaitReady()) {
            var ctl = new CtlRun(Map.of("TOLLGATE_HOME", dev.home.toString(), "TOLLGATE_CACHE", folder.toString()));
            try (var story = new TableStory(dev, ctl)) {
                var ids = story.play();
                for (var command : COMMANDS) {
                    show(ctl, command, ids);
                }
            }
        }

        var page = Files.readString(PAGE);
        var expected = page.substring(0, page.indexOf(HEADING)) + tables;
        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).as("-Dgolden.update writes it").isEqualTo(expected);
    }

    private void show(CtlRun ctl, String command, Map<String, String> ids) throws Exception {
        var words = Stream.of(command.split(" ", -1))
                .map(word -> ids.getOrDefault(word, word.equals("2026-11") ? month.toString() : word))
                .toList();
        var said = ctl.run(Stream.concat(words.stream(), Stream.of("--json")).toArray(String[]::new));
        assertThat(said.code()).as(said.err()).isZero();
        var data = stable.of(said.json());
        var operation = operation(words);
        var narrow = shown(NARROW, operation, data);
        var wide = shown(WIDE, operation, data);
        tables.append("\n`ctl ").append(command).append("`\n").append(block(narrow));
        if (!wide.equals(narrow)) {
            tables.append(block(wide));
        }
    }

    private static String block(String text) {
        return "\n```\n" + text + "```\n";
    }

    private static String shown(int width, ControlOperation operation, JsonNode data) {
        var said = new StringWriter();
        var writer = new PrintWriter(said, true);
        var terminal =
                new CommandEnvironment(Map.of(), InputStream.nullInputStream(), writer, writer, width, () -> NOW);
        new AnswerPrinter(terminal, operation, Form.PEOPLE, false).data(data, "");
        return said.toString();
    }

    /** That of the tenant, of the workspace, or of neither, as the command names it. */
    private static ControlOperation operation(List<String> words) throws Exception {
        var choices = ControlDocument.of(ShippedDocument.bytes())
                .commands()
                .get(words.get(0))
                .get(words.get(1));
        return choices.stream()
                .filter(choice ->
                        choice.owners().stream().allMatch(owner -> words.contains(TargetResolver.option(owner))))
                .findFirst()
                .orElseThrow();
    }
}
