package dev.tollgate.gateway.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.http.BrowserHeaders;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a console behind https tells browsers of the connection. */
class TransportHeadersTest {

    private static String header(boolean https) {
        var vertx = Vertx.vertx();
        try {
            return vertx.createHttpServer()
                    .requestHandler(request -> {
                        BrowserHeaders.console(request.response(), https);
                        var _ = request.response().end();
                    })
                    .listen(0, "localhost")
                    .compose(server -> vertx.createHttpClient()
                            .request(HttpMethod.GET, server.actualPort(), "localhost", "/")
                            .compose(request -> request.send())
                            .map((HttpClientResponse response) ->
                                    String.valueOf(response.getHeader("Strict-Transport-Security"))))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(5, TimeUnit.MINUTES)
                    .join();
        } finally {
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(5, TimeUnit.MINUTES)
                    .join();
        }
    }

    @Test
    void browsers_use_nothing_but_https_for_a_year_where_the_console_has_it() {
        assertThat(header(true)).isEqualTo("max-age=31536000");
        assertThat(header(false)).isEqualTo("null");
    }
}
