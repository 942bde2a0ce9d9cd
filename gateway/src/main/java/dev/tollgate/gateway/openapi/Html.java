package dev.tollgate.gateway.openapi;

/** The pages around the documents. Plain HTML with one style sheet; no script but the reference's own. */
final class Html {

    private Html() {}

    static String page(String title, String head, String body) {
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <link rel="stylesheet" href="/docs/assets/docs.css">
            %s</head>
            <body>
            <nav><a href="/docs">Reference</a> <a href="/docs/errors">Errors</a> <a href="/docs/rest.md">Guide</a> \
            <a href="/docs/webhooks.md">Webhooks</a> <a href="/docs/mcp.md">MCP</a></nav>
            %s</body>
            </html>
            """.formatted(text(title), head, body);
    }

    static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String errorPage(ErrorCode code) {
        var body = """
                <main>
                <h1><code>%s</code></h1>
                <p class="status">HTTP %d</p>
                <p>%s</p>
                <h2>If you called</h2>
                <p>%s</p>
                <h2>If you operate the installation</h2>
                <p>%s</p>
                <h2>If you support callers</h2>
                <p>%s</p>
                </main>
                """.formatted(
                        text(code.code()),
                        code.status(),
                        text(code.when()),
                        text(code.caller()),
                        text(code.operator()),
                        text(code.support()));
        return page(code.title(), "", body);
    }

    static String errorIndex(Iterable<ErrorCode> codes) {
        var rows = new StringBuilder();
        for (var code : codes) {
            rows.append("<tr><td>")
                    .append(code.status())
                    .append("</td><td><a href=\"/docs/errors/")
                    .append(code.code())
                    .append("\"><code>")
                    .append(code.code())
                    .append("</code></a></td><td>")
                    .append(text(code.when()))
                    .append("</td></tr>\n");
        }
        return page("Errors", "", "<main>\n<h1>Errors</h1>\n<table>\n" + rows + "</table>\n</main>\n");
    }

    /** Where the link of an invitation leads. The secret stays in the fragment: opening the page accepts nothing. */
    static String invitation(String controlUrl) {
        return page("Invitation", "", """
                <main>
                <h1>You are invited</h1>
                <p>The address of this page ends in <code>#tgi_…</code>: the secret of your invitation. It is good once,
                for 7 days. Opening this page does not accept it.</p>
                <h2>Accept it</h2>
                <p>Sign in to your identity provider for the control plane, then send the secret with your token:</p>
                <pre>curl %s/control/v1/invitations/accept \\
                  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
                  -d '{"secret": "tgi_…"}'</pre>
                <p>The answer names the workspace or tenant that you now have access to. The person who sent you the
                link can send another one.</p>
                </main>
                """.formatted(text(controlUrl)));
    }

    static String reference() {
        return page("Reference", "<link rel=\"stylesheet\" href=\"/docs/assets/swagger-ui.css\">\n", """
                <div id="reference"></div>
                <script src="/docs/assets/swagger-ui-bundle.js"></script>
                <script src="/docs/assets/swagger-ui-standalone-preset.js"></script>
                <script src="/docs/assets/docs.js"></script>
                """);
    }
}
