package dev.tollgate.gateway.identity;

import dev.tollgate.gateway.credential.CredentialRows;
import dev.tollgate.gateway.credential.CredentialWriteBehind;
import dev.tollgate.gateway.credential.PepperDeclaration;
import dev.tollgate.gateway.credential.SharedCredentialLookups;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OwnIssuer;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * People and agents of one loop on the shared gateway's database, with an issuer of its own, and announcements of
 * changes in a test's hands: none is heard unless the test says so.
 */
final class IdentityBench implements AutoCloseable {

    private static final String URL = "https://tollgate.example";
    private static final GatewayFixture SHARED = GatewayFixture.shared();

    final OwnIssuer issuer = new OwnIssuer();
    final SharedCredentialLookups lookups = new SharedCredentialLookups(System::nanoTime);
    final Audiences audiences = new Audiences(URL, Audiences.Scheme.WORKSPACE);
    final VerifiedTokenCache tokens;
    final PersonCache people;
    final OauthAgents agents;
    private final Vertx vertx = Vertx.vertx();
    private final ContextInternal loop = (ContextInternal) vertx.getOrCreateContext();
    private final OidcIssuer keys;
    private final Database database;

    IdentityBench() {
        var clock = InstantSource.system();
        var registry = new SimpleMeterRegistry();
        var settings = Settings.load(SettingsSources.of(Map.of("tollgate.pepper.secret", SHARED.pepper())));
        keys = new OidcIssuer(
                vertx, new Issuer(issuer.url(), null, "org_id", "role", Duration.ofSeconds(5)), clock, registry);
        database =
                on(() -> Future.succeededFuture(Database.open(vertx, SHARED.postgres(), DatabaseRole.APP, 1, clock)));
        var issuerContext = new IssuerContext(keys.issuer(), audiences, false, keys.keys(), lookups, new SignIns());
        tokens = new VerifiedTokenCache(issuerContext, loop, clock, new TokenRejectionMetrics(registry));
        var rows = new PersonRows(database, lookups, clock);
        people = new PersonCache(issuerContext, tokens, rows);
        agents = new OauthAgents(
                issuerContext,
                tokens,
                rows,
                new CredentialRows(
                        database, settings.get(PepperDeclaration.class).toPeppers(), new CredentialWriteBehind()));
        keys.keys().renewed(null).orTimeout(5, TimeUnit.MINUTES).join();
        lookups.listenStarted();
    }

    /** Runs a step on the loop and waits for what comes of it. */
    <T> T on(Supplier<Future<T>> step) {
        return Future.<T>future(promise -> loop.runOnContext(_ -> step.get().onComplete(promise)))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    /** The database does not answer from now on. */
    void loseDatabase() {
        on(database::close);
    }

    @Override
    public void close() {
        on(database::close);
        keys.stop()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
        issuer.close();
    }
}
