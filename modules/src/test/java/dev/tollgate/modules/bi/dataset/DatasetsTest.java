package dev.tollgate.modules.bi.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.dataset.DatasetOperations.DatasetPatch;
import dev.tollgate.modules.bi.dataset.DatasetOperations.DatasetQuery;
import dev.tollgate.modules.bi.dataset.DatasetOperations.NewDataset;
import dev.tollgate.modules.bi.dataset.InsightViewOperations.NewInsightView;
import dev.tollgate.modules.bi.query.Questions;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.table.ListInput;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Datasets, and who may read them. */
class DatasetsTest extends DatasetTests {

    @Test
    void who_may_not_read_a_module_of_its_query_finds_nothing_of_a_dataset() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();
        var view = desk.done(
                InsightViewOperations.CREATE,
                caller,
                new NewInsightView("View " + desk.ids.next(), null, dataset.id(), InsightView.Chart.TABLE, null, null));
        var other = Questions.with(caller, "bi:read", "bi:write");

        assertThat(desk.refusal(DatasetOperations.GET, other, new Ref<>(dataset.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(DatasetOperations.DELETE, other, new Ref<>(dataset.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(DatasetOperations.REFRESH, other, new Ref<>(dataset.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(InsightViewOperations.GET, other, new Ref<>(view.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.done(DatasetOperations.LIST, other, ListInput.of(new DatasetQuery(null, null, null, null)))
                        .items())
                .isEmpty();
        assertThat(runs(other, dataset)).isEmpty();
        assertThat(questions.refusal(other, "{'view': '" + view.id() + "'}"))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(questions.refusal(other, "{'source': {'dataset': '" + dataset.id() + "'}}"))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(questions.ask(caller, "{'view': '" + view.id() + "'}").table())
                .isNotNull();
        assertThat(read(caller, dataset).status()).isEqualTo(Dataset.Status.READY);
        var stranger = questions.caller("bi:read", "crm:read");
        assertThat(desk.refusal(DatasetOperations.GET, stranger, new Ref<>(dataset.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
    }

    @Test
    void a_query_that_cannot_be_asked_is_not_stored() {
        var caller = questions.caller("bi:read", "bi:write");

        assertThat(desk.refusal(
                        DatasetOperations.CREATE, caller, new NewDataset("x", Questions.json(DEALS), null, null)))
                .isInstanceOf(Refusal.MissingRequiredScope.class);
        assertThat(desk.faults(
                        DatasetOperations.CREATE,
                        caller,
                        new NewDataset("x", Questions.json("{'describe': {}}"), null, null)))
                .containsExactly("query");
    }

    @Test
    void a_description_names_every_dataset_once_also_those_that_do_not_fit_into_one_page() {
        var caller = questions.caller("bi:read", "bi:write");
        var values = IntStream.range(0, 60)
                .mapToObj(number -> "'" + "x".repeat(990) + number + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        var query = "{'source': {'event': '*'}, 'filters': [{'field': 'properties.plan', 'op': 'in', 'value': " + values
                + "}], 'time': {'last': {'n': 1, 'unit': 'day'}}}";
        var made = new ArrayList<String>();
        for (int number = 0; number < 6; number++) {
            made.addFirst(dataset(caller, query).id().text());
        }
        var first = desk.done(
                DatasetOperations.LIST, caller, ListInput.of(new DatasetQuery(PageSize.MAX, null, null, null)));

        var described = questions.fresh(caller, "{'describe': {}}").description();

        assertThat(first.items()).hasSizeLessThan(made.size());
        assertThat(described).isNotNull();
        assertThat(described.sources())
                .extracting(source -> source.getString("dataset"))
                .filteredOn(Objects::nonNull)
                .isEqualTo(made);
    }

    @Test
    void a_sample_is_read_without_the_page_that_it_is_of() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();
        var rows = read(caller, dataset).sample();
        var view = desk.done(
                InsightViewOperations.CREATE,
                caller,
                new NewInsightView("View " + desk.ids.next(), null, dataset.id(), InsightView.Chart.TABLE, null, null));

        result(dataset, "rows = '[]'");

        assertThat(rows).isNotNull();
        assertThat(rows.getJsonArray("rows")).isNotEmpty();
        assertThat(read(caller, dataset).sample()).isEqualTo(rows);
        var shown = questions.ask(caller, "{'view': '" + view.id() + "'}").table();
        assertThat(shown).isNotNull();
        assertThat(shown.getJsonArray("rows")).isEqualTo(rows.getJsonArray("rows"));
    }

    @Test
    void a_run_of_a_gateway_from_before_shows_the_first_rows_of_its_page() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();
        var sample = read(caller, dataset).sample();

        result(dataset, "sample = NULL");

        assertThat(sample).isNotNull();
        assertThat(read(caller, dataset).sample()).isEqualTo(sample);
    }

    private static void result(Dataset dataset, String change) {
        desk.owner("UPDATE bi.result SET " + change + " WHERE dataset_id = '"
                + dataset.id().value() + "'");
    }

    @Test
    void another_query_drops_the_rows_and_the_modules_that_readers_need_follow() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();

        var changed = desk.done(
                DatasetOperations.UPDATE,
                caller,
                new DatasetPatch(
                        dataset.id(),
                        Patch.keep(),
                        Patch.set(Questions.json(
                                "{'source': {'event': '*'}, 'time': {'last': {'n': 1, 'unit': 'day'}}}")),
                        Patch.keep(),
                        Patch.keep()));

        assertThat(changed.status()).isEqualTo(Dataset.Status.EMPTY);
        assertThat(changed.modules()).isEmpty();
        assertThat(read(Questions.with(caller, "bi:read"), dataset).sample()).isNull();
        assertThat(desk.ownerRows("SELECT run_id::text FROM bi.result WHERE dataset_id = '"
                        + dataset.id().value() + "'"))
                .isEmpty();
    }
}
