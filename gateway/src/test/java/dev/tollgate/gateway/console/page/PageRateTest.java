package dev.tollgate.gateway.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.session.Session;
import dev.tollgate.gateway.console.session.SessionSecret;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.http.TableSlots;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.gateway.pipeline.OwnPipeline;
import dev.tollgate.records.ModuleProvider;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How many pages a person may open, whether or not they call an operation. */
class PageRateTest {

    private static final String URL = "https://api.example.org";
    private static final RouteTrie.Match.Found<String> INSTALLATION =
            new RouteTrie.Match.Found<>(new Route("GET", Places.ROOT), "", List.of());

    /** What the flood bucket lets through in a moment. */
    private static final int BUCKET = 4 * Metering.OPERATOR_RATE;

    private final OwnPipeline pipeline = new OwnPipeline(
            ((VertxInternal) GatewayFixture.shared().process().context().vertx()).createEventLoopContext(),
            () -> Future.succeededFuture(Optional.empty()));
    private final Problems problems = new Problems(URL);
    private final Targets targets = new Targets(
            new PageCalls(
                    pipeline.pipeline(),
                    problems,
                    new AnswerWriter(problems),
                    new TableSlots(),
                    GatewayFixture.shared().process().context().ids(),
                    Instant::now),
            Catalogue.of(ModuleProvider.all()));

    /** All of one moment, so that the bucket fills up by no time that the test takes. */
    private Visit visit() {
        var id = new RequestId(UUID.randomUUID());
        var arrival = new Arrival(id, null, Instant.EPOCH, 0, Surface.CONTROL, "198.51.100.7", null, null);
        var session = new Session(pipeline.sessionOwner(), "ada", "Firefox", Instant.EPOCH, Instant.MAX);
        return new Visit(null, arrival, SessionSecret.parse("s".repeat(43)).orElseThrow(), session);
    }

    private Targets.Sight page() {
        return targets.of(visit(), INSTALLATION).await();
    }

    @Test
    void pages_that_call_nothing_are_refused_beyond_the_rate_of_the_person() {
        var first = page();
        for (int at = 0; at < BUCKET; at++) {
            var _ = page();
        }
        var beyond = page();

        assertThat(first).isInstanceOf(Targets.Sight.Seen.class);
        assertThat(beyond)
                .isInstanceOfSatisfying(
                        Targets.Sight.Limited.class,
                        limited -> assertThat(limited.problem().status()).isEqualTo(429));
    }
}
