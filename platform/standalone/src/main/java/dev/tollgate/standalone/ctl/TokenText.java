package dev.tollgate.standalone.ctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads tokens that a person hands to a command. No failure quotes one. */
public final class TokenText {
    private static final int BYTES_MAX = 16 << 10;

    private TokenText() {}

    /** The token in a file. */
    public static String ofFile(Path file) {
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.US_ASCII);
            return checked(text.strip(), "the token in " + file);
        } catch (IOException unreadable) {
            throw new CtlFailure(ExitCode.USAGE, "the token file " + file + " cannot be read");
        }
    }

    /** The token, if it can be a header's value: a server that refuses the header would quote it. */
    public static String checked(String token, String what) {
        if (!token.matches("[!-~]{1,16384}")) {
            throw new CtlFailure(ExitCode.USAGE, what + " is not a token");
        }
        return token;
    }
}
