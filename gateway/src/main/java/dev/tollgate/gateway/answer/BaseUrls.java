package dev.tollgate.gateway.answer;

import dev.tollgate.contract.operation.Plane;

/**
 * Base URLs of links in answers, without a trailing slash.
 *
 * @param app of the app plane, of MCP and of everything there is to read
 * @param control of the control plane
 */
public record BaseUrls(String app, String control) {

    /** The same for both planes. */
    public static BaseUrls of(String publicUrl) {
        return new BaseUrls(publicUrl, publicUrl);
    }

    /** The base URL of a plane. */
    public String of(Plane plane) {
        return switch (plane) {
            case APP -> app;
            case CONTROL -> control;
        };
    }
}
