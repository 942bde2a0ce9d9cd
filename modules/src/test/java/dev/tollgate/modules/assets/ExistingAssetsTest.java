package dev.tollgate.modules.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.assets.AssetOperations.AssetRead;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creates that meet an asset with the same external id. */
class ExistingAssetsTest extends AssetTests {

    private static JsonObject known() {
        return note("Hello").put("external_source", "dam").put("external_id", "7");
    }

    @Test
    void an_existing_pending_asset_is_given_its_url_again() {
        var input = asset(film(10).put("external_source", "dam").put("external_id", "7"));
        var first = made(input);
        var skip = new Conditions(null, null, null, false, OnExisting.SKIP, false, false);

        var again = desk.call(AssetOperations.CREATE, caller, input, skip);

        assertThat(again).isInstanceOfSatisfying(Outcome.Done.class, done -> {
            var shown = (ShownAsset) done.value();
            assertThat(shown.id()).isEqualTo(first.id());
            assertThat(shown.upload()).isEqualTo(first.upload());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content': 'Hello!'}",
                "{'content': 'HELLO'}",
                "{'mime_type': 'text/csv'}",
            })
    void a_create_that_updates_changes_nothing_that_is_known_of_the_bytes(String other) {
        var first = made(asset(known()));
        var update = new Conditions(null, null, null, false, OnExisting.UPDATE, false, false);
        var more = Json.read(other.replace('\'', '"'), JsonObject.class);

        var refused = desk.call(AssetOperations.CREATE, caller, asset(known().mergeIn(more)), update);
        var renamed = desk.call(AssetOperations.CREATE, caller, asset(known().put("name", "Terms")), update);

        assertThat(refused).isInstanceOf(Outcome.Refused.class);
        assertThat(renamed).isInstanceOf(Outcome.Done.class);
        var read = desk.done(AssetOperations.GET, caller, new AssetRead(first.id(), true));
        assertThat(read.name()).isEqualTo("Terms");
        assertThat(read.text()).isEqualTo("Hello");
        assertThat(read.byteSize()).isEqualTo(5);
        assertThat(read.mimeType()).isEqualTo("text/plain");
        assertThat(read.sha256()).isEqualTo(first.sha256());
    }

    @Test
    void content_that_no_asset_has_is_deleted() {
        var _ = made(asset(known()));
        var skip = new Conditions(null, null, null, false, OnExisting.SKIP, false, false);
        var hidden = asset(known().put("external_id", "8").put("name", "a\u202eb"));

        var _ = desk.call(AssetOperations.CREATE, caller, asset(known()), skip);
        assertThat(desk.refusal(AssetOperations.CREATE, caller, hidden)).isInstanceOf(Refusal.class);

        assertThat(blobs()).isEqualTo(1);
    }
}
