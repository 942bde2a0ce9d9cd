package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownTable;
import dev.tollgate.gateway.console.view.ShownTable.Column;
import dev.tollgate.gateway.console.view.ShownTable.Row;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.console.view.ShownValue.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state of the installation, worst first: alarms, parts, lag, drift. */
final class SystemParts {

    private static final String SECONDS = "_seconds";
    private static final List<Column> PART_COLUMNS = List.of(
            new Column("name", "Part", false),
            new Column("status", "Status", false),
            new Column("processes", "Processes", true),
            new Column("version", "Version", false),
            new Column("reported_at", "Reported", false),
            new Column("detail", "Why", false));

    private static final Map<String, String> LABELS = Map.of(
            "postgresql", "PostgreSQL",
            "usage_events", "Usage events not booked yet",
            "audit_seal_seconds", "Oldest audit event without a seal",
            "outbox_messages", "Messages not in Kafka yet",
            "webhook_events", "Events without deliveries yet",
            "webhook_overdue_seconds", "Most overdue delivery");

    private SystemParts() {}

    /** Fields of the answer that the parts show. */
    static final List<String> SHOWN = List.of("alarms", "parts", "lag", "reconciliation", "dead_letters");

    /**
     * The parts of the page.
     *
     * @param repairs forms that end alarms
     * @param lists of the installation
     */
    static List<Part> of(JsonNode system, List<ShownValue.Link> repairs, List<ShownValue.Link> lists) {
        var all = new ArrayList<Part>();
        all.add(alarms(system.path("alarms"), repairs));
        all.add(Part.of("Parts", parts(system.path("parts")), List.of()));
        all.add(Part.of("Lag and drift", lag(system), lists));
        return List.copyOf(all);
    }

    private static Part alarms(JsonNode alarms, List<ShownValue.Link> repairs) {
        var entries = new ArrayList<ShownValue.Entry>();
        for (var alarm : alarms) {
            var kind = Label.of(alarm.path("kind").asText());
            var words = alarm.path("detail").asText() + " Runbook: "
                    + alarm.path("runbook").asText();
            entries.add(new ShownValue.Entry(kind, kind, new ShownValue.Status(words, Tone.BAD), null));
        }
        if (entries.isEmpty()) {
            entries.add(new ShownValue.Entry("alarms", "Alarms", new ShownValue.Status("none", Tone.GOOD), null));
        }
        return Part.of("Alarms", entries, repairs);
    }

    /** One row for the processes of a part that are in the same state. */
    private static ShownTable parts(JsonNode parts) {
        Map<String, List<JsonNode>> alike = new LinkedHashMap<>();
        for (var part : parts) {
            var key = part.path("name").asText()
                    + ' '
                    + part.path("status").asText()
                    + ' '
                    + part.path("version").asText();
            alike.computeIfAbsent(key, _ -> new ArrayList<>()).add(part);
        }
        return new ShownTable(
                PART_COLUMNS, alike.values().stream().map(SystemParts::row).toList());
    }

    private static Row row(List<JsonNode> alike) {
        var last = alike.getLast();
        var status = last.path("status").asText();
        var reported = last.path("reported_at").asText();
        List<ShownValue> cells = List.of(
                new ShownValue.Words(label(last.path("name").asText())),
                new ShownValue.Status(status, tone(status)),
                last.has("process") ? new ShownValue.Numeral(Integer.toString(alike.size())) : new ShownValue.Nothing(),
                words(last.path("version").asText()),
                reported.isEmpty() ? new ShownValue.Nothing() : ShownValues.time(reported),
                words(last.path("detail").asText()));
        return new Row(cells, null, List.of());
    }

    private static Tone tone(String status) {
        return switch (status) {
            case "up" -> Tone.GOOD;
            case "down", "missing" -> Tone.BAD;
            default -> Tone.WARNING;
        };
    }

    private static ShownValue words(String text) {
        return text.isEmpty() ? new ShownValue.Nothing() : new ShownValue.Words(text);
    }

    private static List<ShownValue.Entry> lag(JsonNode system) {
        var entries = new ArrayList<ShownValue.Entry>();
        system.path("lag").properties().forEach(figure -> entries.add(figure(figure.getKey(), figure.getValue())));
        var letters = system.path("dead_letters");
        if (letters.isNumber()) {
            entries.add(new ShownValue.Entry(
                    "dead_letters",
                    "Dead letters",
                    new ShownValue.Status(letters.asText(), letters.asLong() > 0 ? Tone.BAD : Tone.GOOD),
                    null));
        }
        var compared = system.path("reconciliation");
        if (compared.isObject()) {
            long drift = compared.path("drift_micros").asLong();
            var words = Dollars.signed(drift) + ", accounts: "
                    + compared.path("drift_accounts").asText();
            entries.add(new ShownValue.Entry(
                    "drift",
                    "Drift of accounts",
                    new ShownValue.Status(words, drift == 0 ? Tone.GOOD : Tone.BAD),
                    null));
            entries.add(new ShownValue.Entry(
                    "compared_at",
                    "Compared at",
                    ShownValues.time(compared.path("compared_at").asText()),
                    null));
        }
        return entries;
    }

    private static ShownValue.Entry figure(String name, JsonNode value) {
        var unit = name.endsWith(SECONDS) ? " s" : "";
        return new ShownValue.Entry(name, label(name), new ShownValue.Numeral(value.asText() + unit), null);
    }

    private static String label(String name) {
        return LABELS.getOrDefault(name, Label.of(name));
    }
}
