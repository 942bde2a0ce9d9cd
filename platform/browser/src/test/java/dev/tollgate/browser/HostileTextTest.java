package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of strangers that are code, formulas, or written from right to left: shown as text, on every page. */
@Tag("beyond-jdk")
class HostileTextTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();
    private static final int LONG = 10_000;

    static final List<String> NAMES = List.of(
            "<script>window.isHacked = true</script>",
            "\"><img src=x onerror=window.isHacked=true>",
            "\u202Egnp.exe\u2066 <style>*{display:none}</style>",
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-2+3",
            "@SUM(A1:A9)",
            "{{7*7}}${7*7}@if(true)<!--",
            "javascript:window.isHacked=true",
            "W".repeat(200),
            "<svg onload=window.isHacked=true><a href=javascript:isHacked=true>x</a></svg>");

    /** Elements that no template has. */
    private static final String INJECTED =
            "() => document.querySelectorAll('main script, main img, main iframe, main style, main svg a,"
                    + " [href^=\"javascript:\"]').length + (window.isHacked ? 1 : 0)";

    /** Texts with a mark of direction that is not kept apart from the words around it. */
    private static final String MIXED = """
            () => {
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const found = [];
              while (walker.nextNode()) {
                const around = walker.currentNode.parentElement;
                const isMarked = /[\\u202A-\\u202E\\u2066-\\u2069]/.test(walker.currentNode.data);
                if (isMarked && !around.closest('bdi, pre, textarea, option, text')) {
                  found.push(around.outerHTML.slice(0, 200));
                }
              }
              return found;
            }
            """;

    private static Receiver receiver;
    private static Company company;
    private static Visitor visitor;

    @BeforeAll
    static void prepare() {
        receiver = new Receiver();
        receiver.comment(NAMES.getFirst());
        company = Company.whole(CONSOLE, NAMES, receiver);
        visitor = Visitor.operator(CONSOLE, Look.PHONE);
    }

    @AfterAll
    static void close() {
        receiver.close();
        visitor.close();
    }

    static Stream<String> routes() {
        return ConsoleMap.routes().stream().filter(route -> company.path(route).isPresent());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void a_page_shows_hostile_names_as_text(String route) {
        visitor.open(company.path(route).orElseThrow());

        assertThat(visitor.page().evaluate(INJECTED)).as(route).isEqualTo(0);
        assertThat((List<?>) visitor.page().evaluate(MIXED)).as(route).isEmpty();
        assertThat(visitor.excessWidth()).as("%s is too wide", route).isZero();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void a_name_is_shown_letter_by_letter(String name) {
        visitor.open(company.at("/api-keys"));

        assertThat(visitor.page().locator("a.row bdi").allTextContents()).contains(name);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void a_name_that_is_typed_comes_back_as_it_was_typed(String name) {
        visitor.open(company.at("/mcp-clients/new"));
        visitor.fill("name", name);
        visitor.fill("rate_limit", name);

        visitor.press("Create an MCP client");

        assertThat(visitor.field("name").inputValue()).isEqualTo(name);
        assertThat(visitor.field("rate_limit").inputValue()).isEqualTo(name);
        assertThat(visitor.page().evaluate(INJECTED)).isEqualTo(0);
    }

    @Test
    void ten_thousand_letters_are_refused_and_kept_and_do_not_widen_the_page() {
        var text = "<b>".repeat(LONG / 3) + 'W';
        visitor.open(company.at("/webhooks/new"));
        visitor.fill("name", text);
        visitor.fill("event_types", text);

        visitor.press("Create a webhook");

        assertThat(visitor.page().locator(".field.faulty").count()).isPositive();
        assertThat(visitor.field("name").inputValue()).isEqualTo(text);
        assertThat(visitor.excessWidth()).isZero();
    }

    @Test
    void a_search_for_hostile_words_finds_and_shows_them() {
        for (var name : NAMES) {
            visitor.page().keyboard().press("Control+k");
            visitor.page().locator(".palette input").fill(name);
            visitor.page().locator(".results p, .results li").first().waitFor();
            assertThat(visitor.page().evaluate(INJECTED)).isEqualTo(0);
            visitor.page().keyboard().press("Escape");
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void no_cell_of_a_table_is_a_formula(String page) throws IOException {
        visitor.open(page);

        var download = visitor.page().waitForDownload(() -> visitor.link("CSV").click());

        var rows = Files.readString(download.path());
        assertThat(rows.lines().count()).isGreaterThan(1);
        assertThat(rows).doesNotContainPattern("(?m)(^|,)\"?[=+@\\t](?!\\d)");
    }

    static Stream<String> tables() {
        return Stream.of(company.at("/audit-events"), company.at("/webhook-deliveries"), company.atTenant("/ledger"));
    }
}
