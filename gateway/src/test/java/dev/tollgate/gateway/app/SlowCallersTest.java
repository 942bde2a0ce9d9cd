package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawConnection;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers that are slow on purpose do not keep connections. */
class SlowCallersTest {

    /** Sooner than a body that is waited for has to be complete. */
    private static final Duration SOON = Duration.ofSeconds(8);

    /** Sooner than an idle connection is closed. */
    private static final Duration HEAD_SOON = Duration.ofSeconds(25);

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    static Stream<Arguments> refused() {
        return Stream.of("/v1/tasks", "/control/v1/tenants", "/mcp", "/docs", "/nowhere", "*")
                .flatMap(path -> Stream.of(
                                "Content-Length: 60000\n\nx",
                                "Content-Length: 600000\n\nx",
                                "Expect: 100-continue\nContent-Length: 60000\n\n",
                                "Transfer-Encoding: chunked\n\n1\nx\n")
                        .map(body -> Arguments.of(path, body)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    @Execution(ExecutionMode.CONCURRENT)
    void the_body_of_a_refused_request_is_not_waited_for(String path, String body) {
        try (var client = new RawConnection(GATEWAY.base())) {
            var answer = client.send("POST " + path + " HTTP/1.1\nHost: localhost\n" + body)
                    .rest(SOON);

            assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void half_a_head_is_waited_for_ten_seconds() {
        try (var silent = new RawConnection(GATEWAY.base());
                var slow = new RawConnection(GATEWAY.base());
                var again = new RawConnection(GATEWAY.base())) {
            slow.send("GET /v1/workspace HTTP/1.1\nHost: localhost\nX-A: ");
            again.send("GET /nowhere HTTP/1.1\nHost: localhost\n\nGET /v1/workspace HTTP/1.1\n");

            assertThat(slow.closesWithin(HEAD_SOON)).isTrue();
            assertThat(silent.closesWithin(SOON)).isTrue();
            assertThat(again.closesWithin(SOON)).isTrue();
        }
    }
}
