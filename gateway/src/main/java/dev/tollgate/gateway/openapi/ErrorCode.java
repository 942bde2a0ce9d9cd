package dev.tollgate.gateway.openapi;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Problem;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/**
 * One code of the public table, and what each reader of it can do.
 *
 * @param when what happened
 * @param caller what the caller can do
 * @param operator what the operator can do
 * @param support what to ask for and where to look in a support case
 */
public record ErrorCode(
        String code, int status, String title, String when, String caller, String operator, String support) {

    private static final String TEXTS = "errors.properties";

    /**
     * Every code there is, by status and name: the kinds of refusals, each with its texts.
     *
     * @throws IllegalStateException when a kind has no texts, or a text has no kind
     */
    public static List<ErrorCode> all() {
        var texts = texts();
        var codes = new ArrayList<ErrorCode>();
        for (var refusal : samples()) {
            codes.add(new ErrorCode(
                    refusal.code(),
                    Problem.status(refusal),
                    Problem.title(refusal.code()),
                    text(texts, refusal, "when"),
                    text(texts, refusal, "caller"),
                    text(texts, refusal, "operator"),
                    text(texts, refusal, "support")));
        }
        if (!texts.isEmpty()) {
            throw new IllegalStateException(TEXTS + " has texts of unknown codes: " + texts.keySet());
        }
        codes.sort(Comparator.comparingInt(ErrorCode::status).thenComparing(ErrorCode::code));
        return List.copyOf(codes);
    }

    /** One refusal of every kind, with members that say nothing. */
    static List<Refusal> samples() {
        return Arrays.stream(Refusal.class.getPermittedSubclasses())
                .map(ErrorCode::sample)
                .toList();
    }

    private static Refusal sample(Class<?> kind) {
        try {
            var components = kind.getRecordComponents();
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var values = Arrays.stream(types).map(ErrorCode::value).toArray();
            return (Refusal) kind.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalStateException(kind + " cannot be made", wrong);
        }
    }

    private static Object value(Class<?> type) {
        if (type == String.class) {
            return "…";
        }
        if (type == long.class || type == Long.class) {
            return 0L;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == Instant.class) {
            return Instant.EPOCH;
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(1);
        }
        if (type == Scope.class) {
            return new Scope("tasks:write");
        }
        return type == Set.class ? Set.of() : List.of();
    }

    private static Properties texts() {
        var texts = new Properties();
        try (var file = ErrorCode.class.getResourceAsStream(TEXTS)) {
            texts.load(new InputStreamReader(Objects.requireNonNull(file, TEXTS), StandardCharsets.UTF_8));
            return texts;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Properties texts, Refusal refusal, String reader) {
        var text = (String) texts.remove(refusal.code() + '.' + reader);
        if (text == null || text.isBlank()) {
            throw new IllegalStateException(TEXTS + " has no " + refusal.code() + '.' + reader);
        }
        return text;
    }
}
