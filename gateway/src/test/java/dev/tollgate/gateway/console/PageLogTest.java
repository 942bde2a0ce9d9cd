package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each page is a line of the log under the id that it shows. */
class PageLogTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.tollgate.page");
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Browser browser = Browser.ofOperator(GATEWAY);
    private final Lines lines = new Lines();

    /** What many event loops write. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Queue<Map<String, String>> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getKeyValuePairs().stream()
                    .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value))));
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        LOGGER.addAppender(lines);
    }

    @AfterEach
    void stop() {
        LOGGER.detachAppender(lines);
    }

    private Map<String, String> line(String requestId) {
        return lines.all.stream()
                .filter(line -> line.get("requestId").equals(requestId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line of " + requestId));
    }

    @Test
    void a_page_is_a_line_with_its_request_id_and_without_its_query() {
        var page = browser.get("/console/tenants?name=secret").expect(200);

        Eventually.within(SOON, () -> {
            var line = line(page.header("X-Request-Id").orElseThrow());
            assertThat(line.get("path")).isEqualTo("/console/tenants");
            assertThat(line.get("status")).isEqualTo("200");
            assertThat(line.get("actor")).isEqualTo("operator tester");
            assertThat(line.values()).noneMatch(value -> value.contains("secret"));
        });
    }

    @Test
    void a_form_is_a_line_without_what_was_typed() {
        var keys = "/console/workspaces/" + GATEWAY.tenant("business").workspace() + "/api-keys/new";
        var done = browser.submit(keys, Map.of("f.name", "typed", "f.scopes", "usage:read"));

        Eventually.within(SOON, () -> {
            var line = line(done.header("X-Request-Id").orElseThrow());
            assertThat(line.get("method")).isEqualTo("POST");
            assertThat(line.values()).noneMatch(value -> value.contains("typed") || value.contains("tgk_"));
        });
    }
}
