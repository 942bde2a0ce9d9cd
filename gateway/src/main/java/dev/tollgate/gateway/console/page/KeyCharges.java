package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Charges of the last two weeks by credential, read page by page from the usage of a workspace. All pages are of the
 * period that the first one was asked for: a cursor is good for its own query only.
 */
final class KeyCharges {

    /** Field that a credential of a list is given. */
    static final String FIELD = "charge_14_days_micros";

    private static final int DAYS = 14;
    private static final int LINES_MAX = 100;

    /** Pages of usage that are read for a list. */
    private static final int PAGES_MAX = 5;

    private static final String HEADING = "Charges of 14 days";

    private final LocalDate today;
    private final Map<String, Long> micros = new HashMap<>();
    private String cursor = "";
    private int pageCount;
    private @Nullable Problem problem;

    KeyCharges(InstantSource clock) {
        this.today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** The query of the next page. */
    MultiMap query() {
        var query = MultiMap.caseInsensitiveMultiMap()
                .add("from", today.minusDays(DAYS - 1).toString())
                .add("to", today.plusDays(1).toString())
                .add("group_by", "credential")
                .add("limit", Integer.toString(LINES_MAX));
        return cursor.isEmpty() ? query : query.add("cursor", cursor);
    }

    /** Takes a page; whether the next is to be read. */
    boolean take(CallAnswer answer) {
        return switch (answer) {
            case CallAnswer.Done done -> {
                done.content()
                        .forEach(line -> micros.merge(
                                line.path("credential_id").asText(),
                                line.path("charge_micros").asLong(),
                                Long::sum));
                var next = done.envelope().path("next_cursor");
                cursor = next.isTextual() ? next.asText() : "";
                pageCount++;
                yield !cursor.isEmpty() && pageCount < PAGES_MAX;
            }
            case CallAnswer.Refused(var refused) -> {
                problem = refused;
                yield false;
            }
        };
    }

    /** Gives each credential its charge. */
    void addTo(List<JsonNode> credentials) {
        for (var credential : credentials) {
            var charge = micros.get(credential.path("id").asText());
            if (charge != null && credential instanceof ObjectNode record) {
                record.put(FIELD, charge);
            }
        }
    }

    /** Why some credentials may lack their charge; none if all have it. */
    List<Part> missing(String usagePath) {
        if (problem != null) {
            return List.of(Part.failed(HEADING, problem));
        }
        if (cursor.isEmpty()) {
            return List.of();
        }
        var words = new ShownValue.Words("More than " + PAGES_MAX * LINES_MAX
                + " credentials of this workspace have usage: some charges are not shown.");
        return List.of(Part.of(
                HEADING,
                List.of(new ShownValue.Entry("Incomplete", "Incomplete", words, null)),
                List.of(new ShownValue.Link("Usage by credential", usagePath + "?group_by=credential"))));
    }
}
