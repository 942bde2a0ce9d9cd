package dev.tollgate.modules.assets.storage;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the database has of storage, as the owner of the tables sees it. */
record StoredDays(OwnerSql sql) {

    long count() {
        return Long.parseLong(
                sql.texts("SELECT count(*)::text FROM assets.storage_day").getFirst());
    }

    List<String> days(Caller caller) {
        return sql.texts(
                "SELECT day || ' ' || byte_days || ' ' || outcome FROM assets.storage_day WHERE workspace_id = '"
                        + caller.workspaceId().value() + "' ORDER BY day");
    }

    Instant due(Caller caller) {
        return Instant.parse(sql.texts(
                        "SELECT to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM records.job"
                                + " WHERE kind = 'assets.storage_day' AND workspace_id = '"
                                + caller.workspaceId().value() + "'")
                .getFirst());
    }

    List<UsageRecorded> usage(Caller caller) {
        try (var connection = sql.connection();
                var statement = connection.prepareStatement(
                        "SELECT body FROM outbox.message WHERE topic = 'tollgate.usage' AND key = ? ORDER BY id")) {
            statement.setString(1, caller.tenantId().text());
            var events = new ArrayList<UsageRecorded>();
            var rows = statement.executeQuery();
            while (rows.next()) {
                for (var message : UsageCodec.decode(rows.getBytes(1))) {
                    events.add(((UsageMessage.Usage) message).event());
                }
            }
            return events;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
