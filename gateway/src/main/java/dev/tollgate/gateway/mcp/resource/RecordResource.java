package dev.tollgate.gateway.mcp.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.gateway.catalogue.CompiledFace;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operation that gets one thing, as a resource.
 *
 * @param face its tool face
 * @param record the word of the thing, such as {@code contact}
 * @param variable what the URI has to name, such as {@code id}; null where there is just one such thing
 */
record RecordResource(
        CompiledFace<?, ?> face, String record, @Nullable String variable) {

    static final String SCHEME = "tollgate://";
    static final String MIME_TYPE = "application/json";
    private static final String GET = "get_";

    /** The face as a resource; null where it does not get one thing that a URI could name. */
    static @Nullable RecordResource of(CompiledFace<?, ?> face) {
        var operation = face.operation();
        var parameters = face.face().route().parameters();
        if (face.tool() == null
                || operation.effect() != Effect.READ
                || !operation.name().startsWith(GET)
                || !(operation.answer() instanceof Answer.Json<?>)
                || parameters.size() > 1) {
            return null;
        }
        var variable = parameters.isEmpty() ? null : parameters.getFirst();
        var last = variable == null || face.face().route().path().endsWith("/{" + variable + '}');
        return last && needsOnly(face, variable)
                ? new RecordResource(face, operation.name().substring(GET.length()), variable)
                : null;
    }

    private static boolean needsOnly(CompiledFace<?, ?> face, @Nullable String variable) {
        for (var name : Objects.requireNonNull(face.tool()).checked().path("required")) {
            if (!name.asText().equals(variable)) {
                return false;
            }
        }
        return true;
    }

    /** The key of the module it belongs to. */
    String module() {
        return face.module().key();
    }

    /** Its URI up to the variable, or the whole one. */
    String prefix() {
        if (variable != null) {
            return SCHEME + module() + '/' + record + '/';
        }
        return SCHEME + (record.equals(module()) ? record : module() + '/' + record);
    }

    /** Its URI, or its RFC 6570 template. */
    String uri() {
        return variable == null ? prefix() : prefix() + '{' + variable + '}';
    }

    /** As clients see it in a list. */
    ObjectNode description() {
        var operation = face.operation();
        var text = JsonNodeFactory.instance
                .objectNode()
                .put(variable == null ? "uri" : "uriTemplate", uri())
                .put("name", record)
                .put("title", title())
                .put("description", (operation.summary() + ". " + operation.description()).strip())
                .put("mimeType", MIME_TYPE);
        var meta = text.putObject("_meta")
                .put("dev.tollgate/module", module())
                .put("dev.tollgate/operation", operation.name());
        var scope = face.scope();
        if (scope != null) {
            meta.put("dev.tollgate/scope", scope.text());
        }
        return text;
    }

    /** The arguments of the operation for a value of the variable. */
    ObjectNode arguments(String value) {
        var arguments = JsonNodeFactory.instance.objectNode();
        return variable == null ? arguments : arguments.put(variable, value);
    }

    private String title() {
        var words = record.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
