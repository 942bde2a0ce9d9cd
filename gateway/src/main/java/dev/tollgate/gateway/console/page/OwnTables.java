package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.view.ShownTable;
import dev.tollgate.gateway.console.view.ShownTable.Column;
import dev.tollgate.gateway.console.view.ShownTable.Row;
import dev.tollgate.gateway.console.view.ShownValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes tables of lists: with columns of their own where the generic choice does not tell enough. */
final class OwnTables {

    /** One cell of a record. */
    @FunctionalInterface
    private interface Cell {
        ShownValue of(CellValues values, JsonNode record);
    }

    private record OwnColumn(String name, String label, Cell cell) {

        static OwnColumn of(String name) {
            return of(name, (values, record) -> values.field(name, record));
        }

        static OwnColumn of(String name, Cell cell) {
            return new OwnColumn(name, Label.of(name), cell);
        }
    }

    private static final List<OwnColumn> CREDENTIALS = List.of(
            OwnColumn.of("name"),
            OwnColumn.of("status", CellValues::credentialStatus),
            OwnColumn.of("scopes"),
            new OwnColumn(
                    "last_used_at",
                    "Last used",
                    (values, record) -> values.timeOr("last_used_at", record, CellValues.never())),
            new OwnColumn(
                    "expires_at",
                    "Expires",
                    (values, record) -> values.timeOr("expires_at", record, CellValues.never())),
            OwnColumn.of("budget", CellValues::budget),
            new OwnColumn(KeyCharges.FIELD, "14 days", (values, record) -> values.field(KeyCharges.FIELD, record)));

    private static final List<OwnColumn> AUDIT = List.of(
            OwnColumn.of("time"),
            OwnColumn.of("action"),
            OwnColumn.of("actor", CellValues::actor),
            OwnColumn.of("resource", CellValues::resource),
            OwnColumn.of("outcome", CellValues::outcome),
            OwnColumn.of("changes", (_, record) -> Changes.of(record)),
            OwnColumn.of("request_id"));

    private static final List<OwnColumn> CALLS = List.of(
            OwnColumn.of("operation"),
            OwnColumn.of("time"),
            OwnColumn.of("surface"),
            OwnColumn.of("dimension"),
            OwnColumn.of("quantity"),
            OwnColumn.of("charge_micros"),
            OwnColumn.of("credential_id"),
            OwnColumn.of("request_id"));

    private static final List<OwnColumn> ATTEMPTS = List.of(
            OwnColumn.of("number"),
            OwnColumn.of("status_code"),
            OwnColumn.of("error_class"),
            OwnColumn.of("started_at"),
            OwnColumn.of("duration"),
            OwnColumn.of("trigger"),
            OwnColumn.of("address"),
            OwnColumn.of("response_head"),
            OwnColumn.of("charge_micros"),
            OwnColumn.of("next_attempt_at"),
            OwnColumn.of("signing_key_ids"),
            OwnColumn.of("id"));

    private static final List<OwnColumn> PEOPLE = List.of(
            new OwnColumn("subject", "Person", CellValues::person),
            OwnColumn.of("role"),
            new OwnColumn(
                    "last_signed_in_at",
                    "Last sign-in",
                    (values, record) -> values.timeOr("last_signed_in_at", record, CellValues.neverSignedIn())),
            new OwnColumn("created_at", "Added", (values, record) -> values.field("created_at", record)));

    private static final List<OwnColumn> INVITATIONS = List.of(
            OwnColumn.of("email"),
            OwnColumn.of("role"),
            OwnColumn.of("status"),
            OwnColumn.of("expires_at"),
            OwnColumn.of("created_at"));

    private static final List<OwnColumn> WEBHOOKS = List.of(
            OwnColumn.of("name"),
            OwnColumn.of("status", (values, record) -> values.status(record, "status_reason")),
            OwnColumn.of("health", CellValues::health),
            OwnColumn.of("url"),
            OwnColumn.of("event_types"),
            OwnColumn.of("secret_changed_at"));

