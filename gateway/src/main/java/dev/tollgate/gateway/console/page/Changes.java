package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.console.view.ShownValue.Diff;
import dev.tollgate.runtime.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Before and after of the records of one audit event, by field. */
final class Changes {

    /** Fields that are shown of one event. */
    private static final int LINES_MAX = 100;

    private static final int TEXT_CHARS_MAX = 500;

    private Changes() {}

    /** The changes of an event; nothing where it has none. */
    static ShownValue of(JsonNode event) {
        var records = event.path("changes").path("records");
        var lines = new ArrayList<Diff.Line>();
        for (var record : records) {
            var prefix = records.size() > 1 ? record.path("resource_id").asText() + ' ' : "";
            add(lines, prefix, record.path("before"), record.path("after"));
        }
        return lines.isEmpty() ? new ShownValue.Nothing() : new Diff(lines);
    }

    private static void add(List<Diff.Line> lines, String prefix, JsonNode before, JsonNode after) {
        var fields = new LinkedHashSet<String>();
        before.fieldNames().forEachRemaining(fields::add);
        after.fieldNames().forEachRemaining(fields::add);
        for (var field : fields) {
            var was = text(before.path(field));
            var is = text(after.path(field));
            if (lines.size() < LINES_MAX && !Objects.equals(was, is)) {
                lines.add(new Diff.Line(prefix + field, was, is));
            }
        }
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        var text = value.isValueNode() ? value.asText() : Json.text(value);
        return text.length() > TEXT_CHARS_MAX ? text.substring(0, TEXT_CHARS_MAX) + '…' : text;
    }
}
