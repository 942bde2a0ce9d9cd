package dev.tollgate.embedded;

import java.util.List;

/**
 * External servers, named by settings: {@code tollgate.postgres.host}, {@code .port}, {@code .database}, {@code .user},
 * {@code .password}, {@code tollgate.redis.url}, {@code tollgate.kafka.bootstrap-servers}. We never start or stop them.
 */
final class NamedServers {
    private NamedServers() {}

    static Addresses addresses() {
        var postgres = new Addresses.Postgres(
                ServerSetting.required("tollgate.postgres.host"),
                ServerSetting.number("tollgate.postgres.port"),
                ServerSetting.text("tollgate.postgres.database", "tollgate"),
                ServerSetting.required("tollgate.postgres.user"),
                ServerSetting.text("tollgate.postgres.password", ""));
        return new Addresses(
                postgres,
                ServerSetting.required("tollgate.redis.url"),
                ServerSetting.required("tollgate.kafka.bootstrap-servers"));
    }

    static List<Server> servers() {
        return List.of(new Foreign("PostgreSQL"), new Foreign("Redis"), new Foreign("Kafka"));
    }

    /** A server that is there for us but is not ours. */
    private record Foreign(String name) implements Server {
        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public void kill() {
            throw new UnsupportedOperationException(name + " is named in settings: it is not ours to kill");
        }

        @Override
        public boolean running() {
            return true;
        }
    }
}
