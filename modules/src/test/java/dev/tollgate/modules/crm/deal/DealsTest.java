package dev.tollgate.modules.crm.deal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.modules.crm.RecordTests;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.deal.DealOperations.DealPatch;
import dev.tollgate.modules.crm.deal.DealOperations.NewDeal;
import dev.tollgate.modules.crm.deal.DealStage.Outcome;
import dev.tollgate.modules.crm.deal.DealStageOperations.DealStagePatch;
import dev.tollgate.records.resource.Ref;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Deals, and the stages that say what they have come to. */
class DealsTest extends RecordTests {

    @Test
    void a_deal_has_the_status_of_its_stage_and_is_closed_and_opened_by_moving() {
        var open = records.stage(1, Outcome.OPEN);
        var won = records.stage(2, Outcome.WON);
        var deal = records.deal(open);

        var closed = desk.done(DealOperations.UPDATE, caller, moved(deal, won));
        var reopened = desk.done(DealOperations.UPDATE, caller, moved(deal, open));

        assertThat(deal.status()).isEqualTo(Outcome.OPEN);
        assertThat(deal.closedAt()).isNull();
        assertThat(closed.status()).isEqualTo(Outcome.WON);
        assertThat(closed.closedAt()).isNotNull();
        assertThat(reopened.status()).isEqualTo(Outcome.OPEN);
        assertThat(reopened.closedAt()).isNull();
        assertThat(desk.done(DealOperations.GET, caller, new Ref<>(deal.id()))).isEqualTo(reopened);
    }

    @Test
    void a_deal_that_stays_won_keeps_the_time_it_was_won_at() {
        var won = records.stage(1, Outcome.WON);
        var alsoWon = records.stage(2, Outcome.WON);
        var deal = records.deal(won);

        var moved = desk.done(DealOperations.UPDATE, caller, moved(deal, alsoWon));

        assertThat(deal.closedAt()).isNotNull();
        assertThat(moved.closedAt()).isEqualTo(deal.closedAt());
        assertThat(moved.version()).isEqualTo(2);
    }

    @Test
    void moving_a_deal_where_it_is_changes_nothing() {
        var stage = records.stage(1, Outcome.LOST);
        var deal = records.deal(stage);

        assertThat(desk.done(DealOperations.UPDATE, caller, moved(deal, stage))).isEqualTo(deal);
    }

    @Test
    void a_deal_never_names_a_record_of_another_workspace_and_hears_of_all_of_them() {
        var foreign = new Records(desk, desk.stranger());
        var stage = foreign.stage(1, Outcome.WON);
        var contact = foreign.contact("Ada", null);
        var company = foreign.company("Engines");
        var deal = records.deal(records.stage(1, Outcome.OPEN));
        var patch = patch(
                deal,
                "'stage_id': '" + stage.id() + "', 'contact_id': '" + contact.id() + "', 'company_id': '" + company.id()
                        + "'");

        var created =
                desk.faults(DealOperations.CREATE, caller, Records.dealIn(stage.id(), contact.id(), company.id()));
        var updated = desk.faults(DealOperations.UPDATE, caller, patch);

        assertThat(created).containsExactlyInAnyOrder("stage_id", "contact_id", "company_id");
        assertThat(updated).containsExactlyInAnyOrder("stage_id", "contact_id", "company_id");
        assertThat(desk.done(DealOperations.GET, caller, new Ref<>(deal.id()))).isEqualTo(deal);
    }

    /** Whatever is sent: an accepted deal names only what its workspace has, and has the status of its stage. */
    @Test
    void random_deals_are_accepted_exactly_when_all_they_name_is_there() {
        var random = new Random(4711);
        var others = List.of(records, new Records(desk, desk.stranger()));
        var stages = others.stream().map(of -> of.stage(1, Outcome.WON)).toList();
        var contacts = others.stream().map(of -> of.contact("Ada", null)).toList();
        var companies = others.stream().map(of -> of.company("Engines")).toList();

        for (int i = 0; i < 60; i++) {
            var stage = stages.get(random.nextInt(2));
            var contact = random.nextInt(3) == 0 ? null : contacts.get(random.nextInt(2));
            var company = random.nextInt(3) == 0 ? null : companies.get(random.nextInt(2));
            var own = stage == stages.getFirst()
                    && (contact == null || contact == contacts.getFirst())
                    && (company == null || company == companies.getFirst());

            var outcome = desk.call(
                    DealOperations.CREATE,
                    caller,
                    Records.dealIn(
                            stage.id(), contact == null ? null : contact.id(), company == null ? null : company.id()));

            assertThat(outcome instanceof dev.tollgate.contract.outcome.Outcome.Done)
                    .isEqualTo(own);
        }
        assertThat(desk.ownerRows("SELECT d.id::text FROM crm.deal d JOIN crm.deal_stage s ON s.id = d.stage_id"
                        + " WHERE s.workspace_id <> d.workspace_id OR s.outcome <> d.status"))
                .isEmpty();
    }

