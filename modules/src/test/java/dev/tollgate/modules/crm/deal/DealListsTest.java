package dev.tollgate.modules.crm.deal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.crm.RecordTests;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.deal.DealOperations.NewDeal;
import dev.tollgate.modules.crm.deal.DealStage.Outcome;
import dev.tollgate.modules.crm.deal.DealStageOperations.DealStagePatch;
import dev.tollgate.modules.crm.deal.DealStageOperations.DealStageQuery;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages in their order, and deals by all that can be asked for. */
class DealListsTest extends RecordTests {

    @Test
    void stages_are_listed_by_position_over_pages() {
        for (int position : new int[] {30, 10, 20, 10, 0}) {
            var _ = records.stage(position, Outcome.OPEN);
        }

        var positions = new ArrayList<Integer>();
        String cursor = null;
        do {
            var page = desk.done(DealStageOperations.LIST, caller, new DealStageQuery(2, cursor, null));
            page.items().forEach(stage -> positions.add(stage.position()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(positions).containsExactly(0, 10, 10, 20, 30);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 99})
    void a_page_goes_on_where_the_last_one_ended_although_its_last_stage_was_moved(int moved) {
        for (int position : new int[] {10, 20, 30, 40, 50}) {
            var _ = records.stage(position, Outcome.OPEN);
        }
        var first = desk.done(DealStageOperations.LIST, caller, new DealStageQuery(3, null, null));
        var last = first.items().getLast();
        var _ = desk.done(
                DealStageOperations.UPDATE,
                caller,
                Records.input(DealStagePatch.class, "{'id': '" + last.id() + "', 'position': " + moved + "}"));

        var second = desk.done(DealStageOperations.LIST, caller, new DealStageQuery(2, first.nextCursor(), null));

        assertThat(second.items()).extracting(DealStage::position).containsExactly(40, 50);
    }

    @Test
    void a_stage_is_renamed_and_moved() {
        var stage = records.stage(10, Outcome.OPEN);
        var patch = Records.input(DealStagePatch.class, "{'id': '" + stage.id() + "', 'name': 'Ready', 'position': 5}");

        var updated = desk.done(DealStageOperations.UPDATE, caller, patch);

        assertThat(updated.name()).isEqualTo("Ready");
        assertThat(updated.position()).isEqualTo(5);
        assertThat(desk.done(DealStageOperations.LIST, caller, new DealStageQuery(null, null, Outcome.OPEN))
                        .items())
                .containsExactly(updated);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'query': 'yearly'}",
                "{'query': 'grace'}",
                "{'query': 'cheaper'}",
                "{'status': 'lost'}",
                "{'currency': 'EUR'}",
                "{'owner': 'grace'}",
                "{'custom_fields': {'channel': 'fair'}}",
                "{'query': 'yearly', 'status': 'lost', 'currency': 'EUR'}"
            })
    void a_deal_is_found_by_every_field(String query) {
        var lost = records.stage(1, Outcome.LOST);
        var wanted = Records.input(
                NewDeal.class,
                "{'title': 'Yearly licence', 'stage_id': '" + lost.id() + "', 'amount_cents': 5, 'currency': 'EUR',"
                        + " 'owner': 'grace', 'close_reason': 'cheaper elsewhere', 'custom_fields': {'channel': 'fair'},"
                        + " 'expected_close_on': '2030-03-31'}");
        var deal = desk.done(DealOperations.CREATE, caller, wanted);
        var _ = records.deal(records.stage(2, Outcome.OPEN));

        var found = desk.done(DealOperations.LIST, caller, Records.deals(query));

        assertThat(found.items()).containsExactly(deal);
        assertThat(deal.expectedCloseOn()).isEqualTo(LocalDate.parse("2030-03-31"));
    }

    @Test
    void deals_are_found_by_stage_contact_and_company() {
        var stage = records.stage(1, Outcome.OPEN);
        var contact = records.contact("Ada", null);
        var company = records.company("Engines");
        var deal = desk.done(DealOperations.CREATE, caller, Records.dealIn(stage.id(), contact.id(), company.id()));
        var _ = records.deal(records.stage(2, Outcome.OPEN));

        for (var filter : List.of(
                "'stage_id': '" + stage.id() + "'",
                "'contact_id': '" + contact.id() + "'",
                "'company_id': '" + company.id() + "'")) {
            assertThat(desk.done(DealOperations.LIST, caller, Records.deals("{" + filter + "}"))
                            .items())
                    .containsExactly(deal);
            assertThat(desk.done(DealOperations.LIST, caller, Records.deals("{'query': 'licence', " + filter + "}"))
                            .items())
                    .containsExactly(deal);
        }
    }
}
