package dev.tollgate.records.file;

import org.jspecify.annotations.Nullable;

/**
 * What the head of an upload's request says.
 *
 * @param part number of the part, from 1; null for the whole file
 * @param length of the body
 * @param mediaType of the body in lower case, without parameters; null where it says none
 */
public record UploadHead(
        @Nullable Integer part, long length, @Nullable String mediaType) {}
