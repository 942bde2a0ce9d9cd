package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.control.ControlBench;
import dev.tollgate.gateway.control.OnControlBench;
import dev.tollgate.gateway.credential.PepperStatus.Line;
import dev.tollgate.gateway.credential.PepperStatus.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The secrets of this bench hang on its pepper {@code 1}; the settings of these gateways have moved on. */
class PepperStatusTest extends OnControlBench {

    private static final Pepper FORMER = pepper("1", ControlBench.PEPPER);
    private static final Pepper PRESENT = pepper("2", "the pepper that took over");

    @Test
    void secrets_move_to_the_present_pepper_when_they_are_used_and_then_the_former_may_go() {
        var place = bench.placeWith("crm");
        var used = Token.parse(bench.apiKey(place, "crm:read").secret()).orElseThrow();
        var unused = bench.apiKey(place, "crm:read");
        var both = new Peppers(PRESENT, List.of(FORMER));
        var writeBehind = new CredentialWriteBehind();
        var rows = new CredentialRows(bench.database(), both, writeBehind);

        var found = ControlBench.await(rows.credential(used));
        var before = status(both);
        ControlBench.await(writeBehind.write(rows, Instant.now().plusSeconds(10)));
        var between = status(both);
        var _ = ControlBench.await(rows.credential(Token.parse(unused.secret()).orElseThrow()));
        ControlBench.await(writeBehind.write(rows, Instant.now().plusSeconds(10)));
        var after = status(both);

        assertThat(found).isPresent();
        assertThat(before.lines()).containsExactly(new Line("2", Place.CURRENT, 0), new Line("1", Place.OTHER, 2));
        assertThat(between.lines()).containsExactly(new Line("2", Place.CURRENT, 1), new Line("1", Place.OTHER, 1));
        assertThat(between.settled()).isFalse();
        assertThat(after.lines()).containsExactly(new Line("2", Place.CURRENT, 2), new Line("1", Place.OTHER, 0));
        assertThat(after.settled()).isTrue();
        opensOnlyWith(PRESENT, used);
    }

    private static void opensOnlyWith(Pepper pepper, Token token) {
        assertThat(ControlBench.await(alone(pepper).credential(token))).isPresent();
        assertThat(ControlBench.await(alone(FORMER).credential(token))).isEmpty();
    }

    @Test
    void secrets_whose_pepper_is_gone_open_nothing_and_are_counted_as_such() {
        var other = new ControlBench();
        var token = Token.parse(other.apiKey(other.placeWith("crm"), "crm:read").secret())
                .orElseThrow();
        var onlyPresent = new Peppers(PRESENT, List.of());

        var status = ControlBench.await(PepperStatus.of(other.database(), onlyPresent));
        var found = ControlBench.await(
                new CredentialRows(other.database(), onlyPresent, new CredentialWriteBehind()).credential(token));

        assertThat(status.lines()).containsExactly(new Line("2", Place.CURRENT, 0), new Line("1", Place.MISSING, 1));
        assertThat(status.settled()).isFalse();
        assertThat(found).isEmpty();
        other.close();
    }

    private static PepperStatus status(Peppers peppers) {
        return ControlBench.await(PepperStatus.of(bench.database(), peppers));
    }

    private static CredentialRows alone(Pepper pepper) {
        return new CredentialRows(bench.database(), new Peppers(pepper, List.of()), new CredentialWriteBehind());
    }

    private static Pepper pepper(String id, String secret) {
        return new Pepper(id, secret.getBytes(StandardCharsets.UTF_8));
    }
}
