package dev.tollgate.standalone.command;

import dev.tollgate.modules.analytics.hash.HashKeyRotation;
import dev.tollgate.records.secret.SecretsDeclaration;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import dev.tollgate.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Function;

/** Opens the database of the settings for one step on hash keys. */
final class HashKeyDatabase {

    private HashKeyDatabase() {}

    static <T> Future<T> use(Vertx vertx, Settings settings, Function<HashKeyRotation, Future<T>> step) {
        var box = settings.get(SecretsDeclaration.class).toBox(new SecureRandom());
        var postgres = PostgresDeclaration.settings(settings.get(PostgresDeclaration.class));
        var clock = Clock.systemUTC();
        var database = Database.open(vertx, postgres, DatabaseRole.APP, 1, clock);
        return step.apply(new HashKeyRotation(database, box, clock)).eventually(database::close);
    }
}
