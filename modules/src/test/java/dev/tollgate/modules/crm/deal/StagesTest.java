package dev.tollgate.modules.crm.deal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome.Done;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.RecordTests;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.deal.DealOperations.NewDeal;
import dev.tollgate.modules.crm.deal.DealStage.Outcome;
import dev.tollgate.modules.crm.deal.DealStageOperations.DealStagePatch;
import dev.tollgate.modules.crm.deal.DealStageOperations.DealStageQuery;
import dev.tollgate.modules.crm.deal.DealStageOperations.NewDealStage;
import dev.tollgate.records.table.ListInput;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stages that every workspace begins with, and their names. */
class StagesTest extends RecordTests {

    private static final List<String> BUILT_IN = List.of("New", "Discovery", "Proposal", "Negotiation", "Won", "Lost");

    @Test
    void a_workspace_without_stages_gets_the_built_in_ones_with_its_first_list() {
        var first = listed(null);

        assertThat(first.items()).extracting(DealStage::name).containsExactlyElementsOf(BUILT_IN);
        assertThat(first.items()).extracting(DealStage::active).containsOnly(true);
        assertThat(listed(null)).isEqualTo(first);
        assertThat(desk.events(caller)).isEmpty();
        assertThat(listed(Outcome.WON).items()).extracting(DealStage::name).containsExactly("Won");
    }

    @Test
    void a_first_list_of_one_outcome_makes_them_too() {
        assertThat(listed(Outcome.LOST).items()).extracting(DealStage::name).containsExactly("Lost");
        assertThat(listed(null).items()).hasSize(BUILT_IN.size());
    }

    @Test
    void a_race_of_first_lists_and_deals_makes_them_once() throws Exception {
        var list = ListInput.of(new DealStageQuery(null, null, null));
        var deal = Records.input(NewDeal.class, "{'title': 'Licence'}");
        var calls = IntStream.range(0, 20)
                .<Callable<Object>>mapToObj(number -> number % 2 == 0
                        ? () -> desk.patiently(DealStageOperations.LIST, caller, list)
                        : () -> desk.patiently(DealOperations.CREATE, caller, deal))
                .toList();

        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            for (var call : threads.invokeAll(calls)) {
                assertThat(call.get()).isInstanceOf(Done.class);
            }
        }

        assertThat(listed(null).items()).extracting(DealStage::name).containsExactlyElementsOf(BUILT_IN);
    }

    @Test
    void a_workspace_with_stages_of_its_own_gets_none() {
        var own = records.stage(1, Outcome.OPEN);

        assertThat(listed(Outcome.WON).items()).isEmpty();
        assertThat(listed(null).items()).containsExactly(own);
    }

    @Test
    void a_list_of_an_outcome_that_no_stage_has_writes_nothing() {
        var _ = records.stage(1, Outcome.OPEN);
        desk.owner("REVOKE INSERT ON crm.deal_stage FROM tollgate_app");
        try {
            assertThat(listed(Outcome.WON).items()).isEmpty();
        } finally {
            desk.owner("GRANT INSERT ON crm.deal_stage TO tollgate_app");
        }
    }

    @Test
    void a_deal_without_a_stage_begins_in_the_first_open_one_that_is_active() {
        var _ = records.stage(1, Outcome.WON);
        var inactive = records.stage(2, Outcome.OPEN);
        var first = records.stage(3, Outcome.OPEN);
        var _ = records.stage(4, Outcome.OPEN);
        var _ = desk.done(
                DealStageOperations.UPDATE,
                caller,
                Records.input(DealStagePatch.class, "{'id': '" + inactive.id() + "', 'active': false}"));

        var deal = desk.done(DealOperations.CREATE, caller, Records.input(NewDeal.class, "{'title': 'Licence'}"));

        assertThat(deal.stageId()).isEqualTo(first.id());
        assertThat(deal.status()).isEqualTo(Outcome.OPEN);
    }

    @Test
    void without_an_open_stage_a_deal_says_which() {
        var won = records.stage(1, Outcome.WON);

        var faults = desk.faults(DealOperations.CREATE, caller, Records.input(NewDeal.class, "{'title': 'Licence'}"));

        assertThat(faults).containsExactly("stage_id");
        assertThat(records.deal(won).status()).isEqualTo(Outcome.WON);
    }

    @Test
    void a_name_is_unique_in_any_case() {
        var stage = records.stage(1, Outcome.OPEN);
        var other = records.stage(2, Outcome.OPEN);

        var created = desk.refusal(
                DealStageOperations.CREATE,
                caller,
                new NewDealStage(stage.name().toUpperCase(Locale.ROOT), 3, null, null, null, null));
        var renamed = desk.refusal(
                DealStageOperations.UPDATE,
                caller,
                Records.input(DealStagePatch.class, "{'id': '" + other.id() + "', 'name': '" + stage.name() + "'}"));

        assertThat(List.of(created, renamed))
                .containsOnly(new Refusal.Conflict("There is a record with this name already."));
        assertThat(new Records(desk, desk.stranger()).stage(1, Outcome.OPEN)).isNotNull();
    }

    private Page<DealStage> listed(@Nullable Outcome outcome) {
        return desk.done(DealStageOperations.LIST, caller, new DealStageQuery(null, null, outcome));
    }
}
