package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON that people and diffs can read: two spaces, line feeds on every system, a line feed at the end. */
final class PrettyJson {

    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private PrettyJson() {}

    static byte[] bytes(ObjectMapper mapper, JsonNode tree) {
        var printer = new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT);
        try {
            var bytes = new ByteArrayOutputStream();
            bytes.write(mapper.writer(printer).writeValueAsBytes(tree));
            bytes.write('\n');
            return bytes.toByteArray();
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