    private static final List<OwnColumn> DELIVERIES = List.of(
            OwnColumn.of("event_type"),
            OwnColumn.of("status", (values, record) -> values.status(record, "failure")),
            OwnColumn.of("webhook_id"),
            OwnColumn.of("attempt_count"),
            OwnColumn.of("last_status_code"),
            OwnColumn.of("next_attempt_at"),
            OwnColumn.of("created_at"));

    private static final List<OwnColumn> REPLAYS = List.of(
            OwnColumn.of("created_at"),
            OwnColumn.of("status", (values, record) -> values.status(record, "failure")),
            new OwnColumn("made", "Deliveries made", CellValues::progress),
            OwnColumn.of("webhook_id"),
            OwnColumn.of("from"),
            OwnColumn.of("to"));

    private static final List<OwnColumn> PRICES = List.of(
            OwnColumn.of("dimension"),
            new OwnColumn("unit_micros", "Price of one", (values, record) -> values.field("unit_micros", record)),
            OwnColumn.of("effective_from"),
            OwnColumn.of("version"));

    private static final Map<String, List<OwnColumn>> OWN = Map.ofEntries(
            Map.entry("list_api_keys", CREDENTIALS),
            Map.entry("list_mcp_clients", CREDENTIALS),
            Map.entry("list_audit_events", AUDIT),
            Map.entry("list_usage_events", CALLS),
            Map.entry("list_members", PEOPLE),
            Map.entry("list_tenant_owners", PEOPLE),
            Map.entry("list_invitations", INVITATIONS),
            Map.entry("list_webhooks", WEBHOOKS),
            Map.entry("list_webhook_deliveries", DELIVERIES),
            Map.entry("list_webhook_replays", REPLAYS),
            Map.entry("list_prices", PRICES));

    /** What all rows of a list inside a record share with it. */
    private static final Set<String> OF_RECORD = Set.of("request_id");

    private final CellValues cells;

    OwnTables(ShownValues values, Instant now) {
        this.cells = new CellValues(values, now);
    }

    /** Operations whose lists have columns of their own. */
    static Set<String> lists() {
        return OWN.keySet();
    }

    /** The table of a list. */
    ShownTable of(
            Place.Shown list,
            List<JsonNode> records,
            Function<JsonNode, @Nullable String> url,
            Function<JsonNode, List<ShownValue.Link>> actions) {
        var own = OWN.get(list.face().operation().name());
        if (own == null) {
            var properties = list.face().element().path("properties");
            return new TableMaker(cells.values()).of(records, properties, url, actions);
        }
        return table(own, records, url, actions);
    }

    /** The table of attempts, or of a list of this name that is inside a record; a row leads to its own page. */
    ShownTable inside(String name, JsonNode rows) {
        var own = name.equals(CallParts.ATTEMPTS)
                ? ATTEMPTS
                : Objects.requireNonNull(OWN.get(name), name).stream()
                        .filter(column -> !OF_RECORD.contains(column.name()))
                        .toList();
        var records = new ArrayList<JsonNode>();
        rows.forEach(records::add);
        return table(own, records, cells::page, _ -> List.of());
    }

    private ShownTable table(
            List<OwnColumn> own,
            List<JsonNode> records,
            Function<JsonNode, @Nullable String> url,
            Function<JsonNode, List<ShownValue.Link>> actions) {
        var columns = own.stream().filter(column -> isUsed(column, records)).toList();
        var rows = records.stream()
                .map(record -> new Row(cells(columns, record), url.apply(record), actions.apply(record)))
                .toList();
        return new ShownTable(
                columns.stream().map(column -> column(column, records)).toList(), rows);
    }

    /** A column without a value in any row tells nothing. */
    private boolean isUsed(OwnColumn column, List<JsonNode> records) {
        return records.stream().anyMatch(record -> !(column.cell().of(cells, record) instanceof ShownValue.Nothing));
    }

    private List<ShownValue> cells(List<OwnColumn> columns, JsonNode record) {
        return columns.stream().map(column -> column.cell().of(cells, record)).toList();
    }

    private static Column column(OwnColumn own, List<JsonNode> records) {
        return new Column(
                own.name(),
                own.label(),
                records.stream().anyMatch(record -> record.path(own.name()).isNumber()));
    }
}
