package dev.tollgate.webhooks.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileUrlsTest {

    private static final List<String> PORTS = List.of("80", "443", "8080", "8443");
    private final AddressGuard guard = new AddressGuard(AddressPolicy.of(false, List.of(), PORTS));
    private final AddressGuard lenient = new AddressGuard(AddressPolicy.of(true, List.of(), PORTS));

    @ParameterizedTest
    @ValueSource(
            strings = {
                // schemes and forms
                "",
                "example.com",
                "//example.com/a",
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://example.com/",
                "javascript:alert(1)",
                "https:example.com",
                "https:/example.com",
                "https:///example.com",
                "https://",
                "https://:443/",
                "https://example.com/#fragment",
                " https://example.com/",
                "https://example.com/ a",
                "https://exam\tple.com/",
                "https://example.com/\r\nx: y",
                "https://example.com/\u0000",
                "https://exam\u200bple.com/",
                "https://example.com/ä",
                "https://example.com/<script>",
                // two readers, two hosts
                "https://user@example.com/",
                "https://user:secret@example.com/",
                "https://example.com@127.0.0.1/",
                "https://127.0.0.1\\@example.com/",
                "https://example.com\\.internal/",
                "https://example.com:443@127.0.0.1/",
                "https://exa%6dple.com/",
                "https://127.0.0.1%2f.example.com/",
                "https://example.com,127.0.0.1/",
                "https://[::1].example.com/",
                "https://example_.com/",
                "https://-example.com/",
                "https://a..example.com/",
                "https://example.com../",
                // ports
                "https://example.com:22/",
                "https://example.com:25/",
                "https://example.com:0/",
                "https://example.com:/",
                "https://example.com:0443/",
                "https://example.com:65536/",
                "https://example.com:99999999999/",
                "https://example.com:-1/",
                "https://example.com:443:443/",
                // loopback in every spelling
                "https://127.0.0.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://127.255.255.254/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://017700000001/",
                "https://127.0.0.0x1/",
                "https://127.0.0.01/",
                "https://127.0.0.1./",
                "https://0/",
                "https://0.0.0.0/",
                "https://①②⑦.⓪.⓪.①/",
                "https://127。0。0。1/",
                "https://１２７.0.0.1/",
                "https://4294967296/",
                "https://256.256.256.256/",
                "https://1.2.3.4.5/",
                "https://1.2.3/",
                "https://0x/",
                // local names
                "https://localhost/",
                "https://LOCALHOST/",
                "https://localhost./",
                "https://a.localhost/",
                "https://ｌｏｃａｌｈｏｓｔ/",
                "https://localhost.localdomain/",
                "https://printer.local/",
                "https://metadata.google.internal/computeMetadata/v1/",
                "https://metadata/",
                "https://kubernetes.default.svc.cluster.local/",
                "https://router.home.arpa/",
                "https://intranet/",
                // private, carrier, link-local, metadata
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://100.100.100.200/",
                "https://169.254.169.254/latest/meta-data/",
                "https://0xa9fea9fe/",
                "https://168.63.129.16/",
                // nobody's
                "https://192.0.0.1/",
                "https://192.0.2.1/",
                "https://198.18.0.1/",
                "https://198.51.100.1/",
                "https://203.0.113.1/",
                "https://192.88.99.1/",
                "https://224.0.0.1/",
                "https://239.255.255.250/",
                "https://240.0.0.1/",
                "https://255.255.255.255/",
                // IPv6
                "https://[::]/",
                "https://[::1]/",
                "https://[0:0:0:0:0:0:0:1]/",
                "https://[::127.0.0.1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[::ffff:8.8.8.8]/",
                "https://[::ffff:0:127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[64:ff9b:1::a00:1]/",
                "https://[2002:7f00:1::]/",
                "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
                "https://[fe80::1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fe80::1%eth0]/",
                "https://[2606:4700::1%25eth0]/",
                "https://[fc00::1]/",
                "https://[fd00:ec2::254]/",
                "https://[fec0::1]/",
                "https://[ff02::1]/",
                "https://[100::1]/",
                "https://[2001:db8::1]/",
                "https://[3fff::1]/",
                "https://[2001:10::1]/",
                "https://[5f00::1]/",
                "https://[2606:4700::/32]/",
                "https://[127.0.0.1]/",
                "https://[]/",
                "https://[::1/",
                "https://::1/"
            })
    void a_hostile_url_is_refused_when_it_is_registered(String url) {
        var fault = guard.fault(url);

        assertThat(fault).isPresent();
        assertThat(fault.get()).endsWith(".").doesNotContain("secret");
        assertThat(lenient.fault(url)).as("also where http is allowed").isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com/",
                "HTTPS://Example.COM/Hook?a=b",
                "https://example.com./",
                "https://example.com:8443/a%20b",
                "https://bücher.example.com/",
                "https://xn--bcher-kva.example.com/",
                "https://8.8.8.8/",
                "https://[2606:4700:4700::1111]/",
                "https://a.b.c.d.example.co.uk/?x=%2f@b"
            })
    void an_honest_url_is_taken(String url) {
        assertThat(guard.fault(url)).isEmpty();
    }

    @Test
    void http_is_for_settings_that_allow_it() {
        assertThat(guard.fault("http://example.com/")).isPresent();
        assertThat(lenient.fault("http://example.com/")).isEmpty();
    }

    @Test
    void what_is_kept_is_canonical() {
        assertThat(guard.canonical("HTTPS://Bücher.Example.COM.:443?a=B"))
                .hasToString("https://xn--bcher-kva.example.com/?a=B");
        assertThat(guard.canonical("https://[2606:4700:0:0::1]:8443/a")).hasToString("https://[2606:4700::1]:8443/a");
    }

    @ParameterizedTest
    @CsvSource({
        "https://faß.de/, https://xn--fa-hia.de/",
        "https://FASS.de/, https://fass.de/",
        "https://βόλος.com/, https://xn--nxasmm1c.com/",
        "https://xn--fa-hia.de/, https://xn--fa-hia.de/",
        "https://Bücher.EXAMPLE.com/, https://xn--bcher-kva.example.com/",
        "https://例え。テスト/, https://xn--r8jz45g.xn--zckzah/"
    })
    void a_name_keeps_to_its_own_domain_as_idna_2008_has_it(String url, String kept) {
        assertThat(guard.canonical(url)).hasToString(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a⿰b.com/",
                "https://a⒈com/",
                "https://a_ü.com/",
                "https://xn--a.com/",
                "https://xn--fass-.de/",
                "https://xn--0.com/",
                "https://aא.com/",
                "https://\u0300a.com/"
            })
    void a_name_that_no_domain_can_have_is_refused_and_told_so(String url) {
        assertThat(guard.fault(url))
                .hasValueSatisfying(fault -> assertThat(fault).contains("domain name"));
    }

    @Test
    void a_url_is_bounded() {
        assertThat(guard.fault("https://example.com/" + "a".repeat(UrlText.LENGTH_MAX)))
                .isPresent();
        assertThat(guard.fault("https://" + "a.".repeat(200) + "com/")).isPresent();
        assertThat(guard.fault("https://" + "a".repeat(64) + ".com/")).isPresent();
        assertThat(guard.fault("https://" + "ß".repeat(1_200) + ".de/")).isPresent();
    }
}
