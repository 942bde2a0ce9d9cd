package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.dataset.DatasetOperations.NewDataset;
import dev.tollgate.modules.bi.dataset.RefreshRunOperations.RefreshRunQuery;
import dev.tollgate.modules.bi.dataset.ScheduleOperations.NewSchedule;
import dev.tollgate.modules.bi.query.Questions;
import dev.tollgate.modules.crm.deal.DealOperations;
import dev.tollgate.modules.crm.deal.DealOperations.NewDeal;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.table.ListInput;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Datasets on a desk of their own, with callers that sell deals. */
abstract class DatasetTests {

    static final String DEALS =
            "{'source': {'record': 'crm.deal'}, 'measures': [{'op': 'count'}, {'op': 'sum', 'of': 'amount_cents'}],"
                    + " 'dimensions': ['status']}";

    static Questions questions;
    static Desk desk;

    @BeforeAll
    static void open() {
        questions = new Questions();
        desk = questions.desk;
    }

    @AfterAll
    static void close() {
        questions.close();
    }

    static Caller seller() {
        var caller = questions.caller("bi:read", "bi:write", "crm:read");
        desk.scopes.put(caller.actor().id(), caller.scopes());
        for (int i = 1; i <= 3; i++) {
            var _ = desk.done(
                    DealOperations.CREATE,
                    caller,
                    new NewDeal("Deal " + i, null, null, null, 100L * i, "EUR", null, null, null, null, null, null));
        }
        return caller;
    }

    static Dataset dataset(Caller caller, String query) {
        return desk.done(
                DatasetOperations.CREATE,
                caller,
                new NewDataset("Deals " + desk.ids.next(), Questions.json(query), null, null));
    }

    static Dataset read(Caller caller, Dataset dataset) {
        return desk.done(DatasetOperations.GET, caller, new Ref<>(dataset.id()));
    }

    static List<RefreshRun> runs(Caller caller, Dataset dataset) {
        return desk.done(
                        RefreshRunOperations.LIST,
                        caller,
                        ListInput.of(new RefreshRunQuery(null, null, dataset.id(), null, null)))
                .items();
    }

    static List<String> events(Caller caller) {
        return desk.events(caller).stream().map(DomainEvent::type).toList();
    }

    /** How many runs of schedules were charged. */
    static String charged(Caller caller) {
        return desk.ownerRows("SELECT count(*)::text FROM outbox.message WHERE topic = 'tollgate.usage' AND key = '"
                        + caller.tenantId().text() + "' AND position('bi.refresh'::bytea IN body) > 0")
                .getFirst();
    }

    static Schedule schedule(Caller caller, Dataset dataset) {
        return desk.done(
                ScheduleOperations.CREATE,
                caller,
                new NewSchedule(null, dataset.id(), "0 6 * * *", "Europe/Oslo", null, null, null));
    }
}
