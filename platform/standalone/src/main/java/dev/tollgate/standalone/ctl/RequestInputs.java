package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.gateway.catalogue.input.InputSchema;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.Field;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns the options of a command into query and body. Before a body is sent it is validated against the server's
 * schema, as the server does, with the same messages.
 */
final class RequestInputs {
    static final String FILE = "--file";
    static final String CLEAR = "--clear";
    static final String DRY_RUN = "--dry-run";
    static final String SINCE = "--since";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final String STANDARD_INPUT = "-";

    private final ParseResult parsed;
    private final InputStream in;
    private final PeriodBounds times;

    RequestInputs(ParseResult parsed, CommandEnvironment environment) {
        this.parsed = parsed;
        this.in = environment.in();
        this.times = new PeriodBounds(environment.clock());
    }

    /** The query, with its question mark; empty if there is none. */
    String query(ControlOperation operation) {
        var pairs = new ArrayList<String>();
        for (var field : operation.query()) {
            for (var text : texts(field)) {
                pairs.add(encoded(field.name()) + '=' + encoded(times.value(field, text)));
            }
        }
        var from = from(operation);
        var start = since();
        if (start != null && from.isPresent()) {
            if (!texts(from.get()).isEmpty()) {
                throw wrong("--since and --from exclude each other");
            }
            pairs.add(FROM + '=' + encoded(times.text(from.get(), start)));
        }
        if (operation.dryRun() && parsed.matchedOptionValue(DRY_RUN, false)) {
            pairs.add("dry_run=true");
        }
        return pairs.isEmpty() ? "" : '?' + String.join("&", pairs);
    }

    private static Optional<Field> from(ControlOperation operation) {
        return operation.query().stream()
                .filter(field -> field.name().equals(FROM))
                .findFirst();
    }

    /** The start of the period that {@code --since} names; null without one. */
    private @Nullable Instant since() {
        String span = parsed.matchedOptionValue(SINCE, null);
        if (span == null) {
            return null;
        }
        var start = times.before(span);
        if (start == null) {
            throw wrong(SINCE + " is a number and a unit: 30m, 2h, 7d or 4w");
        }
        return start;
    }

    /** Where a list is to end that the server does not filter by time; null where it is not. */
    @Nullable TimeCut cut(ControlOperation operation) {
        var field = operation.timeField();
        var start = since();
        return start == null || field == null || from(operation).isPresent() ? null : new TimeCut(field, start);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The body; null where the operation takes none, or needs none and nothing was said. */
    byte @Nullable [] body(ControlOperation operation) {
        var schema = operation.bodySchema();
        if (schema == null) {
            return null;
        }
        var body = file();
        for (var field : operation.bodyFields()) {
            var texts = isBound(field) ? bounds(field) : texts(field);
            if (!texts.isEmpty()) {
                body.set(field.name(), field.value(texts));
            }
        }
        clear(operation, body);
        var faults = InputSchema.shown(schema).faults(body);
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
        return body.isEmpty() && !operation.isPatch() && !schema.has("required") ? null : JsonNodes.bytes(body);
    }

    /**
     * Whether it is the start or the end of a period in the past; other times, such as an expiry, are not spans ago.
     */
    private static boolean isBound(Field field) {
        return field.name().equals(FROM) || field.name().equals(TO);
    }

    private List<String> bounds(Field field) {
        return texts(field).stream().map(text -> times.value(field, text)).toList();
    }

    private static CtlFailure refused(List<FieldError> faults) {
        var lines = new ArrayList<String>();
        lines.add("validation_failed: nothing was sent");
        faults.forEach(fault -> lines.add("  " + fault.field() + ": " + fault.message()));
        return new CtlFailure(ExitCode.USAGE, lines);
    }

    /** {@code --clear} takes the names of fields and of options. */
    private void clear(ControlOperation operation, ObjectNode body) {
        if (!operation.isPatch()) {
            return;
        }
        List<String> names = parsed.matchedOptionValue(CLEAR, List.of());
        for (var name : names) {
            var field = name.replaceFirst("^--", "").replace('-', '_');
            if (body.has(field)) {
                throw wrong(name + " is both set and cleared");
            }
            body.putNull(field);
        }
    }

    private ObjectNode file() {
        String name = parsed.matchedOptionValue(FILE, null);
        if (name == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        try (var source = name.equals(STANDARD_INPUT) ? in : Files.newInputStream(Path.of(name))) {
            var bytes = source.readNBytes(BODY_BYTES_MAX + 1);
            if (bytes.length > BODY_BYTES_MAX) {
                throw wrong(name + " is longer than 1 MiB");
            }
            return object(name, JsonNodes.read(bytes));
        } catch (com.fasterxml.jackson.core.JacksonException _) {
            throw wrong(name + " is not JSON");
        } catch (IOException _) {
            throw wrong(name + " cannot be read");
        }
    }

    private ObjectNode object(String name, JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw wrong(name + " does not hold a JSON object");
    }

    private List<String> texts(Field field) {
        var value = parsed.matchedOptionValue(VerbSpec.option(field), (Object) null);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return List.of(String.valueOf(value));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(parsed.commandSpec().commandLine(), message);
    }
}
