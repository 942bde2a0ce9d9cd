package dev.tollgate.money.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.runtime.settings.SettingsRejected;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slots, redirects and addresses of a cluster, as its specification has them. */
class RedirectTest {

    private static final String FROM = "10.0.0.1:7000";

    @Test
    void slots_are_those_of_the_specification() {
        assertThat(HashSlot.of("123456789")).isEqualTo(0x31c3);
        assertThat(HashSlot.of("foo")).isEqualTo(12_182);
        assertThat(HashSlot.of("{foo}:account")).isEqualTo(12_182);
        assertThat(HashSlot.of("foo{}bar")).isNotEqualTo(HashSlot.of(""));
        assertThat(HashSlot.of("foo{{bar}}zap")).isEqualTo(HashSlot.of("{bar"));
    }

    @Test
    void replies_that_prove_that_nothing_ran_are_told_from_all_others() {
        assertThat(Redirect.of("MOVED 3999 127.0.0.1:6381", FROM)).isEqualTo(new Redirect.Moved("127.0.0.1:6381"));
        assertThat(Redirect.of("ASK 3999 redis-2:6381", FROM)).isEqualTo(new Redirect.Ask("redis-2:6381"));
        assertThat(Redirect.of("TRYAGAIN Multiple keys request during rehashing of slot", FROM))
                .isEqualTo(new Redirect.Later());
        assertThat(Redirect.of("ERR MOVED 3999 127.0.0.1:6381", FROM)).isEqualTo(new Redirect.None());
        assertThat(Redirect.of("Connection closed", FROM)).isEqualTo(new Redirect.None());
        assertThat(Redirect.of(null, FROM)).isEqualTo(new Redirect.None());
    }

    @Test
    void a_node_without_a_host_is_on_the_host_that_named_it_and_ipv6_gets_brackets() {
        assertThat(Redirect.of("MOVED 3999 :6381", FROM)).isEqualTo(new Redirect.Moved("10.0.0.1:6381"));
        assertThat(Redirect.of("MOVED 3999 ::1:6381", FROM)).isEqualTo(new Redirect.Moved("[::1]:6381"));
    }

    @Test
    void nodes_of_a_cluster_have_login_and_tls_of_the_first_url() {
        var address = new RedisAddress(List.of("rediss://user:secret@a:7000", "rediss://b"), true);

        assertThat(address.url("c:7002")).isEqualTo("rediss://user:secret@c:7002");
        assertThat(address.seeds()).containsExactly("a:7000", "b:6379");
        assertThat(address.toString()).doesNotContain("secret");
    }

    @Test
    void several_servers_that_are_no_cluster_are_refused() {
        assertThatThrownBy(() -> new RedisAddress(List.of("redis://a", "redis://b"), false))
                .isInstanceOf(SettingsRejected.class)
                .hasMessageContaining("tollgate.redis.cluster");
    }
}
