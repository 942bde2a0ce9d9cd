package dev.tollgate.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alerts for Prometheus: metrics, runbooks and the table of the page follow from one file. */
class AlertRulesTest {
    private static final Path RULES = Path.of("alerts.yaml");
    private static final Path DOCS = Path.of("../docs");
    private static final Path PAGE = DOCS.resolve("kubernetes.md");
    private static final String BEGIN = "<!-- what follows is written by AlertRulesTest -->\n\n";
    private static final String END = "\n<!-- end of it -->";
    private static final Pattern METRIC = Pattern.compile("(tollgate|kube)_[a-z_]+");
    private static final Pattern LISTED = Pattern.compile("^\\| `(tollgate_[a-z_]+)` \\|", Pattern.MULTILINE);
    private static final Pattern ALARM =
            Pattern.compile("^\\| `[a-z_]+` \\| `(tollgate_[a-z_]+)` (above|below)", Pattern.MULTILINE);
    private static final Pattern DURATION = Pattern.compile("\\d+[smh]");

    private record RuleFile(List<Group> groups) {}

    private record Group(String name, List<Rule> rules) {}

    private record Rule(
            String alert,
            String expr,
            @JsonProperty("for") String forTime,
            Map<String, String> labels,
            Map<String, String> annotations) {

        Set<String> metrics() {
            return METRIC.matcher(expr)
                    .results()
                    .map(found -> found.group().replaceAll("_bucket$", ""))
                    .collect(Collectors.toSet());
        }

        String row() {
            var runbook = annotations.get("runbook");
            var name = runbook.replaceAll(".*/|\\.md$", "").replace('-', ' ');
            var wait = forTime.equals("0m") ? "" : ", for " + forTime;
            return "| " + alert + " | " + labels.get("severity") + " | `" + expr + "`" + wait + " | "
                    + annotations.get("summary") + " | [" + name + "](" + runbook + ") |\n";
        }
    }

    @Test
    void every_rule_is_complete_and_has_a_name_of_its_own() {
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.forTime()).matches(DURATION);
            assertThat(rule.labels()).containsOnlyKeys("severity");
            assertThat(rule.annotations()).containsOnlyKeys("summary", "runbook");
            assertThat(rule.metrics()).isNotEmpty();
            assertThat(rule.expr().chars().filter(letter -> letter == '(').count())
                    .isEqualTo(
                            rule.expr().chars().filter(letter -> letter == ')').count());
        });
        assertThat(rules().stream().map(Rule::alert)).doesNotHaveDuplicates();
    }

    @Test
    void every_metric_of_a_rule_is_one_that_is_served() throws IOException {
        var served = LISTED.matcher(Files.readString(DOCS.resolve("metrics.md")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(rules())
                .allSatisfy(rule -> assertThat(rule.metrics().stream().filter(metric -> metric.startsWith("tollgate_")))
                        .isSubsetOf(served));
    }

    @Test
    void every_runbook_of_a_rule_exists() {
        assertThat(rules())
                .allSatisfy(rule -> assertThat(DOCS.resolve(rule.annotations().get("runbook")))
                        .exists());
    }

    @Test
    void a_runbook_names_the_metric_of_its_alert() {
        assertThat(rules())
                .allSatisfy(rule -> assertThat(
                                Files.readString(DOCS.resolve(rule.annotations().get("runbook"))))
                        .containsAnyOf(rule.metrics().toArray(String[]::new)));
    }

    @Test
    void every_alarm_of_get_system_has_a_rule() throws IOException {
        var alarms = ALARM.matcher(Files.readString(DOCS.resolve("runbooks/README.md")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(alarms).isNotEmpty();
        assertThat(rules().stream().flatMap(rule -> rule.metrics().stream())).containsAll(alarms);
    }

    @Test
    void the_table_of_the_page_is_what_the_rules_are() throws IOException {
        var page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        var table = "| alert | severity | when | why | then |\n|---|---|---|---|---|\n"
                + rules().stream().map(Rule::row).collect(Collectors.joining());

        if (System.getProperty("golden.update") != null) {
            page = page.substring(0, begin) + table + page.substring(page.indexOf(END));
            Files.writeString(PAGE, page);
        }

        assertThat(page.substring(begin, page.indexOf(END))).isEqualTo(table);
    }

    private static List<Rule> rules() {
        try {
            var file = Strict.YAML.treeToValue(Strict.trees(RULES).getFirst(), RuleFile.class);
            return file.groups().stream()
                    .flatMap(group -> group.rules().stream())
                    .toList();
        } catch (IOException broken) {
            throw new AssertionError(RULES + ": " + broken.getMessage(), broken);
        }
    }
}
