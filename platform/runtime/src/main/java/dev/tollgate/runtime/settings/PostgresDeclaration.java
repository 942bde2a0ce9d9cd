package dev.tollgate.runtime.settings;

import dev.tollgate.runtime.postgres.PostgresSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Settings of the connection to PostgreSQL. */
@ConfigMapping(prefix = "tollgate.postgres")
public interface PostgresDeclaration {
    @Setting("Host of PostgreSQL.")
    @WithDefault("localhost")
    String host();

    @Setting(value = "Port of PostgreSQL.", min = 1, max = 65_535)
    @WithDefault("5432")
    int port();

    @Setting("Name of the database.")
    @WithDefault("tollgate")
    String database();

    @Setting("User that logs in; it must be able to create roles and schemas, or they must exist.")
    @WithDefault("tollgate")
    String user();

    @Setting(value = "Password of that user. None if the server uses trust authentication.", secret = true)
    Optional<String> password();

    @Setting(
            value =
                    "Connections per event loop and role: the maximum concurrent transactions. Reads of records share up to four more.",
            min = 1,
            max = 256)
    @WithDefault("8")
    int poolSize();

    /** As the database wants it. */
    static PostgresSettings settings(PostgresDeclaration declared) {
        return new PostgresSettings(
                declared.host(),
                declared.port(),
                declared.database(),
                declared.user(),
                declared.password().orElse(""));
    }
}
