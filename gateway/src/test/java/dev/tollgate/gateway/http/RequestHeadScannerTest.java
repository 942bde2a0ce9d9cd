package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadScannerTest {

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static RequestHeadScanner scanned(String text) {
        var scan = new RequestHeadScanner();
        var _ = scan.look(bytes(text), 0);
        return scan;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\n\r\nGET /a?b=c HTTP/1.1\r\nHost: a\r\nX-A:\tb \t\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
            })
    void a_sane_head_has_no_fault_and_an_end(String head) {
        var scan = scanned(head);

        assertThat(scan.fault()).isNull();
        assertThat(scan.inHead()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
                "\r\n\r\nGET / HTTP/1.1\r\nX-A: b\r\n\tc\r\n\r\n",
                "\n\nGET / HTTP/1.1\nX-A: b\n c\n\n",
                "GET\t/ HTTP/1.1\r\n\r\n",
                "GET /\tHTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\t\r\n\r\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "GET / a HTTP/1.1\r\n\r\n",
                "GET /\rHTTP/1.1 \r\n\r\n",
                " GET / HTTP/1.1\r\n\r\n",
                "\r\n\r\n\0\r\nQUIT\n",
                "GET /\r\n",
            })
    void what_can_be_read_in_two_ways_is_a_fault(String head) {
        assertThat(scanned(head).fault()).isNotNull();
    }

    @Provide
    static Arbitrary<String> heads() {
        return Arbitraries.of(List.of("GET", " ", "/", "HTTP/1.1", "\r", "\n", "\r\n", "Host: a", "\t", "X", "\0"))
                .list()
                .ofMaxSize(14)
                .map(words -> String.join("", words));
    }

    @Property
    void a_head_is_judged_alike_however_it_is_cut(
            @ForAll @From("heads") String head, @ForAll @IntRange(max = 60) int cut) {
        var whole = scanned(head);
        var parts = new RequestHeadScanner();
        var bytes = bytes(head);
        int at = parts.look(bytes.duplicate().writerIndex(Math.min(cut, head.length())), 0);

        var _ = parts.look(bytes, at);

        assertThat(parts.fault()).isEqualTo(whole.fault());
        assertThat(parts.inHead()).isEqualTo(whole.inHead());
    }
}
