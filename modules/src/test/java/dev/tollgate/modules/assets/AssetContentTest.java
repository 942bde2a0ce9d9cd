package dev.tollgate.modules.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.blobs.check.ClamdCheck;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that comes within the call: what is refused, scanned and stored. */
class AssetContentTest extends AssetTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "a\\b",
                "a/b",
                "..",
                ".",
                "a\u0000b",
                "a\nb",
                "invoice\u202Efdp.exe",
                "\u200Ba",
                " a",
                "a ",
                "\uFEFFa",
                "a\u2028b"
            })
    void hostile_names_are_refused(String name) {
        var input = asset(note("x").put("file_name", name));

        assertThat(desk.faults(AssetOperations.CREATE, caller, input)).contains("file_name");
    }

    @Test
    void content_that_is_not_what_it_says_is_refused() {
        var html = "<!DOCTYPE html><html><body>x</body></html>";

        assertThat(faults("{'content': 'a', 'content_base64': 'YQ=='}")).contains("content_base64");
        assertThat(faults("{'content_base64': 'not base64'}")).containsExactly("content_base64");
        assertThat(faults("{'content': 'abc', 'byte_size': 4}")).containsExactly("byte_size");
        assertThat(faults("{'content': 'abc', 'sha256': '" + "0".repeat(64) + "'}"))
                .containsExactly("sha256");
        assertThat(faults("{'content': '" + html + "', 'mime_type': 'image/png'}"))
                .containsExactly("content");
        assertThat(faults("{}")).containsExactly("byte_size");
        assertThat(faults("{'byte_size': 5368709121}")).containsExactly("byte_size");
        assertThat(faults("{'content': '" + "é".repeat(200_000) + "'}")).containsExactly("content");
    }

    private List<String> faults(String json) {
        var input = new JsonObject()
                .put("file_name", "a.txt")
                .put("mime_type", "text/plain")
                .mergeIn(Json.read(json.replace('\'', '"'), JsonObject.class));
        return desk.faults(AssetOperations.CREATE, caller, asset(input));
    }

    @Test
    void a_dry_run_stores_nothing() {
        var dry = new Conditions(null, null, null, true);

        var answer = desk.call(AssetOperations.CREATE, caller, text("Hello"), dry);

        assertThat(answer).isInstanceOf(Outcome.Done.class);
        assertThat(desk.ownerRows("SELECT id FROM assets.asset WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .isEmpty();
    }

    @Test
    void content_is_scanned_before_it_is_stored() {
        try {
            desk.check.set(new SignatureCheck("EICAR", "Eicar-Test-Signature", Future::succeededFuture));
            var infected = desk.refusal(AssetOperations.CREATE, caller, text("x EICAR x"));
            var clean = made(text("Hello"));
            desk.check.set(new ClamdCheck(desk.vertx, "127.0.0.1", 1));
            var unscanned = desk.refusal(AssetOperations.CREATE, caller, text("Hello"));

            assertThat(infected.detail()).contains("Eicar-Test-Signature");
            assertThat(infected).isInstanceOf(Refusal.Conflict.class);
            assertThat(clean.status()).isEqualTo(Asset.Status.AVAILABLE);
            assertThat(unscanned).isInstanceOf(Refusal.ServiceUnavailable.class);
            assertThat(blobs()).isEqualTo(1);
        } finally {
            desk.check.set(BlobCheck.none());
        }
    }

    @Test
    void a_dry_run_is_not_scanned() {
        var scans = new AtomicInteger();
        try {
            desk.check.set(new SignatureCheck("EICAR", "Eicar-Test-Signature", () -> {
                scans.incrementAndGet();
                return Future.succeededFuture();
            }));
            var dry = new Conditions(null, null, null, true);

            var answer = desk.call(AssetOperations.CREATE, caller, text("Hello"), dry);

            assertThat(answer).isInstanceOf(Outcome.Done.class);
            assertThat(scans).hasValue(0);
        } finally {
            desk.check.set(BlobCheck.none());
        }
    }

    @Test
    void no_connection_waits_for_scanner_and_store() {
        try (var narrow = new Desk(List.of(new AssetsModule()), 1)) {
            var other = narrow.done(AssetOperations.CREATE, caller, text("Hello"));
            narrow.check.set(new SignatureCheck(
                    "EICAR",
                    "Eicar-Test-Signature",
                    () -> narrow.sent(AssetOperations.ARCHIVE, caller, new Ref<>(other.id()), Conditions.NONE)));

            var asset = narrow.done(AssetOperations.CREATE, caller, text("Hello again"));

            assertThat(asset.status()).isEqualTo(Asset.Status.AVAILABLE);
        }
    }
}
