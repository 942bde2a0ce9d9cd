package dev.tollgate.runtime.postgres;

/**
 * Address of PostgreSQL and our login. After the login each {@link Database} sets its own role.
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
