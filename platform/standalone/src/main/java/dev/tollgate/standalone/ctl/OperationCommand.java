package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.standalone.ctl.CommonOptions.Form;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One command: reads its options, calls the server, prints the answer. */
final class OperationCommand implements Callable<Integer> {
    static final String IF_VERSION = "--if-version";
    static final String IDEMPOTENCY_KEY = "--idempotency-key";
    static final String ALL = "--all";
    static final String MAX = "--max";
    static final String WIDE = "--wide";
    private static final int RECORDS_MAX = 10_000;
    private static final int RECORDS_MAX_MAX = 100_000;
    private static final int PAGE_MAX = 100;
    private static final String NEXT_CURSOR = "Tollgate-Next-Cursor";
    private static final String LIMIT = "--limit";

    private final CommandContext context;
    private final List<ControlOperation> choices;
    private @Nullable CommandSpec spec;

    OperationCommand(CommandContext context, List<ControlOperation> choices) {
        this.context = context;
        this.choices = choices;
    }

    void belongsTo(CommandSpec own) {
        this.spec = own;
    }

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("command without spec");
        }
        var given = spec.commandLine().getParseResult();
        var names = new TargetNames(context.api());
        var targets = new TargetResolver(given, context.server().defaults(), names);
        var operation = targets.chosen(choices);
        var form = CommonOptions.form(given);
        var inputs = new RequestInputs(given, context.environment());
        var query = inputs.query(operation);
        var body = inputs.body(operation);
        if (form == Form.IDS && operation.givesSecret() && !hasSecret(body)) {
            throw wrong(given, "--quiet would lose the secret, which is shown only once: use --json");
        }
        var target = targets.target(operation);
        var question = new ApiRequest(operation.method(), target.path() + query, headers(operation, given, form), body);
        var telling = new AnswerPrinter(context.environment(), operation, form, given.matchedOptionValue(WIDE, false));
        var cut = inputs.cut(operation);
        if (form == Form.CSV && operation.isPaged()) {
            table(question, given, telling);
        } else if (operation.isPaged() && given.matchedOptionValue(ALL, false)) {
            telling.data(all(question, given, cut), "");
        } else {
            telling.reply(answered(question), cut);
        }
        if (operation.changes()) {
            telling.place(place(target, names, form));
        }
        return ExitCode.OK.number();
    }

    /** Whether the caller has chosen the secret, which the answer repeats. */
    private static boolean hasSecret(byte @Nullable [] body) throws IOException {
        return body != null && JsonNodes.read(body).hasNonNull("secret");
    }

    /** Where a write acted. A program that wrote the ids itself is not told. */
    private static String place(TargetResolver.Target target, TargetNames names, Form form) {
        if (form == Form.PEOPLE) {
            return new TargetPlace(names).named(target.owners());
        }
        return target.said() ? "" : TargetPlace.plain(target.owners());
    }

    private ApiResponse answered(ApiRequest question) {
        var reply = context.api().ask(question);
        if (!reply.succeeded()) {
            throw reply.refusal(question.key(), context.server());
        }
        return reply;
    }

    /** Every row of a table: each page is printed before the next is asked for. */
    private void table(ApiRequest first, ParseResult parsed, AnswerPrinter telling) {
        var paged = paged(first, parsed);
        var target = paged;
        for (boolean more = false; ; more = true) {
            var page = answered(new ApiRequest(first.method(), target, first.headers(), null));
            telling.table(page, more);
            var next = page.header(NEXT_CURSOR);
            if (next.isEmpty()) {
                return;
            }
            target = with(paged, "cursor", next);
        }
    }

    private static String paged(ApiRequest first, ParseResult parsed) {
        return parsed.hasMatchedOption(LIMIT) ? first.target() : with(first.target(), "limit", "" + PAGE_MAX);
    }

    /** Page after page, until there is none or enough is read. */
    private JsonNode all(ApiRequest first, ParseResult parsed, @Nullable TimeCut cut) {
        var max = max(parsed);
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        var paged = paged(first, parsed);
        var target = paged;
        while (true) {
            var body = answered(new ApiRequest(first.method(), target, first.headers(), null))
                    .body();
            for (var record : body.path("data")) {
                if (cut != null && cut.isBefore(record)) {
                    return records;
                }
                if (records.size() == max) {
                    context.environment().err().println("ctl: stopped at " + max + "; --max reads more");
                    return records;
                }
                records.add(record);
            }
            var next = body.path("next_cursor").asText("");
            if (next.isEmpty()) {
                return records;
            }
            target = with(paged, "cursor", next);
        }
    }

    private static String with(String target, String name, String value) {
        return target + (target.contains("?") ? '&' : '?') + name + '=' + RequestInputs.encoded(value);
    }

    private static int max(ParseResult parsed) {
        var text = parsed.matchedOptionValue(MAX, Integer.toString(RECORDS_MAX));
        var max = text.matches("[1-9]\\d{0,5}") ? Integer.parseInt(text) : RECORDS_MAX_MAX + 1;
        if (max > RECORDS_MAX_MAX) {
            throw wrong(parsed, "--max is a number from 1 to " + RECORDS_MAX_MAX);
        }
        return max;
    }

    private static Map<String, String> headers(ControlOperation operation, ParseResult parsed, Form form) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", form == Form.CSV ? "text/csv" : "application/json");
        if (operation.changes()) {
            headers.put(ApiRequest.KEY, key(parsed));
        }
        if (operation.bodySchema() != null) {
            headers.put("Content-Type", operation.isPatch() ? "application/merge-patch+json" : "application/json");
        }
        if (operation.takesHeader("If-Match") && parsed.hasMatchedOption(IF_VERSION)) {
            var version = parsed.matchedOptionValue(IF_VERSION, "");
            if (!version.matches("\\d{1,18}")) {
                throw wrong(parsed, IF_VERSION + " is a number");
            }
            headers.put("If-Match", '"' + version + '"');
        }
        return headers;
    }

    private static String key(ParseResult parsed) {
        String key = parsed.matchedOptionValue(IDEMPOTENCY_KEY, null);
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        if (!key.matches("[!-~]([ -~]{0,253}[!-~])?")) {
            throw wrong(parsed, IDEMPOTENCY_KEY + " is 1 to 255 printable ASCII characters");
        }
        return key;
    }

    private static ParameterException wrong(ParseResult parsed, String message) {
        return new ParameterException(parsed.commandSpec().commandLine(), message);
    }
}
