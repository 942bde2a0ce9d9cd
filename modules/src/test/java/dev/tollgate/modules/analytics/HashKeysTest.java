package dev.tollgate.modules.analytics;

import static dev.tollgate.modules.analytics.Governed.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.hash.HashKeyRotation;
import dev.tollgate.records.secret.SecretBox;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The keys that values are hashed with. */
class HashKeysTest extends GovernedTests {

    private static final String ADA =
            "{'name': 'Order', 'actor': 'ada', 'properties': {'amount': 1, 'email': 'ada@example.org'}}";

    private static Governed defined(Governed workspace) {
        var _ = workspace.approved(workspace.plan(""), "Order", ORDER, "'classes': {'email': 'pii'}");
        return workspace;
    }

    private static HashKeyRotation rotation(SecretBox box) {
        return new HashKeyRotation(desk.database, box, desk.clock);
    }

    private static SecretBox box() {
        return new SecretBox(new byte[SecretBox.KEY_BYTES], List.of(), new SecureRandom());
    }

    private static List<String> keys(Governed workspace) {
        return desk.ownerRows("SELECT purpose || ' ' || number FROM analytics.hash_key WHERE workspace_id = '"
                + workspace.caller().workspaceId().value() + "' ORDER BY 1");
    }

    @Test
    void a_rotation_changes_new_hashes_of_values_and_never_those_of_actors() {
        var _ = defined(workspace);
        var other = defined(Governed.on(desk));
        var _ = workspace.track(ADA);
        var _ = other.track(ADA);

        int rotated = Desk.await(
                rotation(box()).rotate(workspace.caller().workspaceId().value()));
        var _ = workspace.track(ADA);

        assertThat(rotated).isEqualTo(1);
        assertThat(keys(workspace)).containsExactly("actor 1", "pii 1", "pii 2");
        assertThat(keys(other)).containsExactly("actor 1", "pii 1");
        assertThat(workspace.rows("left(e.props ->> 'email', 6)", "Order"))
                .containsExactlyInAnyOrder("pii_1_", "pii_2_");
        assertThat(workspace.rows("e.actor::text", "Order").stream().distinct()).hasSize(1);
    }

    @Test
    void every_workspace_with_keys_gets_a_new_one() {
        var _ = defined(workspace);
        var _ = workspace.track(ADA);

        assertThat(Desk.await(rotation(box()).rotateAll())).isPositive();
        assertThat(keys(workspace)).contains("pii 2");
    }

    @Test
    void keys_are_sealed_and_sealed_again_with_another_key_of_the_settings() {
        var _ = defined(workspace);
        var _ = workspace.track(ADA);
        var next = new byte[SecretBox.KEY_BYTES];
        next[0] = 1;
        var both = new SecretBox(next, List.of(new byte[SecretBox.KEY_BYTES]), new SecureRandom());
        var back = new SecretBox(new byte[SecretBox.KEY_BYTES], List.of(next), new SecureRandom());

        assertThat(Desk.await(rotation(both).reseal())).isGreaterThanOrEqualTo(2);
        assertThat(Desk.await(rotation(both).reseal())).isZero();
        assertThat(desk.ownerRows("SELECT DISTINCT sealed_with FROM analytics.hash_key"))
                .containsExactly(both.presentId());
        assertThat(Desk.await(rotation(back).reseal())).isGreaterThanOrEqualTo(2);

        try (var process = new Desk(desk)) {
            var there = new Governed(process, workspace.caller());
            var _ = there.track(ADA);
        }
        assertThat(workspace.rows("e.props ->> 'email'", "Order").stream().distinct())
                .hasSize(1);
    }

    @Test
    void calls_that_meet_a_workspace_without_keys_give_it_one_set() {
        var calls = IntStream.range(0, 8).mapToObj(_ -> workspace.tracking(ADA)).toList();
        var _ = Desk.await(Future.all(calls));

        assertThat(keys(workspace)).containsExactly("actor 1", "pii 1");
        assertThat(workspace.rows("e.actor::text", "Order").stream().distinct()).hasSize(1);
    }
}
