package dev.tollgate.modules.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.assets.AssetOperations.DownloadRequest;
import dev.tollgate.modules.assets.AssetOperations.NewAsset;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** URLs of downloads, and who has paid for them. */
class DownloadsTest {

    private static final Charge BY_SIZE = new Charge(AssetOperations.EGRESS, 5, 1, "2026-01", new Charge.Hold(1, 7));

    private static Desk desk;

    private Caller caller;
    private DownloadRequest request;

    @BeforeAll
    static void open() {
        desk = new Desk(new AssetsModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void prepare() {
        caller = desk.stranger();
        var input = "{\"file_name\": \"a.txt\", \"mime_type\": \"text/plain\", \"content\": \"Hello\"}";
        var asset = desk.done(AssetOperations.CREATE, caller, Json.read(input, NewAsset.class));
        request = new DownloadRequest(asset.id(), null);
    }

    private Outcome<CallSize> size() {
        return desk.sized(AssetOperations.DOWNLOAD, caller, request);
    }

    private Outcome<DownloadUrl> issued() {
        return desk.charged(AssetOperations.DOWNLOAD, caller, request, BY_SIZE);
    }

    @Test
    void the_size_is_paid_once_while_the_url_is_issued() {
        assertThat(size()).isEqualTo(Outcome.done(new CallSize.Of(5)));

        var first = issued();

        assertThat(size()).isEqualTo(Outcome.done(new CallSize.PerCall()));
        assertThat(desk.call(AssetOperations.DOWNLOAD, caller, request)).isEqualTo(first);
    }

    @Test
    void a_url_whose_price_was_given_back_is_issued_no_more() {
        assertThat(issued()).isInstanceOf(Outcome.Done.class);

        desk.released(AssetOperations.DOWNLOAD, caller, request);

        assertThat(size()).isEqualTo(Outcome.done(new CallSize.Of(5)));
        assertThat(desk.refusal(AssetOperations.DOWNLOAD, caller, request))
                .isInstanceOf(Refusal.ServiceUnavailable.class);
        assertThat(issued()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_price_that_is_given_back_for_a_deleted_asset_changes_nothing() {
        assertThat(issued()).isInstanceOf(Outcome.Done.class);
        var _ = desk.done(AssetOperations.DELETE, caller, new Ref<>(request.id()));

        desk.released(AssetOperations.DOWNLOAD, caller, request);

        assertThat(desk.refusal(AssetOperations.DOWNLOAD, caller, request))
                .isInstanceOf(Refusal.ResourceNotFound.class);
    }
}
