package dev.tollgate.gateway.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.gateway.console.page.LiveTopic;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A target that fails or is slow takes nothing from the others. */
class TargetMarksTest {

    private static final TargetMarks.Target BAD = target();
    private static final TargetMarks.Target GOOD = target();
    private static final Map<LiveTopic, String> MARKS = Map.of(LiveTopic.USAGE, "1");

    private final List<TargetMarks.Target> seen = new ArrayList<>();
    private long nowNanos;

    private static TargetMarks.Target target() {
        return new TargetMarks.Target(new TenantId(UUID.randomUUID()), null);
    }

    private void read(TargetMarks marks) {
        seen.clear();

        assertThat(marks.read(List.of(BAD, GOOD), (target, _) -> seen.add(target))
                        .succeeded())
                .isTrue();
    }

    private void isLeftOutAndComesBack(TargetMarks marks, List<TargetMarks.Target> whenAsked) {
        read(marks);
        assertThat(seen).isEqualTo(whenAsked);
        var asked = new ArrayList<>(seen);
        for (int at = 0; at < TargetMarks.ROUNDS_OUT; at++) {
            read(marks);
            assertThat(seen).containsExactly(GOOD);
        }
        read(marks);
        assertThat(seen).isEqualTo(asked);
    }

    @Test
    void a_failure_leaves_the_other_targets_alone() {
        var asked = new ArrayList<TenantId>();
        var marks = new TargetMarks(
                (tenant, _) -> {
                    asked.add(tenant);
                    return tenant.equals(BAD.tenant()) ? Future.failedFuture("away") : Future.succeededFuture(MARKS);
                },
                () -> nowNanos);

        isLeftOutAndComesBack(marks, List.of(GOOD));

        assertThat(asked).filteredOn(BAD.tenant()::equals).hasSize(2);
    }

    @Test
    void a_slow_target_is_left_out_for_some_rounds() {
        var marks = new TargetMarks(
                (tenant, _) -> {
                    nowNanos += tenant.equals(BAD.tenant()) ? TargetMarks.SLOW.toNanos() + 1 : 1;
                    return Future.succeededFuture(MARKS);
                },
                () -> nowNanos);

        isLeftOutAndComesBack(marks, List.of(BAD, GOOD));
    }
}
