package dev.tollgate.loadtest.baselines.bare;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A recorded response of another server. Names and values of headers are prepared once. */
record RecordedAnswer(List<Header> headers, Buffer body) {

    /** One header line. */
    record Header(CharSequence name, CharSequence value) {}

    RecordedAnswer {
        headers = List.copyOf(headers);
    }

    /** Reads header lines, an empty line, then the body. The length is computed. */
    static RecordedAnswer read(Path file) throws IOException {
        var text = Files.readString(file);
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new IOException(file + " has no empty line between head and body");
        }
        var body = text.substring(end + 2).getBytes(StandardCharsets.UTF_8);
        var headers = new ArrayList<Header>();
        for (var line : text.substring(0, end).split("\n", -1)) {
            int colon = line.indexOf(':');
            var name = line.substring(0, colon);
            if (!name.equalsIgnoreCase("content-length")) {
                headers.add(header(name, line.substring(colon + 1).strip()));
            }
        }
        headers.add(header("content-length", Integer.toString(body.length)));
        return new RecordedAnswer(headers, Buffer.buffer(body));
    }

    private static Header header(String name, String value) {
        return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
    }

    void give(HttpServerResponse response) {
        var target = response.headers();
        for (var header : headers) {
            target.set(header.name(), header.value());
        }
        response.end(body).onFailure(_ -> response.reset());
    }
}
