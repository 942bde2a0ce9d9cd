package dev.tollgate.loadtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NginxServerTest {

    private static final Path CONFIGURATION = Path.of("baselines/nginx/nginx.conf");

    @TempDir
    Path folder;

    private String filledIn(String redisUrl) throws Exception {
        var server = new NginxServer(CONFIGURATION, folder, redisUrl, Path.of("/answer.http"), "tgk_0");
        var text = Files.readString(folder.resolve("nginx/nginx.conf"));
        assertThat(text).contains("listen 127.0.0.1:" + server.port() + " reuseport", "\"Bearer tgk_0\"");
        return text;
    }

    @Test
    void nginx_gives_redis_the_password_that_redis_asks_for() throws Exception {
        assertThat(filledIn("redis://default:s3cret@127.0.0.1:7001"))
                .contains("counter:connect(\"127.0.0.1\", 7001)", "counter:auth(\"s3cret\")");
        assertThat(filledIn("redis://127.0.0.1:7001")).contains("if done and \"\" ~= \"\"");
    }

    @Test
    void nothing_in_braces_is_left() throws Exception {
        assertThat(filledIn("redis://127.0.0.1:7001"))
                .doesNotContainPattern("\\{[a-z]+}")
                .contains("worker_processes " + Runtime.getRuntime().availableProcessors() + ";");
    }
}
