package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CredentialCacheTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Token TOKEN = Token.mint(Token.Kind.API_KEY, new Random(7));
    private static final Peppers PEPPERS = new Peppers(new Pepper("1", new byte[Pepper.SECRET_BYTES_MIN]), List.of());
    private static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(3, 3));

    private final List<Token> asked = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final SharedCredentialLookups shared = new SharedCredentialLookups(nanos::get);
    private final LookupFilter filter = new LookupFilter(nanos::get);
    private Function<Token, Future<Optional<Credential>>> answer =
            _ -> Future.succeededFuture(Optional.of(credential()));
    private CredentialCache cache;

    @BeforeEach
    void listen() {
        cache = newCache();
        shared.listenStarted();
    }

    @AfterAll
    static void close() {
        VERTX.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    @Test
    void junk_is_refused_without_asking_anybody() {
        var text = TOKEN.text();
        var wrongSum = text.substring(0, text.length() - 1) + (text.endsWith("a") ? 'b' : 'a');

        assertThat(ask("junk")).isEmpty();
        assertThat(ask(wrongSum)).isEmpty();
        assertThat(ask("tgx_" + text.substring(4))).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void a_token_is_asked_for_once() {
        look();

        assertThat(look()).isPresent();
        assertThat(asked).hasSize(1);
    }

    @Test
    void loops_share_what_one_of_them_asked() {
        look();
        cache = newCache();

        assertThat(look()).isPresent();
        assertThat(asked).hasSize(1);
    }

    @Test
    void an_unknown_token_is_remembered_for_five_seconds() {
        answer = _ -> Future.succeededFuture(Optional.empty());
        look();
        look();
        assertThat(asked).hasSize(1);

        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        look();

        assertThat(asked).hasSize(2);
    }

    @Test
    void a_change_of_the_workspace_is_looked_up_anew() {
        look();

        shared.changed(WORKSPACE.value());
        look();

        assertThat(asked).hasSize(2);
    }

    @Test
    void a_change_elsewhere_costs_no_look_up() {
        look();

        shared.changed(new UUID(9, 9));
        look();

        assertThat(asked).hasSize(1);
    }

    @Test
    void what_was_read_before_a_change_was_announced_is_not_kept() {
        Promise<Optional<Credential>> reading = Promise.promise();
        answer = _ -> reading.future();
        var before = cache.ask(TOKEN.text(), false);
        shared.changed(WORKSPACE.value());
        reading.complete(Optional.of(credential()));
        assertThat(before.toCompletionStage()
                        .toCompletableFuture()
                        .orTimeout(5, TimeUnit.MINUTES)
                        .join())
                .isInstanceOf(CredentialCache.Answer.Known.class);

        answer = _ -> Future.succeededFuture(Optional.empty());

        assertThat(look()).isEmpty();
    }

    @Test
    void a_use_is_reported_also_where_a_change_was_announced_during_its_look_up() {
        Promise<Optional<Credential>> reading = Promise.promise();
        answer = _ -> reading.future();
        var asked = cache.ask(TOKEN.text(), false);

        shared.changed(new UUID(9, 9));
        reading.complete(Optional.of(credential()));
        var _ = asked.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();

        assertThat(cache.used()).containsExactly(Map.entry(credential().id(), NOW));
        assertThat(cache.used()).isEmpty();
    }

    @Test
    void uses_are_reported_while_nothing_is_announced_also_of_what_stands_in_for_a_store_that_is_away() {
        look();
        assertThat(cache.used()).containsOnlyKeys(credential().id());
        shared.listenLost();
        var afterLoss = used();
        answer = _ -> Future.failedFuture(Failure.Unavailable.before("away", new RuntimeException("test")));
        var whileAway = used();

        assertThat(List.of(afterLoss, whileAway))
                .allSatisfy(
                        used -> assertThat(used).containsOnlyKeys(credential().id()));
    }

    @Test
    void a_use_is_reported_also_where_its_entry_has_made_room_for_others() {
        look();
        var random = new Random(8);
        answer = _ -> Future.succeededFuture(Optional.of(credential(new UUID(6, random.nextLong()), null)));
        for (int other = 0; other < CredentialCache.TOKENS_MAX; other++) {
            var _ = ask(Token.mint(Token.Kind.API_KEY, random).text());
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(cache.known(TOKEN.text(), NOW)).isNull();

        assertThat(cache.used()).containsEntry(credential().id(), NOW).hasSize(CredentialCache.TOKENS_MAX + 1);
        assertThat(cache.used()).isEmpty();
    }

    @Test
    void while_nothing_is_announced_every_call_asks() {
        shared.listenLost();
        look();
        look();

        assertThat(asked).hasSize(2);
    }

    @Test
    void what_was_known_stands_in_for_a_store_that_is_away_for_a_while_only() {
        look();
        shared.listenLost();
        answer = _ -> Future.failedFuture(Failure.Unavailable.before("away", new RuntimeException("test")));

        assertThat(look()).isPresent();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThatThrownBy(this::look).hasRootCauseMessage("test");
    }

    @Test
    void what_was_known_before_a_change_stands_in_for_nothing() {
        look();
        shared.changed(WORKSPACE.value());
        shared.listenLost();
        answer = _ -> Future.failedFuture(Failure.Unavailable.before("away", new RuntimeException("test")));

        assertThatThrownBy(this::look).hasRootCauseMessage("test");
    }

    @Test
    void a_token_that_has_ended_is_not_known() {
        answer = _ -> Future.succeededFuture(Optional.of(endingAt(NOW)));

        assertThat(look()).isEmpty();
    }

    private CredentialCache newCache() {
        return new CredentialCache(
                new CredentialCache.Sources(shared, filter, PEPPERS, new OperatorTokens(Map.of()), token -> {
                    asked.add(token);
                    return answer.apply(token);
                }),
                (ContextInternal) VERTX.getOrCreateContext(),
                () -> NOW);
    }

    @CanIgnoreReturnValue
    private Optional<Credential> look() {
        var known = cache.known(TOKEN.text(), NOW);
        return known == null ? ask(TOKEN.text()) : Optional.of(known);
    }

    /** The uses that a call reports. */
    private Map<UUID, Instant> used() {
        look();
        return cache.used();
    }

    private Optional<Credential> ask(String text) {
        return cache.ask(text, false)
                .map(found -> found instanceof CredentialCache.Answer.Known(Credential credential)
                        ? Optional.of(credential)
                        : Optional.<Credential>empty())
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    private static Credential credential() {
        return endingAt(null);
    }

    private static Credential endingAt(@Nullable Instant end) {
        return credential(new UUID(5, 5), end);
    }

    private static Credential credential(UUID id, @Nullable Instant end) {
        var home = new WorkspaceSnapshot(
                WORKSPACE,
                new TenantId(new UUID(4, 4)),
                "acme",
                "Acme",
                WorkspaceSnapshot.State.ACTIVE,
                Set.of(),
                "business");
        return new Credential(
                id,
                new Actor(Actor.Kind.API_KEY, "key_x", "tester"),
                Surface.REST,
                home,
                Set.of(new Scope("tasks:read")),
                null,
                end,
                false);
    }
}
