package dev.tollgate.standalone;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The build's version, as the artifact knows it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        var properties = new Properties();
        try (var stream = Version.class.getResourceAsStream("version.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        }
        return new String[] {
            "Tollgate " + properties.getProperty("version", "of an unpackaged build"), "Java " + Runtime.version()
        };
    }
}
