package dev.tollgate.gateway.control.setup;

import dev.tollgate.gateway.control.setup.McpSetup.Configuration;
import dev.tollgate.gateway.control.setup.McpSetup.Format;
import dev.tollgate.gateway.control.setup.McpSetup.Method;

/**
 * Template of the configuration of one client with one authentication method.
 *
 * @param content with {@link #URL} where the endpoint of the workspace belongs
 */
record Recipe(McpClientKind client, Method method, String place, Format format, String content, String note) {

    static final String URL = "{{url}}";

    Configuration at(String url) {
        return new Configuration(client, client.title(), method, place, format, content.replace(URL, url), note);
    }
}
