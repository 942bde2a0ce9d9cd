package dev.tollgate.webhooks.eventtype;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The event types of a workspace: those of the modules, and those that it has registered. */
public final class RegisteredTypes {

    /** The most that a workspace registers. */
    static final int TYPES_MAX = 200;

    private static final String NAMES =
            "SELECT type FROM webhooks.event_type WHERE workspace_id = $1 ORDER BY type LIMIT $2";

    private final EventTypes declared;
    private final RecordTable<RegisteredType> table;

    public RegisteredTypes(PlatformContext context) {
        this.declared = context.events();
        this.table = context.table(RegisteredType.TABLE);
    }

    RecordTable<RegisteredType> table() {
        return table;
    }

    /** The type of this name that the workspace has registered. */
    Future<Optional<RegisteredType>> registered(Transaction transaction, Call<?> call, String type) {
        return table.matching(transaction, call, Map.of("type", type), 1)
                .map(found -> found.stream().findFirst());
    }

    /** The type of this name; one that is registered without an example has an empty one. */
    public Future<Optional<EventType>> named(Transaction transaction, Call<?> call, String type) {
        var own = declared.named(type);
        return own.isPresent()
                ? Future.succeededFuture(own)
                : registered(transaction, call, type).map(found -> found.map(RegisteredType::asEventType));
    }

    /** All types by their names; the registered ones without schema and example. */
    public Future<EventTypes> all(Transaction transaction, Call<?> call) {
        return transaction
                .query(NAMES, Tuple.of(call.caller().workspaceId().value(), TYPES_MAX))
                .map(this::withNames);
    }

    private EventTypes withNames(RowSet<Row> rows) {
        List<EventType> registered = new ArrayList<>(rows.size());
        for (var row : rows) {
            var type = row.getString("type");
            registered.add(new EventType(
                    type,
                    EventTypes.CUSTOM,
                    EventTypes.UNDECLARED,
                    type.substring(0, type.indexOf('.')),
                    "",
                    new JsonObject(),
                    new JsonObject()));
        }
        return declared.with(registered);
    }
}
