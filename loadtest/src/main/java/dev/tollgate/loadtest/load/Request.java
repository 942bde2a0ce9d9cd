package dev.tollgate.loadtest.load;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request as it is sent.
 *
 * @param body empty for none
 */
public record Request(String method, String path, Map<String, String> headers, String body) {

    public Request {
        headers = Map.copyOf(headers);
    }

    /** A GET with a bearer token. */
    public static Request get(String path, String token) {
        return new Request("GET", path, Map.of("Authorization", "Bearer " + token), "");
    }

    /** A POST of JSON with a bearer token. */
    public static Request post(String path, String token, String body) {
        var headers = Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
        return new Request("POST", path, headers, body);
    }

    /** The same with one more header. */
    public Request with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, path, more, body);
    }

    byte[] bytes(String host) {
        var text = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host);
        headers.forEach(
                (name, value) -> text.append("\r\n").append(name).append(": ").append(value));
        if (!method.equals("GET")) {
            text.append("\r\nContent-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length);
        }
        return text.append("\r\n\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }
}
