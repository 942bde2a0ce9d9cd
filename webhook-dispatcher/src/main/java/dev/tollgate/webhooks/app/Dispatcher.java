package dev.tollgate.webhooks.app;

import dev.tollgate.records.seal.SecretsDeclaration;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.Rounds;
import dev.tollgate.webhooks.replay.ReplayJob;
import dev.tollgate.webhooks.retention.Days;
import dev.tollgate.webhooks.subscription.Resealing;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One dispatcher on one event loop. */
final class Dispatcher extends VerticleBase {

    private static final int CONNECTIONS = 8;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration RESEAL_EVERY = Duration.ofSeconds(5);

    /** What exists once the dispatcher has started. */
    private record Running(Database database, Rounds rounds) {}

    private final ProcessContext process;
    private @Nullable Running running;

    Dispatcher(ProcessContext process) {
        this.process = process;
    }

    @Override
    public Future<?> start() {
        var database = Database.open(vertx, process.postgres(), DatabaseRole.DISPATCHER, CONNECTIONS, process.clock());
        var rounds = new Rounds(vertx);
        running = new Running(database, rounds);
        var settings = process.settings().get(WebhooksDeclaration.class);
        var box = process.settings().get(SecretsDeclaration.class).toBox(new SecureRandom());
        rounds.every(ReplayJob.PAUSE, "replays", new ReplayJob(database, process.ids(), process.clock())::step);
        rounds.every(RESEAL_EVERY, "secrets under former keys", new Resealing(database, box, process.clock())::step);
        var days = new Days(database, process.clock(), settings.days());
        return days.keep().onSuccess(_ -> rounds.every(HOUR, "days of webhooks", days::keep));
    }

    @Override
    public Future<?> stop() {
        var now = running;
        if (now == null) {
            return Future.succeededFuture();
        }
        now.rounds().stop();
        return now.database().close();
    }
}
