package dev.tollgate.money.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.redis.RedisServerState.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings of Redis put money at risk. */
class RedisServerStateTest {

    private static final Map<String, String> GOOD = Map.of(
            "maxmemory_policy", "noeviction",
            "maxmemory", "1000000",
            "connected_slaves", "0");

    @Test
    void a_server_as_the_manifests_set_it_up_has_no_faults() {
        assertThat(faults(Map.of(), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random", "allkeys-lrm"})
    void a_policy_that_deletes_accounts_loses_money_for_sure(String policy) {
        assertThat(faults(Map.of("maxmemory_policy", policy), Map.of()))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.losesMoney()).isTrue();
                    assertThat(fault.text()).contains(policy, "noeviction");
                });
    }

    @ParameterizedTest
    @CsvSource({"allkeys-lru,0", "volatile-lru,1000000", "volatile-ttl,0"})
    void a_policy_that_deletes_no_account_now_is_a_risk(String policy, String maxmemory) {
        assertThat(faults(Map.of("maxmemory_policy", policy, "maxmemory", maxmemory), Map.of()))
                .singleElement()
                .satisfies(fault -> assertThat(fault.losesMoney()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({"0,10,1", "1,0,1", "1,60,1", "1,2,0", "2,5,0"})
    void a_primary_with_replicas_waits_for_one_of_them(String write, String lag, int faults) {
        var config = Map.of("min-replicas-to-write", write, "min-replicas-max-lag", lag);

        assertThat(faults(Map.of("connected_slaves", "1"), config)).hasSize(faults);
        assertThat(faults(Map.of("connected_slaves", "0"), config)).isEmpty();
    }

    @Test
    void where_config_is_forbidden_info_says_whether_it_waits() {
        assertThat(faults(Map.of("connected_slaves", "2"), Map.of())).hasSize(1);
        assertThat(faults(Map.of("connected_slaves", "2", "min_slaves_good_slaves", "2"), Map.of()))
                .isEmpty();
    }

    @Test
    void what_a_server_does_not_say_is_no_fault() {
        assertThat(RedisServerState.of("# Server\r\nredis_version:8.2.0\r\n", null)
                        .faults())
                .isEmpty();
    }

    private static List<Fault> faults(Map<String, String> info, Map<String, String> config) {
        var lines = new HashMap<>(GOOD);
        lines.putAll(info);
        return new RedisServerState(lines, config).faults();
    }
}
