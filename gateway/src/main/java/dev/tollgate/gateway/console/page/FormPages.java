package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.PRECONDITION_FAILED;
import static io.netty.handler.codec.http.HttpResponseStatus.UNPROCESSABLE_ENTITY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.form.FormField;
import dev.tollgate.gateway.console.form.FormSchema;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.view.FormView;
import dev.tollgate.gateway.console.view.ShownRecord;
import dev.tollgate.gateway.console.view.ShownValue;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Forms of operations that change something: shown by GET, sent by POST. */
final class FormPages {

    /** Actions that a person confirms by typing the name of what they act on. */
    private static final Set<String> NAMED = Set.of("archive_workspace", "suspend_workspace");

    /** The name that they would type could not be looked up. */
    private static final Refusal NAME_UNKNOWN = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);

    private final PageParts parts;
    private final FormChoices choices;
    private final FormNotes notes;
    private final FormReturns returns;

    FormPages(PageParts parts, FormChoices choices, FormNotes notes) {
        this.parts = parts;
        this.choices = choices;
        this.notes = notes;
        this.returns = new FormReturns(parts);
    }

    /** What a form shows. */
    private record Content(
            FormSchema schema,
            List<FormField> fields,
            String key,
            String version,
            List<String> notes,
            @Nullable Problem problem,
            LinkedValues linked) {}

    /** Shows a form. */
    Future<Void> show(Look<Place.Form> look) {
        var refusal = refusal(look);
        if (refusal != null) {
            refuse(look, refusal);
            return Future.succeededFuture();
        }
        return choices.schema(look)
                .compose(schema -> current(look).map(record -> {
                    var edited = isEdit(look) ? record : null;
                    var linked = edited == null
                            ? LinkedValues.of(schema, look.visit().request().params())
                            : LinkedValues.NONE;
                    var fields = edited == null ? linked.fields(schema) : FormField.of(schema, edited);
                    var told = notes.of(look, record);
                    send(
                            look,
                            OK.code(),
                            new Content(schema, fields, mintedKey(look), version(edited), told, null, linked));
                    return null;
                }));
    }

    /** Calls the operation with what was sent. */
    Future<Void> send(Look<Place.Form> look, MultiMap values) {
        var refusal = refusal(look);
        if (refusal != null) {
            refuse(look, refusal);
            return Future.succeededFuture();
        }
        return choices.schema(look).compose(schema -> {
            var sent = SentForm.of(schema, values);
            var confirm = confirm(look);
            if (confirm != null && !sent.confirms(confirm)) {
                var fault = new FieldError("confirm", "must be the name: " + confirm);
                var problem = parts.calls().problem(look.visit(), new Refusal.ValidationFailed(List.of(fault)));
                sendAgain(look, sent, problem);
                return Future.succeededFuture();
            }
            return parts.calls()
                    .callAsPage(look.visit(), look.place().face(), look.parameters(), inputs(look, sent))
                    .compose(answer -> switch (answer) {
                        case CallAnswer.Done done -> done(look, done);
                        case CallAnswer.Refused(var problem) -> refused(look, sent, problem);
                    });
        });
    }

    private static CallInputs inputs(Look<Place.Form> look, SentForm sent) {
        var face = look.place().face();
        var version = face.operation().has(Trait.CONDITIONAL) ? sent.version() : null;
        var conditions = new Conditions(
                Objects.requireNonNullElse(sent.key(), mintedKey(look)),
                version == null ? null : List.of(Long.valueOf(version)),
                null,
                false,
                OnExisting.FAIL,
                false,
                false);
        if (!face.face().takesBody()) {
            return new CallInputs(sent.fields().query(), null, conditions, false);
        }
        var isChange = face.face().route().method().equals("PATCH");
        return CallInputs.body(
                isChange ? sent.fields().changes() : sent.fields().body(), conditions);
    }

    private Future<Void> done(Look<Place.Form> look, CallAnswer.Done done) {
        var operation = look.place().face().operation();
        var next = operation.has(Trait.SECRET_ANSWER) ? null : returns.next(look, done.content());
        if (next != null) {
            parts.writer()
                    .redirect(
                            look.visit().request(),
                            look.requestId(),
                            next + '?' + PageParts.DONE + '=' + operation.name());
            return Future.succeededFuture();
        }
        var values = new ShownValues(parts.ids(), look.rights());
        var view = new ShownRecord(
                parts.shells().of(look.visit(), operation.summary() + ": done", look.target()),
                operation.description(),
                values.described(done.content(), look.place().face().element().path("properties")),
                List.of(),
                List.of(),
                List.of(new ShownValue.Link("Back", returns.back(look))),
                List.of(),
                null,
                parts.command(look));
        parts.writer().page(look.visit().request(), OK.code(), look.requestId(), "record.jte", view);
        return Future.succeededFuture();
    }

    private Future<Void> refused(Look<Place.Form> look, SentForm sent, Problem problem) {
        if (problem.status() != PRECONDITION_FAILED.code()) {
            sendAgain(look, sent, problem);
            return Future.succeededFuture();
        }
        return current(look).map(record -> {
            var now = record == null ? JsonNodeFactory.instance.objectNode() : record;
            var fields = FormField.conflicting(sent.schema(), sent.fields(), now);
            var linked = LinkedValues.of(sent.schema(), sent.fields());
            var content = new Content(
                    sent.schema(), fields, mintedKey(look), version(record), FormNotes.savedBy(now), problem, linked);
            send(look, PRECONDITION_FAILED.code(), content);
            return null;
        });
    }

    /** The form again as it was sent, with what is wrong. The key stays: what took effect is not done twice. */
    private void sendAgain(Look<Place.Form> look, SentForm sent, Problem problem) {
        var status = problem.status();
        if (status == NOT_FOUND.code() || problem.code().equals("unauthorized")) {
            parts.refuse(look.visit(), look.target(), problem);
            return;
        }
        var errors = Objects.requireNonNullElse(problem.fieldErrors(), List.<FieldError>of());
        var key = status == UNPROCESSABLE_ENTITY.code() ? null : sent.key();
        var content = new Content(
                sent.schema(),
                FormField.sent(sent.schema(), sent.fields(), errors),
                Objects.requireNonNullElse(key, mintedKey(look)),
                Objects.requireNonNullElse(sent.version(), ""),
                List.of(),
                problem,
                LinkedValues.of(sent.schema(), sent.fields()));
        send(look, status, content);
    }

    private void send(Look<Place.Form> look, int status, Content content) {
        var operation = look.place().face().operation();
        var problem = content.problem();
        var errors = problem == null || problem.fieldErrors() == null ? List.<FieldError>of() : problem.fieldErrors();
        var view = new FormView(
                parts.shells().of(look.visit(), operation.summary(), look.target()),
                operation.description(),
                content.fields(),
                content.linked().names(),
                content.key(),
                content.version(),
                content.notes(),
                problem,
                FormField.others(content.schema(), errors),
                confirm(look),
                operation.mayDestroy(),
                operation.summary(),
                returns.back(look));
        parts.writer().page(look.visit().request(), status, look.requestId(), "form.jte", view);
    }

    /** Why the person gets no form; null if they get it. */
    private static @Nullable Refusal refusal(Look<Place.Form> look) {
        if (!look.rights().allows(look.place().face())) {
            return new Refusal.RoleNotAllowed();
        }
        return isConfirmed(look) && look.target().workspaceName().isEmpty() ? NAME_UNKNOWN : null;
    }

    private void refuse(Look<Place.Form> look, Refusal refusal) {
        parts.refuse(look.visit(), look.target(), parts.calls().problem(look.visit(), refusal));
    }

    private static boolean isEdit(Look<Place.Form> look) {
        return look.place().path().endsWith("/edit");
    }

    /** The record or setting that a form is about: that of the page above it. Null for none, and where it is unset. */
    private Future<@Nullable JsonNode> current(Look<Place.Form> look) {
        var path = look.place().path();
        var above = path.substring(0, path.lastIndexOf('/'));
        var read = isEdit(look) || FormNotes.has(look) ? parts.places().shown(above) : null;
        if (read == null || !look.rights().allows(read.face())) {
            return Future.succeededFuture(null);
        }
        return parts.calls()
                .call(look.visit(), read.face(), look.parameters(), CallInputs.NONE)
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done -> done.content();
                    case CallAnswer.Refused _ -> null;
                });
    }

    private static boolean isConfirmed(Look<Place.Form> look) {
        return NAMED.contains(look.place().face().operation().name());
    }

    private static @Nullable String confirm(Look<Place.Form> look) {
        return isConfirmed(look) ? look.target().workspaceName() : null;
    }

    private static String version(@Nullable JsonNode record) {
        return record == null ? "" : record.path("version").asText();
    }

    private static String mintedKey(Look<Place.Form> look) {
        return "console-" + look.requestId();
    }
}
