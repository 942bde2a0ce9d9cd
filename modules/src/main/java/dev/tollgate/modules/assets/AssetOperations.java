package dev.tollgate.modules.assets;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The operations of assets. Fields are described on {@link Asset}. */
public final class AssetOperations {

    /** The most bytes of content within a call. */
    static final int INLINE_BYTES_MAX = 256 << 10;

    /** The dimension of a created asset. */
    static final String UPLOAD_INTENT = "asset.upload_intent";

    /** The dimension of issued downloads; its quantity is bytes. */
    static final String EGRESS = "asset.egress_gb";

    public record NewAsset(
            Asset.@Nullable AssetType assetType,
            @Nullable String name,
            String fileName,
            String mimeType,

            @JsonPropertyDescription("Size in bytes. Required without content.") @Nullable Long byteSize,

            @Nullable String sha256,

            @JsonPropertyDescription("The whole file as text, at most 256 KiB.")
            @Size(min = 1, max = INLINE_BYTES_MAX) @Nullable String content,

            @JsonPropertyDescription("The whole file in base64, at most 256 KiB of bytes.")
            @Size(min = 1, max = INLINE_BYTES_MAX / 3 * 4 + 4) @Nullable String contentBase64,

            @Nullable String relatedType,
            @Nullable String relatedId,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record AssetQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            Asset.@Nullable AssetType assetType,
            @Nullable String mimeType,
            Asset.@Nullable Status status,
            @Nullable String relatedType,
            @Nullable String relatedId,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record AssetPatch(
            AssetId id,
            Patch<String> name,
            Patch<Asset.AssetType> assetType,
            Patch<Asset.Status> status,
            Patch<String> relatedType,
            Patch<String> relatedId,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    public record AssetRead(
            AssetId id,

            @JsonPropertyDescription("true: with its content as text, of at most 64 KiB.") @Nullable Boolean text)
            implements Identified {}

    public record Completion(
            AssetId id,

            @JsonPropertyDescription("SHA-256 of the bytes; required if create_asset had none.")
            @Pattern(regexp = AssetFields.SHA256) @Nullable String sha256)
            implements Identified {}

    public record DownloadRequest(
            AssetId id,

            @JsonPropertyDescription("true: to show in a browser; images, video, audio and text only.") @Nullable Boolean inline)
            implements Identified {}

    private static final String ROUTE = "/v1/assets";

    static final ResourceOperations<AssetId, Asset> ASSETS = ResourceOperations.of(
                    Asset.class, AssetId.class, "assets", "assets")
            .stored(table -> table.startingWith("status", Asset.Status.UPLOAD_PENDING)
                    .startingWith("byte_size", 0L)
                    .apart("content", "content_base64")
                    .createdBy(NewAsset.class)
                    .ruledBy(Asset::faults)
                    .movedBy(Asset::moved)
                    .announcedBy((_, _) -> null, "expired", "refused"));

    public static final Operation<NewAsset, ShownAsset> CREATE = ASSETS.add(Declaration.create("create_asset", "asset")
            .summary("Create an asset")
            .description(
                    "Makes a file: small content inline, or PUT the bytes to upload.url, then complete_asset_upload.")
            .app("POST", ROUTE, scoped("assets:write"))
            .with(Trait.DRY_RUN)
            .with(Trait.UPDATES_EXISTING)
            .with(Trait.SECRET_ANSWER)
            .event("asset.created")
            .takes(NewAsset.class, """
                    {"file_name": "terms.txt", "mime_type": "text/plain", "content": "Terms of 2030."}
                    """)
            .metered(new Answer.Json<>(ShownAsset.class), Meter.one(UPLOAD_INTENT), new Meter.Free<>()));

    public static final Operation<ListInput<AssetQuery>, Page<Asset>> LIST =
            ASSETS.list(AssetQuery.class, """
            {"limit": 10, "asset_type": "document"}
            """, "Lists files, newest first.");

    public static final Operation<AssetRead, ShownAsset> GET = ASSETS.add(Declaration.read("get_asset", "asset")
            .summary("Read an asset")
            .description("Reads a file's record; text gives the content of a small one.")
            .app("GET", ROUTE + "/{id}", scoped("assets:read"))
            .with(Trait.CONDITIONAL)
            .takes(AssetRead.class)
            .gives(ShownAsset.class));

    public static final Operation<AssetPatch, Asset> UPDATE = ASSETS.update(
            AssetPatch.class, "Changes only the fields you send. Status available restores an archived file.");

    public static final Operation<Ref<AssetId>, Asset> DELETE =
            ASSETS.delete("Deletes a file for good. Fails with conflict while an entry or a post refers to it.");

    public static final Operation<Completion, Asset> COMPLETE =
            ASSETS.add(Declaration.write("complete_asset_upload", "asset")
                    .audited("complete_upload")
                    .summary("Complete an upload")
                    .description("Checks size and digest of the uploaded bytes and makes the file usable.")
                    .app("POST", ROUTE + "/{id}/complete", scoped("assets:write"))
                    .with(Trait.LOSSLESS)
                    .with(Trait.CONDITIONAL)
                    .event("asset.uploaded")
                    .takes(Completion.class)
                    .gives(Asset.class));

    public static final Operation<Ref<AssetId>, Asset> ARCHIVE = ASSETS.add(Declaration.reduce("archive_asset", "asset")
            .summary("Archive an asset")
            .description("Archives a file: lists leave it out, and its storage is still charged.")
            .app("POST", ROUTE + "/{id}/archive", scoped("assets:write"))
            .with(Trait.CONDITIONAL)
            .event("asset.archived")
            .takes(Shape.<Ref<AssetId>>of(Ref.class, AssetId.class, "AssetRef"))
            .gives(Asset.class));

    public static final Operation<DownloadRequest, DownloadUrl> DOWNLOAD =
            ASSETS.add(Declaration.read("get_asset_download_url", "asset")
                    .audited("get_download_url")
                    .summary("Get a download URL")
                    .description(
                            "Returns a URL of a file that works for 5 minutes. It costs the size of the file; asked again meanwhile, the same URL costs a read.")
                    .app("GET", ROUTE + "/{id}/download-url", scoped("assets:read"))
                    .takes(DownloadRequest.class)
                    .metered(
                            new Answer.Json<>(DownloadUrl.class),
                            new Meter.Sized<>(EGRESS, DownloadUrl::byteSize),
                            new Meter.Free<>()));

    private AssetOperations() {}
}
