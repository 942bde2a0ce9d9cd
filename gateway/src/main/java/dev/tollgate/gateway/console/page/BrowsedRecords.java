package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.form.FormField;
import dev.tollgate.gateway.console.form.FormSchema;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.form.TypedForm;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.ListView;
import dev.tollgate.gateway.console.view.ShownRecord;
import dev.tollgate.gateway.console.view.ShownValue;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records of the modules that are on: the kinds to choose from, a page of one kind, and one record by its id. Each page
 * is one call of the search, which counts it for its person and audits it.
 */
final class BrowsedRecords {

    private static final String SEARCH = "search_records";
    private static final String KIND = "kind";
    private static final String QUERY = "query";
    private static final String FIELDS = "fields";

    private final PageParts parts;
    private final ShownKinds kinds;

    BrowsedRecords(PageParts parts, Catalogue catalogue) {
        this.parts = parts;
        this.kinds = new ShownKinds(catalogue);
    }

    /** Whether the place is that of records. */
    boolean areAt(Look<Place.Shown> look) {
        return look.place().face().operation().name().equals(SEARCH);
    }

    /** Shows a page of records, or what to choose from. */
    Future<Void> show(Look<Place.Shown> look) {
        var request = look.visit().request();
        var query = typed(look).query();
        if (query.isEmpty() && look.rights().allows(look.place().face())) {
            sendChoice(look, null);
            return Future.succeededFuture();
        }
        var cursor = request.getParam(Visit.CURSOR);
        var asked = cursor == null ? query : query.add(Visit.CURSOR, cursor);
        return parts.calls()
                .callAsPage(look.visit(), look.place().face(), look.parameters(), CallInputs.query(asked))
                .map(answer -> {
                    switch (answer) {
                        case CallAnswer.Done done -> sendFound(look, query, done);
                        case CallAnswer.Refused(var problem) -> {
                            if (problem.fieldErrors() == null) {
                                parts.refuse(look.visit(), look.target(), problem);
                            } else {
                                sendChoice(look, problem);
                            }
                        }
                    }
                    return null;
                });
    }

    private void sendFound(Look<Place.Shown> look, MultiMap query, CallAnswer.Done done) {
        var records = new ArrayList<JsonNode>();
        done.content().forEach(records::add);
        var isOne =
                records.size() == 1 && records.getFirst().path("id").asText().equals(query.get(QUERY));
        if (isOne) {
            sendRecord(look, records.getFirst());
        } else {
            sendList(look, records, done.envelope().path("next_cursor"));
        }
    }

    private void sendList(Look<Place.Shown> look, List<JsonNode> records, JsonNode next) {
        var properties = JsonNodeFactory.instance.objectNode();
        var rows = records.stream().<JsonNode>map(BrowsedRecords::flat).toList();
        rows.forEach(row -> row.fieldNames().forEachRemaining(name -> properties.putIfAbsent(name, row.path(name))));
        var table = new TableMaker(new ShownValues(parts.ids(), look.rights()))
                .of(rows, properties, row -> url(look, row.path("id").asText()), _ -> List.of());
        var view = new ListView(
                parts.shells().of(look.visit(), "Records", look.target()),
                look.place().face().operation().description(),
                table,
                fields(look, List.of()),
                true,
                look.visit().path(),
                look.visit().firstPage(),
                look.visit().nextPage(next),
                null,
                List.of(),
                null,
                List.of(),
                parts.command(look));
        parts.writer().page(look.visit().request(), OK.code(), look.requestId(), "list.jte", view);
    }

    private void sendRecord(Look<Place.Shown> look, JsonNode record) {
        var values = new ShownValues(parts.ids(), look.rights());
        var entries = new ArrayList<ShownValue.Entry>();
        flat(record)
                .properties()
                .forEach(field -> entries.add(new ShownValue.Entry(
                        field.getKey(),
                        Label.of(field.getKey()),
                        linked(look, values.value(field.getKey(), field.getValue())),
                        null)));
        var name = record.path("name").asText(record.path("id").asText());
        var all = new ShownValue.Link(
                "All of this kind", ofKind(look, record.path(KIND).asText()));
        var view = view(look, name, entries, List.of(all), null);
        parts.writer().page(look.visit().request(), OK.code(), look.requestId(), "record.jte", view);
    }

    private void sendChoice(Look<Place.Shown> look, @Nullable Problem problem) {
        var all = kinds.of(modules(look)).stream()
                .map(kind -> new ShownValue.Link(Label.of(kind), ofKind(look, kind)))
                .toList();
        var view = view(look, "Records", List.of(), all, problem);
        var status = problem == null ? OK.code() : problem.status();
        parts.writer().page(look.visit().request(), status, look.requestId(), "record.jte", view);
    }

    private ShownRecord view(
            Look<Place.Shown> look,
            String title,
            List<ShownValue.Entry> entries,
            List<ShownValue.Link> links,
            @Nullable Problem problem) {
        var errors = problem == null ? null : problem.fieldErrors();
        return new ShownRecord(
                parts.shells().of(look.visit(), title, look.target()),
                look.place().face().operation().description(),
                entries,
                fields(look, Objects.requireNonNullElse(errors, List.of())),
                List.of(),
                links,
                List.of(),
                problem,
                parts.command(look));
    }

    /** The record with its fields beside its id. */
    private static ObjectNode flat(JsonNode record) {
        var flat = JsonNodeFactory.instance.objectNode();
        flat.set("id", record.path("id"));
        record.path(FIELDS).properties().forEach(field -> flat.set(field.getKey(), field.getValue()));
        record.properties().forEach(field -> {
            if (!field.getKey().equals(FIELDS)) {
                flat.putIfAbsent(field.getKey(), field.getValue());
            }
        });
        return flat;
    }

    /** Ids of other records lead to them, where their module is on. */
    private ShownValue linked(Look<Place.Shown> look, ShownValue value) {
        return value instanceof ShownValue.Code(String text, String url)
                        && url == null
                        && kinds.isOf(text, modules(look))
                ? new ShownValue.Code(text, url(look, text))
                : value;
    }

    private static String ofKind(Look<Place.Shown> look, String kind) {
        return look.visit().path() + '?' + KIND + '=' + Places.encoded(kind);
    }

    private static String url(Look<Place.Shown> look, String id) {
        return look.visit().path() + '?' + QUERY + '=' + Places.encoded(id);
    }

    private TypedForm typed(Look<Place.Shown> look) {
        return TypedForm.ofQuery(schema(look), look.visit().request().params());
    }

    private List<FormField> fields(Look<Place.Shown> look, List<FieldError> errors) {
        return FormField.sent(schema(look), typed(look), errors);
    }

    private FormSchema schema(Look<Place.Shown> look) {
        var face = look.place().face();
        var without = new ArrayList<>(face.face().route().parameters());
        without.addAll(List.of(Visit.CURSOR, "limit"));
        var on = kinds.of(modules(look));
        return new FormSchema(FormSchema.of(face.rest().schema().document(), without).fields().stream()
                        .map(field -> field.name().equals(KIND) ? field.oneOf(on) : field)
                        .toList())
                .asFilters();
    }

    private static Set<String> modules(Look<Place.Shown> look) {
        var context = look.rights().workspace();
        var snapshot = context == null ? null : context.workspace();
        return snapshot == null ? Set.of() : snapshot.modules();
    }
}
