package dev.tollgate.webhooks.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The product's version for receivers. */
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
