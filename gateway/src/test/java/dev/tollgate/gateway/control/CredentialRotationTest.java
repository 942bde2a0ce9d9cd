package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long secrets live that a rotation has replaced. */
class CredentialRotationTest extends CredentialTests {

    @Test
    void rotation_keeps_the_old_secret_for_the_overlap_and_no_longer() {
        var place = bench.placeWith("crm");
        var id = bench.apiKey(place, "crm:read").id();

        var rotated = rotate(place, id, 60);

        assertThat(rotated.secrets()).hasSize(2);
        assertThat(rotated.secrets().getFirst().prefix())
                .isEqualTo(rotated.secret().substring(0, 12));
        assertThat(rotated.secrets().getFirst().expiresAt()).isNull();
        assertThat(rotated.secrets().getLast().expiresAt())
                .isEqualTo(rotated.updatedAt().plusSeconds(60));
    }

    @Test
    void a_rotation_without_an_overlap_given_overlaps_a_day() {
        var place = bench.placeWith("crm");
        var id = bench.apiKey(place, "crm:read").id();

        var rotated = rotate(place, id, null);

        assertThat(rotated.secrets().getLast().expiresAt())
                .isEqualTo(rotated.updatedAt().plus(Duration.ofDays(1)));
    }

    @Test
    void a_rotation_without_overlap_ends_the_old_secret_at_once() {
        var place = bench.placeWith("crm");
        var issued = bench.apiKey(place, "crm:read");

        var rotated = rotate(place, issued.id(), 0);

        assertThat(rotated.secrets()).hasSize(1);
        assertThat(ControlBench.await(bench.rows().credential(token(issued.secret()))))
                .isEmpty();
    }

    @Test
    void at_most_two_secrets_live_and_a_further_rotation_ends_the_oldest() {
        var place = bench.placeWith("crm");
        var first = bench.apiKey(place, "crm:read");
        var second = rotate(place, first.id(), null);

        var third = rotate(place, first.id(), null);

        assertThat(third.secrets()).hasSize(2);
        assertThat(ControlBench.await(bench.rows().credential(token(first.secret()))))
                .isEmpty();
        assertThat(ControlBench.await(bench.rows().credential(token(second.secret()))))
                .isPresent();
        assertThat(ControlBench.await(bench.rows().credential(token(third.secret()))))
                .isPresent();
    }
}
