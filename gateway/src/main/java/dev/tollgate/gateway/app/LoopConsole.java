package dev.tollgate.gateway.app;

import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.console.ConsoleReader;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.live.LiveSource;
import dev.tollgate.gateway.console.live.LiveStreams;
import dev.tollgate.gateway.console.page.ConsolePages;
import dev.tollgate.gateway.console.page.LiveTopic;
import dev.tollgate.gateway.console.session.FormOrigin;
import dev.tollgate.gateway.console.session.SessionLookups;
import dev.tollgate.gateway.console.session.SessionRedis;
import dev.tollgate.gateway.console.session.SessionServers;
import dev.tollgate.gateway.console.session.Sessions;
import dev.tollgate.gateway.console.session.SignInAttempt;
import dev.tollgate.gateway.console.signin.FormBodies;
import dev.tollgate.gateway.console.signin.ProviderSignIn;
import dev.tollgate.gateway.console.signin.SignInPages;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.workspace.live.ChangeMarks;
import dev.tollgate.money.redis.ClusterKeys;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.records.secret.SecretsDeclaration;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.settings.RedisDeclaration;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The console of one loop: its sessions, sign-in and pages. */
final class LoopConsole {

    private final SessionRedis redis;
    private final LiveStreams live;
    private final ConsoleReader reader;

    LoopConsole(
            ProcessContext process,
            SharedState shared,
            LoopParts loop,
            AnswerWriter answers,
            ProblemResponses responses) {
        var settings = process.settings().get(ConsoleDeclaration.class);
        var random = new SecureRandom();
        redis = sessions(process, settings);
        var sessions = new Sessions(redis, random, process.clock());
        var lookups = new SessionLookups(sessions, shared.gates().sessionThrottle());
        var problems = new Problems(shared.urls());
        var forms = new FormBodies(loop.bodies(), new FormOrigin(shared.urls().control()));
        var console = shared.console();
        var signIn = new SignInPages(new SignInPages.Parts(
                loop.pipeline(),
                sessions,
                lookups,
                shared.secrets().operators(),
                provider(process, loop, random),
                forms,
                console.writer(),
                console.assets(),
                problems,
                responses,
                shared.urls().control()));
        var calls = new PageCalls(
                loop.pipeline(), problems, answers, shared.listening().tables(), process.ids(), process.clock());
        live = new LiveStreams(new LiveStreams.Parts(
                process.vertx(),
                sessions,
                calls,
                console.places(),
                new LiveTopic.Reads(shared.catalogue()),
                source(process, loop),
                shared.live(),
                console.writer(),
                responses));
        reader = new ConsoleReader(new ConsoleReader.Parts(
                loop.pipeline(),
                console.assets(),
                signIn,
                sessions,
                lookups,
                forms,
                new ConsolePages(console, calls, process.clock()),
                live,
                console.writer(),
                responses));
    }

    /** What tells of changes: PostgreSQL, where every part of the product writes them. */
    private static LiveSource source(ProcessContext process, LoopParts loop) {
        var marks = new ChangeMarks(loop.database(), process.clock());
        return (tenant, workspace) -> marks.of(tenant, workspace).map(LoopConsole::byTopic);
    }

    private static Map<LiveTopic, String> byTopic(ChangeMarks.Marks marks) {
        var byTopic = new EnumMap<LiveTopic, String>(LiveTopic.class);
        byTopic.put(LiveTopic.DELIVERY, marks.delivery());
        byTopic.put(LiveTopic.BUDGET, marks.account());
        if (marks.usage() != null) {
            byTopic.put(LiveTopic.USAGE, marks.usage());
        }
        if (marks.request() != null) {
            byTopic.put(LiveTopic.REQUEST, marks.request());
        }
        return byTopic;
    }

    /** Where money is, unless sessions have a server of their own. */
    private static SessionRedis sessions(ProcessContext process, ConsoleDeclaration settings) {
        var address = RedisAddress.of(process.settings().get(RedisDeclaration.class));
        if (settings.redisUrl().isPresent() || !address.cluster()) {
            return new SessionRedis(
                    process.vertx(),
                    settings.redisUrl().orElseGet(() -> address.urls().getFirst()));
        }
        var cluster = ClusterKeys.open(process.vertx(), address);
        return new SessionRedis(new SessionServers() {
            @Override
            public Future<@Nullable Response> send(String key, Supplier<Request> command) {
                return cluster.send(key, command);
            }

            @Override
            public Future<Void> close() {
                return cluster.close();
            }
        });
    }

    private static @Nullable ProviderSignIn provider(ProcessContext process, LoopParts loop, SecureRandom random) {
        var codes = loop.codeSignIn();
        return codes == null
                ? null
                : new ProviderSignIn(
                        codes,
                        process.settings()
                                .get(SecretsDeclaration.class)
                                .toDerivedBox(SignInAttempt.KEY_PURPOSE, random),
                        random,
                        process.clock());
    }

    /** Closes the streams of open pages: browsers open them elsewhere. */
    void leaveStreams() {
        live.closeAll();
    }

    ConsoleReader reader() {
        return reader;
    }

    Future<Void> close() {
        return redis.close();
    }
}
