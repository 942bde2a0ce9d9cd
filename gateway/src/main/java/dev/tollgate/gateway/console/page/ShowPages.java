package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.form.FormField;
import dev.tollgate.gateway.console.form.FormSchema;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.form.TypedForm;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.view.ListView;
import dev.tollgate.gateway.console.view.ShownRecord;
import dev.tollgate.gateway.console.view.ShownValue;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Pages of reads: a list or a record of any operation, with the actions that the person may take. */
final class ShowPages {

    private static final String LIMIT = "limit";
    private static final String FORMAT = "format";
    private static final String CSV = "csv";
    private static final JsonNode NO_RECORD = MissingNode.getInstance();

    private final PageParts parts;
    private final RecordParts figures;
    private final BrowsedRecords records;
    private final InstantSource clock;

    ShowPages(PageParts parts, RecordParts figures, BrowsedRecords records, InstantSource clock) {
        this.parts = parts;
        this.figures = figures;
        this.records = records;
        this.clock = clock;
    }

    /** Shows the page of a read. */
    Future<Void> show(Look<Place.Shown> look) {
        if (records.areAt(look)) {
            return records.show(look);
        }
        var schema = filters(look);
        var query = TypedForm.ofQuery(schema, params(look)).query();
        if (!schema.needsNothing()
                && query.isEmpty()
                && look.rights().allows(look.place().face())) {
            sendFilters(look, null);
            return Future.succeededFuture();
        }
        var request = look.visit().request();
        if (look.place().face().operation().has(Trait.CSV) && CSV.equals(request.getParam(FORMAT))) {
            return call(look, CallInputs.table(query), done -> table(look, done));
        }
        return call(
                look, CallInputs.query(withCursor(query, request.getParam(Visit.CURSOR))), done -> shown(look, done));
    }

    /** What follows a call that was done. */
    @FunctionalInterface
    private interface Step {
        Future<Void> of(CallAnswer.Done done);
    }

    private Future<Void> call(Look<Place.Shown> look, CallInputs inputs, Step next) {
        return parts.calls()
                .callAsPage(look.visit(), look.place().face(), look.parameters(), inputs)
                .compose(answer -> switch (answer) {
                    case CallAnswer.Refused(var problem) -> {
                        refuse(look, problem);
                        yield Future.succeededFuture();
                    }
                    case CallAnswer.Done done -> next.of(done);
                });
    }

    /**
     * Faults of the filters are shown beside them; a page that was opened without any asks for them. A setting that a
     * target lacks is an empty page with what sets it.
     */
    private void refuse(Look<Place.Shown> look, Problem problem) {
        var isUnset =
                problem.status() == NOT_FOUND.code() && !look.place().path().endsWith("}");
        if (isUnset && look.rights().allows(look.place().face())) {
            sendRecord(look, form -> !PlaceLinks.deletes(form), title(look, NO_RECORD), List.of(), List.of());
        } else if (problem.status() == NOT_FOUND.code() && AwaitedRequest.isAt(look)) {
            sendRecord(look, _ -> true, title(look, NO_RECORD), List.of(), List.of(AwaitedRequest.PART));
        } else if (problem.fieldErrors() == null) {
            parts.refuse(look.visit(), look.target(), problem);
        } else {
            sendFilters(look, look.visit().request().query() == null ? null : problem);
        }
    }

    private Future<Void> shown(Look<Place.Shown> look, CallAnswer.Done done) {
        if (look.place().face().operation().answer() instanceof Answer.Paged<?>) {
            var records = new ArrayList<JsonNode>();
            done.content().forEach(records::add);
            return figures.ofList(look, records).map(above -> {
                sendList(look, done, records, above);
                return null;
            });
        }
        var values = new ShownValues(parts.ids(), look.rights());
        var inParts = RecordParts.shownInParts(look);
        var entries = values.described(done.content(), properties(look)).stream()
                .filter(entry -> !inParts.contains(entry.name()))
                .map(ShowPages::ownId)
                .toList();
        return figures.of(look, done.content()).map(more -> {
            var record = done.content();
            sendRecord(look, form -> PlaceLinks.isFor(form, record), title(look, record), entries, more);
            return null;
        });
    }

    /** The id of a record is copied on its page, where a link would lead to itself. */
    private static ShownValue.Entry ownId(ShownValue.Entry entry) {
        return entry.name().equals("id") && entry.value() instanceof ShownValue.Code(String text, var _)
                ? new ShownValue.Entry(entry.name(), entry.label(), new ShownValue.Code(text, null), entry.help())
                : entry;
    }

