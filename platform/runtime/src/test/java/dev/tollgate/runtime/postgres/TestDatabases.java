package dev.tollgate.runtime.postgres;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.runtime.migration.Migrations;

/** A database of a test class's own, with every schema in it. */
public final class TestDatabases {
    private TestDatabases() {}

    public static PostgresSettings empty() {
        return settings(TestServers.freshDatabase());
    }

    private static PostgresSettings settings(String database) {
        var server = TestServers.shared().addresses().postgres();
        return new PostgresSettings(server.host(), server.port(), database, server.user(), server.password());
    }

    public static PostgresSettings migrated() {
        return settings(TestServers.copiedDatabase("runtime", name -> Migrations.run(settings(name))));
    }
}