    @Test
    void concurrent_moves_leave_the_deal_in_one_stage_with_its_status_and_lose_none() {
        var stages =
                List.of(records.stage(1, Outcome.OPEN), records.stage(2, Outcome.WON), records.stage(3, Outcome.LOST));
        var deal = records.deal(stages.getFirst());
        var done = new AtomicInteger();

        try (var threads = Executors.newFixedThreadPool(3)) {
            for (int i = 1; i <= 24; i++) {
                var stage = stages.get(i % 3);
                threads.execute(() -> {
                    // Who waits too long for the row is told to come again: that is not a move.
                    var _ = desk.done(DealOperations.UPDATE, caller, moved(deal, stage));
                    done.incrementAndGet();
                });
            }
        }

        assertThat(done).hasPositiveValue();
        var last = desk.done(DealOperations.GET, caller, new Ref<>(deal.id()));
        var events = desk.events(caller).stream()
                .filter(event -> event.resourceId().equals(deal.id().text()))
                .toList();
        assertThat(last.version()).isEqualTo(events.size());
        assertThat(last.status())
                .isEqualTo(stages.stream()
                        .filter(stage -> stage.id().equals(last.stageId()))
                        .findFirst()
                        .orElseThrow()
                        .outcome());
        assertThat(last.closedAt() == null).isEqualTo(last.status() == Outcome.OPEN);
    }

    @Test
    void a_change_of_the_outcome_is_announced_as_what_it_is() {
        var open = records.stage(1, Outcome.OPEN);
        var won = records.stage(2, Outcome.WON);
        var lost = records.stage(3, Outcome.LOST);
        var deal = records.deal(open);

        for (var stage : List.of(won, lost, open, records.stage(4, Outcome.OPEN))) {
            var _ = desk.done(DealOperations.UPDATE, caller, moved(deal, stage));
        }

        assertThat(desk.events(caller).stream()
                        .filter(event -> event.resourceType().equals("deal"))
                        .map(DomainEvent::type))
                .containsExactly("deal.created", "deal.won", "deal.lost", "deal.reopened", "deal.updated");
    }

    @Test
    void no_deal_moves_into_an_inactive_stage_and_one_in_it_stays() {
        var left = records.stage(1, Outcome.OPEN);
        var other = records.stage(2, Outcome.OPEN);
        var deal = records.deal(left);
        var moving = records.deal(other);
        var _ = desk.done(
                DealStageOperations.UPDATE,
                caller,
                Records.input(DealStagePatch.class, "{'id': '" + left.id() + "', 'active': false}"));

        var created = desk.refusal(DealOperations.CREATE, caller, Records.dealIn(left.id(), null, null));
        var moved = desk.refusal(DealOperations.UPDATE, caller, moved(moving, left));
        var kept = desk.done(
                DealOperations.UPDATE, caller, patch(deal, "'stage_id': '" + left.id() + "', 'title': 'Renewal'"));

        assertThat(List.of(created, moved))
                .allSatisfy(refusal -> assertThat(refusal.detail()).contains("inactive"));
        assertThat(kept.title()).isEqualTo("Renewal");
        assertThat(desk.done(DealOperations.GET, caller, new Ref<>(moving.id())))
                .isEqualTo(moving);
    }

    @Test
    void an_amount_has_a_currency_that_exists() {
        var stage = records.stage(1, Outcome.OPEN).id();

        assertThat(desk.faults(DealOperations.CREATE, caller, worth(stage, 100L, null)))
                .containsExactly("currency");
        assertThat(desk.faults(DealOperations.CREATE, caller, worth(stage, null, "EUR")))
                .containsExactly("amount_cents");
        assertThat(desk.faults(DealOperations.CREATE, caller, worth(stage, 100L, "XQX")))
                .containsExactly("currency");
        assertThat(desk.done(DealOperations.CREATE, caller, worth(stage, 100L, "EUR"))
                        .amountCents())
                .isEqualTo(100);
    }

    @Test
    void an_amount_is_cleared_together_with_its_currency_only() {
        var deal = desk.done(
                DealOperations.CREATE,
                caller,
                worth(records.stage(1, Outcome.OPEN).id(), 100L, "EUR"));

        var half = desk.faults(DealOperations.UPDATE, caller, patch(deal, "'amount_cents': null"));
        var whole = desk.done(DealOperations.UPDATE, caller, patch(deal, "'amount_cents': null, 'currency': null"));

        assertThat(half).containsExactly("amount_cents");
        assertThat(whole.currency()).isNull();
    }

    private static NewDeal worth(DealStageId stage, Long cents, String currency) {
        return new NewDeal("Licence", stage, null, null, cents, currency, null, null, null, null, null, null);
    }

    private static DealPatch moved(Deal deal, DealStage stage) {
        return patch(deal, "'stage_id': '" + stage.id() + "'");
    }

    private static DealPatch patch(Deal deal, String fields) {
        return Records.input(DealPatch.class, "{'id': '" + deal.id() + "', " + fields + "}");
    }
}
