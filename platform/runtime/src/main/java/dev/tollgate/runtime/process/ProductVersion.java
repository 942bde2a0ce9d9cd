package dev.tollgate.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the product. */
public final class ProductVersion {

    private ProductVersion() {}

    /** The version of this build. */
    public static String current() {
        var properties = new Properties();
        try (var stream = ProductVersion.class.getResourceAsStream("version.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
