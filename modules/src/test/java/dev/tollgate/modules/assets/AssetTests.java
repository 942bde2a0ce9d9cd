package dev.tollgate.modules.assets;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.assets.AssetOperations.NewAsset;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A module of assets, a workspace for each test, and inputs that create assets. */
abstract class AssetTests {

    static Desk desk;

    Caller caller;

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
    }

    static NewAsset asset(JsonObject json) {
        return Json.read(json.encode(), NewAsset.class);
    }

    /** A text file, with its content. */
    static JsonObject note(String content) {
        return new JsonObject()
                .put("file_name", "note.txt")
                .put("mime_type", "text/plain")
                .put("content", content);
    }

    static NewAsset text(String content) {
        return asset(note(content));
    }

    /** A file that is yet to be sent. */
    static JsonObject film(long size) {
        return new JsonObject()
                .put("file_name", "film.mp4")
                .put("mime_type", "video/mp4")
                .put("byte_size", size);
    }

    static NewAsset pending(long size) {
        return asset(film(size));
    }

    ShownAsset made(NewAsset input) {
        return desk.done(AssetOperations.CREATE, caller, input);
    }

    /** Blobs of the workspace in the store. */
    long blobs() {
        return desk.awaited(() -> desk.blobs.store().list(null)).entries().stream()
                .filter(entry -> entry.key().workspace().equals(caller.workspaceId()))
                .count();
    }
}
