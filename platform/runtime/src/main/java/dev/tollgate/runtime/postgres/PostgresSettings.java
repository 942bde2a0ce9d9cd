package dev.tollgate.runtime.postgres;

/**
 * Where PostgreSQL is and who we are there. The user logs in; each {@link Database} then acts as a role of its own.
 *
 * @param password empty where the server trusts us
 */
public record PostgresSettings(String host, int port, String database, String user, String password) {
    /** For migrations, which go through JDBC. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ':' + port + '/' + database;
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return user + '@' + host + ':' + port + '/' + database;
    }
}
