package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.CommonOptions.Form;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.ctl.document.Printable;
import dev.tollgate.standalone.ctl.view.View;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Prints an answer in the requested form: data to standard output, notes to standard error. */
final class AnswerPrinter {
    private final CommandEnvironment environment;
    private final ControlOperation operation;
    private final Form form;
    private final boolean wide;

    /** @param wide whether tables show everything, whatever the width of the terminal */
    AnswerPrinter(CommandEnvironment environment, ControlOperation operation, Form form, boolean wide) {
        this.environment = environment;
        this.operation = operation;
        this.form = form;
        this.wide = wide;
    }

    /**
     * Prints an answer.
     *
     * @param cut where a list ends; null for its own end
     */
    void reply(ApiResponse response, @Nullable TimeCut cut) {
        if (!response.isJson()) {
            table(response, false);
            return;
        }
        if (response.header("Idempotency-Replayed").equals("true")) {
            about("already done before; this is the replayed answer");
        }
        if (response.header("Tollgate-Dry-Run").equals("true")) {
            about("dry run: everything was checked, nothing was changed");
        }
        var body = response.body();
        var page = body.path("data");
        var kept = cut == null ? page : cut.of(page);
        data(kept, kept.size() < page.size() ? "" : body.path("next_cursor").asText(""));
    }

    /**
     * Prints rows of a table.
     *
     * @param more whether the rows follow others: then the line with the names of the columns is left out
     */
    void table(ApiResponse page, boolean more) {
        var text = new String(page.bytes(), StandardCharsets.UTF_8);
        environment.out().print(more ? text.substring(text.indexOf('\n') + 1) : text);
        environment.out().flush();
    }

    /**
     * Tells records.
     *
     * @param cursor of the next page; empty where there is none
     */
    void data(JsonNode data, String cursor) {
        var out = environment.out();
        var view = new View(environment.clock(), environment.width(), wide);
        @Nullable String omission = null;
        switch (form) {
            case JSON, CSV -> out.println(JsonNodes.pretty(data));
            case IDS -> {
                view.ids(data).forEach(out::println);
                if (data.hasNonNull("warning")) {
                    about("warning: " + Printable.text(data.path("warning").asText()));
                }
            }
            case PEOPLE -> {
                var shown = view.shown(operation, data);
                omission = shown.omission();
                shown.lines().forEach(out::println);
                if (operation.givesSecret() && data.has("secret")) {
                    out.println();
                    out.println("The secret is shown only once: store it now.");
                }
            }
        }
        out.flush();
        if (omission != null) {
            about(omission);
        }
        if (!cursor.isEmpty()) {
            about("more results: use --all, or --cursor " + cursor);
        }
    }

    /** Where a write acted; nothing if that is empty. */
    void place(String words) {
        if (!words.isEmpty()) {
            about(words);
        }
    }

    private void about(String line) {
        environment.err().println("ctl: " + line);
    }
}
