package dev.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TestServersTest {
    private final EmbeddedServers servers = TestServers.shared();
    private final Probe probe = new Probe(servers.addresses());

    @Test
    void every_server_answers() throws Exception {
        probe.createTopic("answers");

        assertThat(probe.sql("SHOW server_version_num")).startsWith("18");
        assertThat(probe.redis("PING")).isEqualTo("+PONG");
        assertThat(probe.topics()).contains("answers");
    }

    @Test
    void postgres_has_room_for_every_part_and_throw_away_data_skips_the_disk() throws Exception {
        assertThat(probe.sql("SHOW max_connections")).isEqualTo("200");
        assertThat(probe.sql("SHOW shared_buffers")).isEqualTo("128MB");
        assertThat(probe.sql("SHOW fsync")).isEqualTo("off");
    }

    @Test
    void every_fresh_database_is_new_and_empty() throws Exception {
        var first = TestServers.freshDatabase();
        var second = TestServers.freshDatabase();

        assertThat(first).isNotEqualTo(second);
        var address = servers.addresses().postgres();
        try (var connection = DriverManager.getConnection(address.jdbcUrl(first), address.user(), address.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void a_copied_database_has_what_its_template_was_prepared_with_once() throws Exception {
        var prepared = new ArrayList<String>();
        Consumer<String> prepare = name -> {
            prepared.add(name);
            sql(name).execute("CREATE TABLE prepared AS SELECT 7 AS n");
        };

        var first = TestServers.copiedDatabase("prepared", prepare);
        var second = TestServers.copiedDatabase("prepared", prepare);

        sql(first).execute("UPDATE prepared SET n = 8");
        assertThat(prepared).hasSize(1).doesNotContain(first, second);
        assertThat(sql(second).number("SELECT n FROM prepared")).isEqualTo(7);
    }

    @Test
    void a_statement_finds_nothing_that_another_left_in_its_session_and_outlives_a_restart() throws Exception {
        var sql = sql(TestServers.freshDatabase());
        sql.execute("CREATE TEMP TABLE left_over (n int); SET application_name = 'left'; BEGIN");
        sql.execute("SET application_name = 'left'");

        assertThat(sql.text("SELECT to_regclass('left_over')::text")).isEqualTo("null");
        assertThat(sql.text("SHOW application_name")).doesNotContain("left");
        assertThat(sql.text("SELECT pg_backend_pid()")).isEqualTo(sql.text("SELECT pg_backend_pid()"));

        servers.postgres().stop();
        servers.postgres().start();

        assertThat(sql.number("SELECT 7")).isEqualTo(7);
    }

    private OwnerSql sql(String database) {
        var address = servers.addresses().postgres();
        return new OwnerSql(address.jdbcUrl(database), address.user(), address.password());
    }

    @Test
    void a_stopped_redis_comes_back_on_its_port_without_its_keys() throws Exception {
        probe.send("SET stopped here");
        var port = servers.redisUrl();

        servers.redis().stop();
        servers.redis().start();

        assertThat(servers.redisUrl()).isEqualTo(port);
        assertThat(probe.redis("GET stopped")).isEqualTo("$-1");
    }

    @Test
    void a_stopped_kafka_comes_back_with_its_topics() throws Exception {
        probe.createTopic("kept");

        servers.kafka().stop();
        var whileStopped = servers.kafka().running();
        servers.kafka().start();

        assertThat(whileStopped).isFalse();
        RepeatedCheck.eventually(() -> {
            try {
                return probe.topics().contains("kept");
            } catch (Exception _) {
                return false;
            }
        });
    }

    @Test
    void a_killed_postgres_keeps_what_it_has_committed() throws Exception {
        probe.execute("CREATE TABLE IF NOT EXISTS committed AS SELECT 7 AS n");

        servers.postgres().kill();
        var listening = Probe.listening(servers.postgresPort());
        servers.postgres().start();

        assertThat(listening).isFalse();
        assertThat(probe.sql("SELECT n FROM committed")).isEqualTo("7");
    }

    @Test
    void a_killed_redis_is_gone_until_it_is_started() throws Exception {
        servers.redis().kill();
        var running = servers.redis().running();
        servers.redis().start();

        assertThat(running).isFalse();
        assertThat(probe.redis("PING")).isEqualTo("+PONG");
    }
}
