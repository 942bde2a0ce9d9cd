package dev.tollgate.runtime.postgres;

import dev.tollgate.embedded.TestServers;

/** A database of a test class's own, with every schema in it. */
public final class TestDatabases {
    private TestDatabases() {}

    public static PostgresSettings empty() {
        var server = TestServers.shared().addresses().postgres();
        return new PostgresSettings(
                server.host(), server.port(), TestServers.freshDatabase(), server.user(), server.password());
    }

    public static PostgresSettings migrated() {
        var settings = empty();
        Migrations.run(settings);
        return settings;
    }
}
