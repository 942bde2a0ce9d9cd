package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.page.ShownTable.Column;
import dev.tollgate.gateway.console.page.ShownTable.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
            new OwnColumn(KeyParts.CHARGE, "14 days", (values, record) -> values.field(KeyParts.CHARGE, record)));

    private static final List<OwnColumn> AUDIT = List.of(
            OwnColumn.of("time"),
            OwnColumn.of("action"),
            OwnColumn.of("actor", CellValues::actor),
            OwnColumn.of("resource", CellValues::resource),
            OwnColumn.of("outcome", CellValues::outcome),
            OwnColumn.of("changes", (_, record) -> Changes.of(record)),
            OwnColumn.of("request_id"));

    private static final List<OwnColumn> PEOPLE = List.of(
            new OwnColumn("subject", "Person", CellValues::person),
            OwnColumn.of("role"),
            new OwnColumn(
                    "last_signed_in_at",
                    "Last sign-in",
                    (values, record) -> values.timeOr("last_signed_in_at", record, CellValues.neverSignedIn())),
            new OwnColumn("created_at", "Added", (values, record) -> values.field("created_at", record)));

    private static final Map<String, List<OwnColumn>> OWN = Map.of(
            "list_api_keys",
            CREDENTIALS,
            "list_mcp_clients",
            CREDENTIALS,
            "list_audit_events",
            AUDIT,
            "list_members",
            PEOPLE,
            "list_tenant_owners",
            PEOPLE,
            "list_invitations",
            List.of(
                    OwnColumn.of("email"),
                    OwnColumn.of("role"),
                    OwnColumn.of("status"),
                    OwnColumn.of("expires_at"),
                    OwnColumn.of("created_at")),
            "list_webhooks",
            List.of(
                    OwnColumn.of("name"),
                    OwnColumn.of("status", (values, record) -> values.status(record, "status_reason")),
                    OwnColumn.of("health", CellValues::health),
                    OwnColumn.of("url"),
                    OwnColumn.of("event_types"),
                    OwnColumn.of("secret_changed_at")),
            "list_webhook_deliveries",
            List.of(
                    OwnColumn.of("event_type"),
                    OwnColumn.of("status", (values, record) -> values.status(record, "failure")),
                    OwnColumn.of("webhook_id"),
                    OwnColumn.of("attempt_count"),
                    OwnColumn.of("last_status_code"),
                    OwnColumn.of("next_attempt_at"),
                    OwnColumn.of("created_at")),
            "list_webhook_replays",
            List.of(
                    OwnColumn.of("created_at"),
                    OwnColumn.of("status", (values, record) -> values.status(record, "failure")),
                    new OwnColumn("made", "Deliveries made", CellValues::progress),
                    OwnColumn.of("webhook_id"),
                    OwnColumn.of("from"),
                    OwnColumn.of("to")),
            "list_prices",
            List.of(
                    OwnColumn.of("dimension"),
                    new OwnColumn(
                            "unit_micros", "Price of one", (values, record) -> values.field("unit_micros", record)),
                    OwnColumn.of("effective_from"),
                    OwnColumn.of("version")));

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
