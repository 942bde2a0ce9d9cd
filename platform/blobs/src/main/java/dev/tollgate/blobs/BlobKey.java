package dev.tollgate.blobs;

import dev.tollgate.contract.caller.WorkspaceId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names a blob of a workspace. Its path is {@code workspace/aa/id}, aa being the last two digits of the id. */
public record BlobKey(WorkspaceId workspace, UUID id) {

    private static final String UUID_TEXT = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern PATH = Pattern.compile("(" + UUID_TEXT + ")/([0-9a-f]{2})/(" + UUID_TEXT + ")");

    /** The directory of the blob within its store. */
    public String directory() {
        var text = id.toString();
        return workspace.value() + "/" + text.substring(text.length() - 2);
    }

    public String path() {
        return directory() + "/" + id;
    }

    /** The key of a path; empty where it is the path of none. */
    public static Optional<BlobKey> of(String path) {
        var matcher = PATH.matcher(path);
        if (!matcher.matches() || !matcher.group(3).endsWith(matcher.group(2))) {
            return Optional.empty();
        }
        return Optional.of(
                new BlobKey(new WorkspaceId(UUID.fromString(matcher.group(1))), UUID.fromString(matcher.group(3))));
    }
}
