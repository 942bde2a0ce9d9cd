package dev.tollgate.gateway.app;

import dev.tollgate.gateway.credential.CredentialCache;
import dev.tollgate.gateway.credential.CredentialRows;
import dev.tollgate.gateway.credential.CredentialWriteBehind;
import dev.tollgate.gateway.identity.CodeSignIn;
import dev.tollgate.gateway.identity.OauthAgents;
import dev.tollgate.gateway.identity.PersonCache;
import dev.tollgate.gateway.identity.PersonRows;
import dev.tollgate.gateway.identity.TokenRejectionMetrics;
import dev.tollgate.gateway.identity.VerifiedTokenCache;
import dev.tollgate.gateway.pipeline.Authenticator;
import dev.tollgate.gateway.pipeline.CallExecution;
import dev.tollgate.gateway.pipeline.EntryGate;
import dev.tollgate.gateway.pipeline.OverloadGate;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.SignatureLimiter;
import dev.tollgate.gateway.pipeline.TargetGate;
import dev.tollgate.gateway.pipeline.TokenAuthenticator;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.process.ProcessContext;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the gates of one loop, and what knows its callers: by secret, by sign-in, by agent. */
final class AuthenticatorFactory {

    private static final Logger LOGGER = LoggerFactory.getLogger(AuthenticatorFactory.class);

    private final ProcessContext process;
    private final SharedState shared;
    private final ContextInternal loop;
    private final CredentialRows rows;
    private final PersonRows people;
    private final CredentialCache cache;

    AuthenticatorFactory(
            ProcessContext process, SharedState shared, ContextInternal loop, Database database, CredentialRows rows) {
        this.process = process;
        this.shared = shared;
        this.loop = loop;
        this.rows = rows;
        this.people = new PersonRows(database, shared.gates().lookups(), process.clock());
        this.cache = cache();
    }

    /** The pipeline, its gates before these services. */
    Pipeline pipeline(CallExecution.Services services) {
        return new Pipeline(
                new Authenticator(shared.gates().throttle(), cache, tokens(), services.recorder()),
                new TargetGate(rows::workspace, rows::plan),
                new EntryGate(
                        new OverloadGate(shared.listening().gateway().toShedding()),
                        shared.gates().appPlane(),
                        shared.gates().controlPlane(),
                        services.metering(),
                        System::nanoTime),
                services);
    }

    /** Sign-in of people for the console; null where no identity provider knows it. */
    @Nullable CodeSignIn codeSignIn() {
        var oauth = shared.gates().oauth();
        var client = process.settings()
                .get(ConsoleDeclaration.class)
                .toClient(shared.urls().control());
        return oauth == null || client.isEmpty()
                ? null
                : new CodeSignIn(
                        oauth.issuer(),
                        oauth.issuerContext(),
                        new VerifiedTokenCache(
                                oauth.issuerContext(),
                                loop,
                                process.clock(),
                                new TokenRejectionMetrics(process.registry())),
                        people,
                        client.get());
    }

    /** Begins to write down which credentials were used and who signed in; gives the timer of it. */
    long startWriteBehind() {
        return process.vertx().setPeriodic(CredentialWriteBehind.EVERY_MS, _ -> writeUses());
    }

    private CredentialCache cache() {
        var lookUps = Counter.builder("tollgate.credentials.lookups")
                .description("Tokens looked up in PostgreSQL.")
                .register(process.registry());
        return new CredentialCache(
                new CredentialCache.Sources(
                        shared.gates().lookups(),
                        shared.gates().filter(),
                        shared.secrets().peppers(),
                        shared.secrets().operators(),
                        token -> {
                            lookUps.increment();
                            return rows.credential(token);
                        }),
                loop,
                process.clock());
    }

    private @Nullable TokenAuthenticator tokens() {
        var oauth = shared.gates().oauth();
        if (oauth == null) {
            return null;
        }
        var issuerContext = oauth.issuerContext();
        var tokens = new VerifiedTokenCache(
                issuerContext, loop, process.clock(), new TokenRejectionMetrics(process.registry()));
        return new TokenAuthenticator(
                new PersonCache(issuerContext, tokens, people),
                new OauthAgents(issuerContext, tokens, people, rows),
                new SignatureLimiter(shared.gates().throttle(), System::nanoTime));
    }

    private void writeUses() {
        var writeBehind = shared.gates().writeBehind();
        writeBehind.used(cache.used());
        var deadline = process.clock().instant().plusMillis(CredentialWriteBehind.EVERY_MS);
        var oauth = shared.gates().oauth();
        var signIns = oauth == null
                ? Future.<Void>succeededFuture()
                : oauth.issuerContext().signIns().write(people, deadline);
        Future.join(writeBehind.write(rows, deadline), signIns)
                .onFailure(cause -> LOGGER.atDebug()
                        .addKeyValue("reason", cause.getMessage())
                        .log("failed to write last use of credentials and sign-ins, will retry"));
    }
}