    private void sendList(
            Look<Place.Shown> look, CallAnswer.Done done, List<JsonNode> records, List<ShownRecord.Part> above) {
        var links = parts.links();
        var table = new OwnTables(new ShownValues(parts.ids(), look.rights()), clock.instant())
                .of(
                        look.place(),
                        records,
                        record -> links.ofRow(look, record),
                        record -> links.rowActions(look, record));
        var next = done.envelope().path("next_cursor");
        var operation = look.place().face().operation();
        var fields = fields(look, List.of());
        var view = new ListView(
                parts.shells().of(look.visit(), title(look, NO_RECORD), look.target()),
                operation.description(),
                table,
                fields,
                isFiltered(look, fields),
                look.visit().path(),
                look.visit().firstPage(),
                look.visit().nextPage(next),
                operation.has(Trait.CSV) ? look.visit().urlWith(FORMAT, CSV) : null,
                links.actions(look, records.isEmpty() ? PlaceLinks::adds : _ -> true),
                UsageChart.aboveList(look, records),
                above,
                parts.command(look));
        parts.writer().page(look.visit().request(), OK.code(), look.requestId(), "list.jte", view);
    }

    /** Whether somebody asked for a part of the list; what a page asks for by itself is no filter. */
    private static boolean isFiltered(Look<Place.Shown> look, List<FormField> fields) {
        return look.visit().request().query() != null
                && fields.stream().anyMatch(field -> !field.value().isEmpty());
    }

    private void sendRecord(
            Look<Place.Shown> look,
            Predicate<Place.Form> fitting,
            String title,
            List<ShownValue.Entry> entries,
            List<ShownRecord.Part> more) {
        var view = new ShownRecord(
                parts.shells().of(look.visit(), title, look.target()),
                look.place().face().operation().description(),
                entries,
                fields(look, List.of()),
                more,
                parts.links().below(look),
                parts.links().actions(look, fitting),
                null,
                parts.command(look));
        parts.writer().page(look.visit().request(), OK.code(), look.requestId(), "record.jte", view);
    }

    private void sendFilters(Look<Place.Shown> look, @Nullable Problem problem) {
        var errors = problem == null || problem.fieldErrors() == null ? List.<FieldError>of() : problem.fieldErrors();
        var view = new ShownRecord(
                parts.shells().of(look.visit(), title(look, NO_RECORD), look.target()),
                look.place().face().operation().description(),
                List.of(),
                fields(look, errors),
                List.of(),
                List.of(),
                List.of(),
                problem,
                parts.command(look));
        var status = problem == null ? OK.code() : problem.status();
        parts.writer().page(look.visit().request(), status, look.requestId(), "record.jte", view);
    }

    private Future<Void> table(Look<Place.Shown> look, CallAnswer.Done done) {
        var name = look.place().face().operation().resource();
        parts.writer().table(look.visit().request(), look.requestId(), name, Objects.requireNonNull(done.table()));
        return Future.succeededFuture();
    }

    private static List<FormField> fields(Look<Place.Shown> look, List<FieldError> errors) {
        var schema = filters(look);
        return FormField.sent(schema, TypedForm.ofQuery(schema, params(look)), errors);
    }

    /** The query of the page; usage is shown by day where nobody asks for anything else. */
    private static MultiMap params(Look<Place.Shown> look) {
        var request = look.visit().request();
        return request.query() == null && look.place().path().endsWith("/usage")
                ? MultiMap.caseInsensitiveMultiMap().add("group_by", "day")
                : request.params();
    }

    /** The parameters of a read that people set: all but those of its path and of paging. */
    private static FormSchema filters(Look<Place.Shown> look) {
        var face = look.place().face();
        var without = new ArrayList<>(face.face().route().parameters());
        without.add(Visit.CURSOR);
        without.add(LIMIT);
        return FormSchema.of(face.rest().schema().document(), without).asFilters();
    }

    private static MultiMap withCursor(MultiMap query, @Nullable String cursor) {
        return cursor == null ? query : query.add(Visit.CURSOR, cursor);
    }

    private static JsonNode properties(Look<Place.Shown> look) {
        return look.place().face().element().path("properties");
    }

    /** The name of a record that has one; else what the page is called where links lead to it, or what it reads. */
    private static String title(Look<Place.Shown> look, JsonNode record) {
        var name = record.path("name").asText();
        if (!name.isEmpty()) {
            return name;
        }
        var path = look.place().path();
        var last = path.substring(path.lastIndexOf('/') + 1);
        if (!last.startsWith("{")) {
            return Label.of(last);
        }
        var summary = look.place().face().operation().summary();
        var noun = summary.replaceFirst("^(List|Get|Read|Show) (an? |the )?", "");
        return Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }
}
