package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.CommonOptions.Form;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.ctl.view.View;
import java.nio.charset.StandardCharsets;

/** Prints an answer in the requested form: data to standard output, notes to standard error. */
final class AnswerPrinter {
    private final CommandEnvironment environment;
    private final ControlOperation operation;
    private final Form form;

    AnswerPrinter(CommandEnvironment environment, ControlOperation operation, Form form) {
        this.environment = environment;
        this.operation = operation;
        this.form = form;
    }

    void reply(ApiResponse response) {
        if (!response.isJson()) {
            environment.out().print(new String(response.bytes(), StandardCharsets.UTF_8));
            environment.out().flush();
            return;
        }
        if (response.header("Idempotency-Replayed").equals("true")) {
            about("already done before; this is the replayed answer");
        }
        var body = response.body();
        data(body.path("data"), body.path("next_cursor").asText(""));
    }

    /**
     * Tells records.
     *
     * @param cursor of the next page; empty where there is none
     */
    void data(JsonNode data, String cursor) {
        var out = environment.out();
        var view = new View(environment.clock(), environment.width());
        switch (form) {
            case JSON, CSV -> out.println(JsonNodes.pretty(data));
            case IDS -> view.ids(data).forEach(out::println);
            case PEOPLE -> {
                view.lines(operation, data).forEach(out::println);
                if (operation.givesSecret() && data.has("secret")) {
                    out.println();
                    out.println("The secret is shown only once: store it now.");
                }
            }
        }
        out.flush();
        if (!cursor.isEmpty()) {
            about("more results: use --all, or --cursor " + cursor);
        }
    }

    private void about(String line) {
        environment.err().println("ctl: " + line);
    }
}
