package dev.tollgate.embedded;

/**
 * Addresses of the servers.
 *
 * @param postgres PostgreSQL, with a user who may create roles and databases
 * @param redisUrl such as {@code redis://127.0.0.1:6379}, with its password where there is one
 * @param kafkaBootstrap such as {@code 127.0.0.1:9092}
 */
public record Addresses(Postgres postgres, String redisUrl, String kafkaBootstrap) {

    /**
     * PostgreSQL's address and login.
     *
     * @param host name or address
     * @param port TCP port
     * @param database the database that exists from the start
     * @param user the owner's login
     * @param password the owner's password
     */
    public record Postgres(String host, int port, String database, String user, String password) {

        /** The JDBC URL of a database on this server, without login. */
        public String jdbcUrl(String databaseName) {
            return "jdbc:postgresql://" + host + ":" + port + "/" + databaseName;
        }

        @Override
        public String toString() {
            return user + "@" + host + ":" + port + "/" + database;
        }
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return "Addresses[" + postgres + ", " + redisUrl.replaceFirst("//.*@", "//") + ", " + kafkaBootstrap + "]";
    }
}
