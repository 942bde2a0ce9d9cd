package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.copy.RedisKeys;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.money.redis.RedisSettingsCheck;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings of a real Redis, checked. */
class RedisSettingsCheckTest {

    private static final String USER = "limited";
    private static final String PASSWORD = "secret";
    private static final long FAR = 1L << 40;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RedisSettingsCheck check = new RedisSettingsCheck(registry);
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final String url = TestServers.shared().redisUrl();
    private RawRedis redis;

    @BeforeEach
    void connect() {
        redis = new RawRedis(url);
    }

    @AfterEach
    void restore() {
        redis.must("ACL", "SETUSER", "default", "on", "+@all");
        redis.must("ACL", "DELUSER", USER);
        redis.must("CONFIG", "SET", "maxmemory-policy", "noeviction", "maxmemory", "0");
        redis.close();
        vertx.close().await();
    }

    @Test
    void the_servers_of_tests_have_no_faults() {
        run(() -> check.run(functions(url)));

        assertThat(check.faults()).isEmpty();
        assertThat(gauge()).isZero();
    }

    @Test
    void before_the_first_check_nothing_is_known() {
        assertThat(gauge()).isNaN();
    }

    @Test
    void a_server_that_deletes_accounts_refuses_the_start_and_says_why() {
        redis.must("CONFIG", "SET", "maxmemory", "1gb", "maxmemory-policy", "allkeys-lru");

        assertThatThrownBy(() -> run(() -> check.beforeStart(functions(url), false)))
                .isInstanceOf(SettingsRejected.class)
                .hasMessageContaining("allkeys-lru")
                .hasMessageContaining("tollgate.redis.allow-eviction");
        assertThat(gauge()).isEqualTo(1);
    }

    @Test
    void where_the_operator_allows_it_such_a_server_is_shown_and_used() {
        redis.must("CONFIG", "SET", "maxmemory", "1gb", "maxmemory-policy", "allkeys-lru");

        run(() -> check.beforeStart(functions(url), true));

        assertThat(check.faults()).singleElement().asString().contains("allkeys-lru");
    }

    @Test
    void a_setting_that_was_mended_is_no_fault_any_more() {
        redis.must("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        run(() -> check.run(functions(url)));
        var before = check.faults();

        redis.must("CONFIG", "SET", "maxmemory-policy", "noeviction");
        run(() -> check.run(functions(url)));

        assertThat(before).hasSize(1);
        assertThat(check.faults()).isEmpty();
    }

    @Test
    void a_service_that_forbids_config_is_judged_by_what_it_says() {
        redis.must("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        redis.must("ACL", "SETUSER", "default", "-config");

        run(() -> check.run(functions(url)));

        assertThat(check.faults()).singleElement().asString().contains("volatile-lru");
    }

    @Test
    void a_user_that_may_not_call_functions_is_a_fault() {
        redis.must("ACL", "SETUSER", "default", "-fcall");

        run(() -> check.run(functions(url)));

        assertThat(check.faults()).singleElement().asString().contains("FCALL");
    }

    @Test
    void a_user_with_no_commands_but_those_named_holds_with_a_limit() {
        var tenant = new TenantId(UUID.randomUUID());
        var limited = limited();

        run(() -> {
            var functions = functions(limited);
            var accounts = new AccountFunctions(functions);
            var holds = new HoldFunctions(functions);
            return functions
                    .load()
                    .compose(_ -> accounts.prepare(List.of(new AccountFunctions.Preparation(tenant, 1))))
                    .compose(_ -> accounts.publish(List.of(new AccountFunctions.Publication(tenant, figures()))))
                    .compose(_ -> holds.hold(List.of(new HoldEntry(
                            new HoldRequest(tenant, 1, List.of(new RateLimit(RateLimit.TENANT, 5))), 1))))
                    .compose(_ -> check.run(functions));
        });

        assertThat(check.faults()).isEmpty();
        var copy = AccountCopy.read(Buffer.buffer((byte[]) redis.must("GET", RedisKeys.account(tenant))));
        assertThat(copy.openMicros()).as("held").isEqualTo(1);
    }

    @Test
    void the_user_of_the_url_is_used_also_where_the_default_user_needs_no_password() {
        var limited = limited();
        redis.must("ACL", "SETUSER", "default", "on", "nopass", "~*", "+@all");
        redis.must("ACL", "SETUSER", USER, "-fcall");

        run(() -> check.run(functions(limited)));

        assertThat(check.faults()).singleElement().asString().contains("FCALL");
    }

    @Test
    void a_password_that_the_default_user_does_not_need_is_no_fault() {
        var address = URI.create(url);

        run(() -> check.beforeStart(
                functions("redis://:unneeded@" + address.getHost() + ":" + address.getPort()), false));

        assertThat(check.faults()).isEmpty();
        assertThat(gauge()).isZero();
    }

    @Test
    void a_user_that_redis_refuses_stops_the_start() {
        var limited = limited();
        redis.must("ACL", "SETUSER", "default", "on", "nopass", "~*", "+@all");
        var wrong = limited.replace(PASSWORD, "wrong");

        assertThatThrownBy(() -> run(() -> check.beforeStart(functions(wrong), false)))
                .isInstanceOf(SettingsRejected.class)
                .hasMessageContaining("tollgate.redis.url")
                .hasMessageContaining("WRONGPASS")
                .hasMessageNotContaining("wrong@");
    }

    @Test
    void while_redis_is_away_the_start_goes_on_and_nothing_is_known() {
        var nowhere = "redis://127.0.0.1:" + TestServers.freePort();

        run(() -> check.beforeStart(functions(nowhere), false));

        assertThat(check.faults()).isEmpty();
    }

    /** The address of a user that may call what {@link RedisSettingsCheck} names; nobody else may come in. */
    private String limited() {
        List<Object> user = new ArrayList<>(List.of("ACL", "SETUSER", USER, "reset", "on", ">" + PASSWORD, "~*"));
        RedisSettingsCheck.COMMANDS.forEach(command -> user.add("+" + command.toLowerCase(Locale.ROOT)));
        redis.must(user.toArray());
        redis.must("ACL", "SETUSER", "default", "off");
        var address = URI.create(url);
        return "redis://" + USER + ":" + PASSWORD + "@" + address.getHost() + ":" + address.getPort();
    }

    private static PublishedFigures figures() {
        return new PublishedFigures(1, 1, 0, FAR, FAR + 1, 100, 0, 100, 0, 0, Enforcement.ENFORCE, 0);
    }

    private RedisFunctions functions(String at) {
        return RedisFunctions.open(vertx, at);
    }

    private double gauge() {
        return registry.get("tollgate.redis.settings.faults").gauge().value();
    }

    private void run(Supplier<Future<Void>> step) {
        Future.<Void>future(promise -> loop.runOnContext(_ -> step.get().onComplete(promise)))
                .await();
    }
}
