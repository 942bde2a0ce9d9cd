package dev.tollgate.money.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A call of many accounts, split by slot. */
class SlotPartsTest {

    private final List<TenantId> tenants = IntStream.range(0, 200)
            .mapToObj(_ -> new TenantId(UUID.randomUUID()))
            .toList();

    @Test
    void each_call_carries_one_slot_and_answers_come_in_the_order_of_the_entries() {
        var entries = IntStream.range(0, 400)
                .mapToObj(at -> tenants.get(at % tenants.size()))
                .toList();
        List<List<TenantId>> calls = new ArrayList<>();

        var answers = new SlotParts<TenantId, String>(entries, tenant -> tenant)
                .run(
                        some -> {
                            calls.add(some);
                            return Future.succeededFuture(
                                    some.stream().map(TenantId::text).toList());
                        },
                        null)
                .await();

        assertThat(answers)
                .containsExactlyElementsOf(entries.stream().map(TenantId::text).toList());
        assertThat(calls)
                .allSatisfy(call ->
                        assertThat(call.stream().map(HashSlot::of).distinct()).hasSize(1));
    }

    @Test
    void a_master_that_is_away_has_its_own_answer_and_fails_no_other() {
        int away = HashSlot.of(tenants.getFirst());

        var answers = new SlotParts<TenantId, Boolean>(tenants, tenant -> tenant)
                .run(some -> answered(some, away), false)
                .await();

        assertThat(answers)
                .containsExactlyElementsOf(tenants.stream()
                        .map(tenant -> HashSlot.of(tenant) != away)
                        .toList());
    }

    @Test
    void without_an_answer_for_it_or_where_all_are_away_the_whole_fails() {
        int away = HashSlot.of(tenants.getFirst());

        assertThatThrownBy(() -> new SlotParts<TenantId, Boolean>(tenants, tenant -> tenant)
                        .run(some -> answered(some, away), null)
                        .await())
                .hasMessage("away");
        assertThatThrownBy(() -> new SlotParts<TenantId, Boolean>(tenants.subList(0, 1), tenant -> tenant)
                        .run(some -> answered(some, away), false)
                        .await())
                .hasMessage("away");
    }

    private static Future<List<Boolean>> answered(List<TenantId> some, int away) {
        return HashSlot.of(some.getFirst()) == away
                ? Future.failedFuture("away")
                : Future.succeededFuture(some.stream().map(_ -> true).toList());
    }
}
