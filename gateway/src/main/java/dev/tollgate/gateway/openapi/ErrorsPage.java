package dev.tollgate.gateway.openapi;

import java.util.List;

/** The error codes as Markdown: all on one page, and a page for each. */
final class ErrorsPage {

    private ErrorsPage() {}

    static String all(List<ErrorCode> codes) {
        var page = new StringBuilder("""
                # Error codes

                Errors are `application/problem+json` (RFC 9457). `code` is stable; `type` is the URL of the code's page.
                """);
        for (var code : codes) {
            page.append("\n## `")
                    .append(code.code())
                    .append("`: ")
                    .append(code.status())
                    .append("\n\n")
                    .append(text(code));
        }
        return page.toString();
    }

    static String of(ErrorCode code) {
        return "# `" + code.code() + "`\n\nHTTP " + code.status() + ". " + text(code);
    }

    private static String text(ErrorCode code) {
        return """
                %s

                * Caller: %s
                * Operator: %s
                * Support: %s
                """.formatted(code.when(), code.caller(), code.operator(), code.support());
    }
}
